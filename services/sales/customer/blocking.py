"""Barring a customer from new business, and lifting the bar."""

from datetime import date
from typing import assert_never

from services.sales.customer.events import CustomerBlocked, CustomerEvent, CustomerUnblocked
from services.sales.customer.profile import Profile
from services.sales.customer.registering import CustomerUnknown
from services.sales.customer.state import Active, Blocked, Customer, Unregistered
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class CustomerIsBlocked(Rejection):
    """The customer is blocked for new business: no offers, no contracts, no orders. What was ordered before goes on."""

    code = "sales.customer.blocked"


@command
class BlockCustomer:
    """Stop new business."""

    reason: str
    by: str
    on: date


@command
class UnblockCustomer:
    """Welcome new business again."""

    reason: str
    by: str
    on: date


def block_customer(request: BlockCustomer, customer: Customer) -> list[CustomerEvent]:
    """Blocked for the same reason twice, it happened once; another reason takes its place."""
    match customer:
        case Unregistered():
            raise CustomerUnknown("register it first")
        case Blocked(reason=request.reason):
            return []
        case Active() | Blocked():
            return [CustomerBlocked(reason=request.reason, blocked_by=request.by, blocked_on=request.on)]
        case _:
            assert_never(customer)


def unblock_customer(request: UnblockCustomer, customer: Customer) -> list[CustomerEvent]:
    """Who is not blocked stays so."""
    match customer:
        case Unregistered():
            raise CustomerUnknown("register it first")
        case Active():
            return []
        case Blocked():
            return [CustomerUnblocked(reason=request.reason, unblocked_by=request.by, unblocked_on=request.on)]
        case _:
            assert_never(customer)


def open_for_business(customer: Customer, field: str = "customer_id") -> Profile:
    """What we know of a customer who may buy; `field` names them. Raises CustomerUnknown, CustomerIsBlocked."""
    match customer:
        case Unregistered():
            raise CustomerUnknown("register it first", field=field)
        case Blocked(reason=reason):
            raise CustomerIsBlocked(reason, field=field)
        case Active(profile=profile):
            return profile
        case _:
            assert_never(customer)
