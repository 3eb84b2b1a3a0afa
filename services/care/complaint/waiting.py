"""A customer who was asked and does not answer: they are reminded, and after that nobody waits for them any more."""

from datetime import datetime

from services.care.complaint.events import (
    ComplaintClosed,
    ComplaintEvent,
    ComplaintResolved,
    CustomerReminded,
    Outcome,
    ReminderEnded,
)
from services.care.complaint.state import Complaint, WaitingCustomer
from services.care.service_level.promises import settled
from services.care.service_level.waiting import CloseUnanswered, RemindCustomer


def remind_customer(request: RemindCustomer, complaint: Complaint) -> list[ComplaintEvent]:
    """Once per question."""
    match complaint:
        case WaitingCustomer(file=file, question=question, reminded_at=None, unanswered_at=until):
            return [
                CustomerReminded(
                    question=question,
                    reminded_at=request.at,
                    customer_id=file.customer_id,
                    title=file.title,
                    unanswered_at=until,
                )
            ]
        case _:
            return []


def reminder_ended(complaint: Complaint, at: datetime) -> list[ComplaintEvent]:
    """Whatever ends the waiting says first that what they were reminded of is waited for no more, if they were."""
    match complaint:
        case WaitingCustomer(reminded_at=datetime() as reminded_at):
            return [ReminderEnded(reminded_at=reminded_at, ended_at=at)]
        case _:
            return []


def close_unanswered(request: CloseUnanswered, complaint: Complaint) -> list[ComplaintEvent]:
    """As if it had been rejected: what was contested is dunned again. What they write in time reopens it.

    Where goods come back because of it, or came, a person decides. Where none do after all, nobody waits either.
    """
    match complaint:
        case WaitingCustomer(file=file, question=question, unanswered_at=until) if (
            until is not None and until <= request.at and not file.has_goods_back
        ):
            return [
                ComplaintResolved(
                    outcome=Outcome.REJECTED,
                    resolution=f"not answered: {question}",
                    clocks=settled(file.promised, request.at),
                    resolved_by="",
                    resolved_at=request.at,
                    unanswered=True,
                ),
                ComplaintClosed(closed_by="", closed_at=request.at),
            ]
        case _:
            return []
