"""What can happen to a contract. Stored for ever: change by a new version and an upcaster, never in place.

Lines, charges and terms are the published parts: those are never changed in place either.
"""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event, part
from shared.published.sales import Charge, ContractLine, InstalmentTerm, OrderLine


@part
class TakenLine:
    """What one call took of one line."""

    line_no: int
    quantity: Decimal
    net: Money


@part
class UncoveredLine:
    """Units of one line that were billed of a cancelled order when nothing of the line was left to call."""

    line_no: int
    quantity: Decimal


@event("contract.signed", happened="signed_on")
class ContractSigned:
    """Both sides are bound. `document_sha256` is empty when no document was handed in."""

    customer_id: str
    quotation_id: str
    revision: int
    currency: str
    lines: tuple[ContractLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    deliver_to: str
    signed_by: str
    signed_on: date
    document_sha256: str
    service_months: int = 0


@event("contract.goods-called")
class GoodsCalled:
    """The customer called goods; the balance of the lines went down by them.

    `leaves_charges`: they do not cover what the charges take off, which stay for the next order.
    """

    order_id: str
    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    requested_on: date
    deliver_to: str
    ship_from: tuple[str, ...]
    customer_reference: str
    placed_by: str
    called_on: date
    customer_id: str = ""
    leaves_charges: bool = False


@event("contract.call-returned")
class CallReturned:
    """A call was given back, to the last unit and the last cent; the charges too when it had taken them.

    `settled` is not left to call again: it covers what was billed of another order that was cancelled. So do the
    charges where `settles_charges`.
    """

    order_id: str
    lines: tuple[TakenLine, ...]
    with_charges: bool
    returned_on: date
    settled: tuple[TakenLine, ...] = ()
    settles_charges: bool = False


@event("contract.call-reduced")
class CallReduced:
    """An order is for less: so much of its call was given back, to the last cent.

    `settled` was given up besides, and covers what was billed of another order that was cancelled.
    """

    order_id: str
    lines: tuple[TakenLine, ...]
    reduced_on: date
    settled: tuple[TakenLine, ...] = ()


@event("contract.call-taken-again")
class CallTakenAgain:
    """Goods of a cancelled order had left and were billed: the balance goes down by them, as far as it goes.

    What others had called meanwhile is `uncovered`, until one of them gives something back.
    """

    order_id: str
    invoice_id: str
    lines: tuple[TakenLine, ...]
    with_charges: bool
    taken_on: date
    uncovered: tuple[UncoveredLine, ...] = ()
    charges_uncovered: bool = False


@event("contract.order-completed")
class OrderCompletionNoted:
    """An order under the contract is delivered, billed and paid."""

    order_id: str
    completed_on: date


@event("contract.order-reopened")
class OrderReopeningNoted:
    """A completed order under the contract is owed for again."""

    order_id: str
    reopened_on: date


@event("contract.reopened")
class ContractReopened:
    """It was fulfilled, and is not any more: one of its orders was reopened."""

    reopened_on: date


@event("contract.suspended")
class ContractSuspended:
    """Nothing may be called until it is resumed."""

    reason: str
    suspended_by: str
    suspended_on: date


@event("contract.resumed")
class ContractResumed:
    """Goods may be called again."""

    reason: str
    resumed_by: str
    resumed_on: date


@event("contract.closed-short")
class ContractClosedShort:
    """Closed by a person: what was not called will not be."""

    reason: str
    closed_by: str
    closed_on: date


@event("contract.fulfilled")
class ContractFulfilled:
    """Nothing is left to call, and every order is completed."""

    fulfilled_on: date


ContractEvent = (
    ContractSigned
    | GoodsCalled
    | CallReturned
    | CallReduced
    | CallTakenAgain
    | OrderCompletionNoted
    | OrderReopeningNoted
    | ContractSuspended
    | ContractResumed
    | ContractClosedShort
    | ContractFulfilled
    | ContractReopened
)
