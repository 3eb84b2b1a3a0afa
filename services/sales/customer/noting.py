"""Noting what accounting tells of a customer's credit: never refused, and noted once."""

from typing import assert_never

from services.sales.customer.events import CustomerCreditStopLifted, CustomerCreditStopped, CustomerEvent
from services.sales.customer.state import Active, Blocked, Customer, Unregistered
from shared.kernel.shapes import command


@command
class NoteCredit:
    """Note a fact that accounting told of the customer."""

    heard: CustomerCreditStopped | CustomerCreditStopLifted


def note_credit(request: NoteCredit, customer: Customer) -> list[CustomerEvent]:
    """Only the newest word counts. Accounting knows a customer from us, so an unregistered one is never told of."""
    match customer:
        case Unregistered():
            return []
        case Active(profile=profile) | Blocked(profile=profile):
            known = None if profile.credit is None else profile.credit.source
            return [request.heard] if request.heard.source.supersedes(known) else []
        case _:
            assert_never(customer)
