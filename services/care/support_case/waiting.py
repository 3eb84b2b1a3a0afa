"""A customer who was asked and does not answer: they are reminded, and after that nobody waits for them any more."""

from datetime import datetime

from services.care.service_level.promises import settled
from services.care.service_level.waiting import CloseUnanswered, RemindCustomer
from services.care.support_case.events import CaseClosed, CaseEvent, CaseResolved, CustomerReminded, ReminderEnded
from services.care.support_case.promising import clocks_after
from services.care.support_case.state import Case, WaitingCustomer


def remind_customer(request: RemindCustomer, case: Case) -> list[CaseEvent]:
    """Once per question. Who is waited for without end is not reminded."""
    match case:
        case WaitingCustomer(file=file, question=question, reminded_at=None, unanswered_at=until) if until is not None:
            return [
                CustomerReminded(
                    customer_id=file.customer_id,
                    subject=file.subject,
                    question=question,
                    unanswered_at=until,
                    reminded_at=request.at,
                )
            ]
        case _:
            return []


def reminder_ended(case: Case, at: datetime) -> list[CaseEvent]:
    """Whatever ends the waiting says first that what they were reminded of is waited for no more, if they were."""
    match case:
        case WaitingCustomer(reminded_at=datetime() as reminded_at):
            return [ReminderEnded(reminded_at=reminded_at, ended_at=at)]
        case _:
            return []


def close_unanswered(request: CloseUnanswered, case: Case) -> list[CaseEvent]:
    """Nothing can be done without the answer. What they write in time reopens it."""
    match case:
        case WaitingCustomer(file=file, question=question, unanswered_at=until) if (
            until is not None and until <= request.at
        ):
            return [
                CaseResolved(
                    resolution=f"not answered: {question}",
                    clocks=clocks_after(file, settled, request.at),
                    resolved_by="",
                    resolved_at=request.at,
                    unanswered=True,
                ),
                CaseClosed(closed_by=None, closed_at=request.at),
            ]
        case _:
            return []
