"""Opening a complaint: from here on the clocks run."""

from datetime import datetime
from typing import assert_never

from services.care.complaint.events import (
    ComplaintEvent,
    ComplaintOpened,
    Kind,
    Subject,
    Unverified,
)
from services.care.complaint.state import (
    Closed,
    Complaint,
    InProgress,
    New,
    Open,
    Resolved,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    Withdrawn,
)
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.service_level.promises import promised
from services.care.warranty.decider import WARRANTY
from services.care.warranty.state import NothingDelivered, Running
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ComplaintUnknown(Rejection):
    """There is no complaint of this id."""

    code = "care.complaint.unknown"
    ground = Ground.NOT_FOUND


class ComplaintIsOver(Rejection):
    """The complaint is resolved, closed or withdrawn: nobody works on it."""

    code = "care.complaint.over"


class SubjectIncomplete(Rejection):
    """A line needs its order, units need their line, and a complaint about an invoice its invoice."""

    code = "care.complaint.subject-incomplete"
    ground = Ground.UNACCEPTABLE


class OtherCustomersOrder(Rejection):
    """The goods of that order were delivered to another customer."""

    code = "care.complaint.other-customers-order"
    ground = Ground.UNACCEPTABLE


@command
class OpenComplaint:
    """Take down what a customer is not content with. Given the service level, and the warranty of a named order."""

    customer_id: str
    title: str
    description: str
    priority: Priority
    about: Subject
    by: str
    at: datetime
    follows: str = ""


def open_complaint(request: OpenComplaint, complaint: Complaint, given: Given) -> list[ComplaintEvent]:
    """Every request to open has an id of its own; repeated, it finds its complaint open."""
    match complaint:
        case Unopened():
            require_complete(request.about)
            unverified = unheard_of(request.about, request.customer_id, given)
            promise = promised(given.of(SERVICE_LEVEL, THE_SERVICE_LEVEL), request.priority, request.at)
            opened = ComplaintOpened(
                customer_id=request.customer_id,
                title=request.title,
                description=request.description,
                priority=request.priority,
                about=request.about,
                calendar=promise.calendar,
                targets=promise.targets,
                clocks=promise.clocks,
                opened_by=request.by,
                opened_at=request.at,
                unverified=unverified,
                follows=request.follows,
            )
            return [opened]
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty() | Resolved() | Closed() | Withdrawn():
            return []
        case _:
            assert_never(complaint)


def require_complete(about: Subject) -> None:
    """Raises SubjectIncomplete."""
    if about.line_no is not None and not about.order_id:
        raise SubjectIncomplete("name the order as well", field="about.order_id")
    if about.quantity is not None and about.line_no is None:
        raise SubjectIncomplete("name the line of these units as well", field="about.line_no")
    if about.kind is Kind.INVOICE and not about.invoice_id:
        raise SubjectIncomplete("name the invoice", field="about.invoice_id")


def unheard_of(about: Subject, customer_id: str, given: Given) -> tuple[Unverified, ...]:
    """What care has not heard of: it hears of deliveries only, late, and never loses a complaint for that.

    Raises OtherCustomersOrder for what it knows to be otherwise.
    """
    invoice = (Unverified.INVOICE,) if about.invoice_id else ()
    if not about.order_id:
        return (Unverified.CUSTOMER, *invoice)
    warranty = given.of(WARRANTY, about.order_id)
    match warranty:
        case NothingDelivered():
            return (Unverified.CUSTOMER, Unverified.ORDER, *invoice)
        case Running(customer_id=delivered_to, deliveries=deliveries):
            if delivered_to != customer_id:
                raise OtherCustomersOrder("its goods went to somebody else", field="about.order_id")
            units = [
                line.quantity for delivery in deliveries for line in delivery.lines if line.line_no == about.line_no
            ]
            if about.line_no is not None and not units:
                return (Unverified.LINE, *invoice)
            too_many = about.quantity is not None and about.quantity > sum(units)
            return (Unverified.QUANTITY, *invoice) if too_many else invoice
        case _:
            assert_never(warranty)


def still_open(complaint: Complaint) -> Open:
    """The complaint, while somebody may work on it. Raises ComplaintUnknown, ComplaintIsOver."""
    match complaint:
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            return complaint
        case Unopened():
            raise ComplaintUnknown("open it first")
        case Resolved() | Closed():
            raise ComplaintIsOver("it is decided; reopen it first", outcome=complaint.outcome)
        case Withdrawn(reason=reason):
            raise ComplaintIsOver(reason)
        case _:
            assert_never(complaint)
