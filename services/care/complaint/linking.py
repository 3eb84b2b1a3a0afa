"""Goods that come back because of a complaint: which one a return may name, and which one it may not pass over."""

from collections.abc import Collection
from datetime import date
from typing import assert_never

from services.care.complaint.events import (
    ComplaintEvent,
    Kind,
    Outcome,
    ReturnEnded,
    ReturnLinked,
    ReturnResumed,
    SettledReturn,
    Subject,
)
from services.care.complaint.opening import ComplaintIsOver, ComplaintUnknown
from services.care.complaint.state import (
    Closed,
    Complaint,
    File,
    InProgress,
    New,
    Resolved,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    Withdrawn,
)
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class OtherCustomersComplaint(Rejection):
    """The complaint is another customer's."""

    code = "care.complaint.other-customer"
    ground = Ground.UNACCEPTABLE


class ComplaintAboutOtherGoods(Rejection):
    """The complaint is about another order, or another line of it, than the goods that come back, or about no goods."""

    code = "care.complaint.about-other-goods"
    ground = Ground.UNACCEPTABLE


@command
class LinkReturn:
    """Note that goods of these lines of the order come back because of it."""

    return_id: str
    customer_id: str
    order_id: str
    line_nos: tuple[int, ...]


@command
class NoteReturnEnded:
    """Nothing more is to come with that return: it is `settled`, or nothing came."""

    return_id: str
    order_id: str
    settled: bool
    on: date


@command
class NoteReturnResumed:
    """That return goes on, although it was over: goods came after all, or what was settled is open again."""

    return_id: str
    on: date


def link_return(request: LinkReturn, complaint: Complaint) -> list[ComplaintEvent]:
    """In the transaction that requests the return. Noted once.

    Accounting takes what is credited for the return off what is in dispute for the complaint, so it has to be the same
    goods: a wrong price, say, is not made good by them. A complaint that names no order may be about any.
    """
    file = _with_returns(complaint)
    if file.customer_id != request.customer_id:
        raise OtherCustomersComplaint("the goods are of another customer", field="complaint_id")
    if request.return_id in file.returns:
        return []
    about = file.about
    if about.kind is not Kind.GOODS:
        raise ComplaintAboutOtherGoods(
            f"it is about the {about.kind}: correct it, or open another one about the goods", field="complaint_id"
        )
    if about.order_id and about.order_id != request.order_id:
        raise ComplaintAboutOtherGoods(
            "it is about another order", field="complaint_id", order_id=about.order_id, line_no=about.line_no
        )
    others = [line_no for line_no in request.line_nos if about.line_no not in (None, line_no)]
    if others:
        raise ComplaintAboutOtherGoods(
            f"it is about line {about.line_no}: request another return for the others",
            field="complaint_id",
            order_id=about.order_id,
            line_no=about.line_no,
        )
    return [ReturnLinked(return_id=request.return_id, order_id=request.order_id)]


def note_return_ended(request: NoteReturnEnded, complaint: Complaint) -> list[ComplaintEvent]:
    """At whatever stage the complaint is. Noted anew where it is settled anew, on another day."""
    match complaint:
        case Unopened():
            return []
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty() | Resolved() | Closed() | Withdrawn():
            file = complaint.file
            settled = SettledReturn(return_id=request.return_id, order_id=request.order_id, settled_on=request.on)
            if request.return_id not in file.awaited and (not request.settled or settled in file.settled):
                return []
            return [
                ReturnEnded(
                    return_id=request.return_id,
                    order_id=request.order_id,
                    settled=request.settled,
                    ended_on=request.on,
                )
            ]
        case _:
            assert_never(complaint)


def note_return_resumed(request: NoteReturnResumed, complaint: Complaint) -> list[ComplaintEvent]:
    """At whatever stage the complaint is: somebody decides about goods that came, and not the days that pass."""
    match complaint:
        case Unopened():
            return []
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty() | Resolved() | Closed() | Withdrawn():
            file = complaint.file
            if request.return_id not in file.returns or request.return_id in file.awaited:
                return []
            return [ReturnResumed(return_id=request.return_id, resumed_on=request.on)]
        case _:
            assert_never(complaint)


def may_have_led_to(complaint: Complaint, customer_id: str, order_id: str, line_nos: Collection[int]) -> bool:
    """Whether goods of these lines may come back because of it: it is about them, and was not decided against them."""
    match complaint:
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            is_for_them = True
        case Resolved(outcome=outcome) | Closed(outcome=outcome):
            is_for_them = outcome is not Outcome.REJECTED
        case Unopened() | Withdrawn():
            return False
        case _:
            assert_never(complaint)
    file = complaint.file
    return is_for_them and file.customer_id == customer_id and _is_about(file.about, order_id, line_nos)


def _is_about(about: Subject, order_id: str, line_nos: Collection[int]) -> bool:
    return (
        about.kind is Kind.GOODS and about.order_id == order_id and (about.line_no is None or about.line_no in line_nos)
    )


def _with_returns(complaint: Complaint) -> File:
    """What is kept of it, unless it was decided against the customer or taken back: then nothing comes back for it.

    Raises ComplaintUnknown, ComplaintIsOver.
    """
    match complaint:
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            return complaint.file
        case Resolved(outcome=outcome, file=file) | Closed(outcome=outcome, file=file):
            if outcome is Outcome.REJECTED:
                raise ComplaintIsOver(
                    "it was rejected; reopen it first, or open another", field="complaint_id", outcome=outcome
                )
            return file
        case Unopened():
            raise ComplaintUnknown("open it first", field="complaint_id")
        case Withdrawn(reason=reason):
            raise ComplaintIsOver(reason, field="complaint_id")
        case _:
            assert_never(complaint)
