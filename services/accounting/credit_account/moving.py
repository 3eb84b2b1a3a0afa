"""Moving an exposure from bucket to bucket as goods and money move. What happened, happened: nothing is refused."""

from datetime import date
from typing import Final, assert_never

from services.accounting.credit_account.blocking import (
    then_blocked,
    then_kept_over_limit,
    then_nothing_kept,
    then_unblocked,
)
from services.accounting.credit_account.events import (
    CreditAccountEvent,
    ExposureInvoiced,
    ExposureShipped,
    ExposureUnshipped,
    InvoiceExposureMoved,
)
from services.accounting.credit_account.state import CreditAccount, InvoiceExposure, Open, Unopened
from shared.kernel.money import Money
from shared.kernel.shapes import command

REOPENED: Final = "reopened"
"""Why an invoice counts again: money for it did not stay."""
CREDIT_CANCELLED: Final = "credit-cancelled"
"""Why it counts again: the credit note for it was wrong."""
WRITE_OFF_REVERSED: Final = "write-off-reversed"
"""Why it counts again: it can be collected after all."""
OWED_AGAIN: Final = frozenset({REOPENED, CREDIT_CANCELLED, WRITE_OFF_REVERSED})


@command
class MoveToShipped:
    """Goods of the order left; they are expected to be billed at `amount`."""

    order_id: str
    shipment_id: str
    amount: Money
    on: date


@command
class MoveBackFromShipped:
    """They came back undelivered, or will not be billed. `owed_again`: the order still calls for them.

    With `charges`, which nothing was left to take along, and which now go with them.
    """

    order_id: str
    shipment_id: str
    owed_again: bool
    on: date
    charges: Money | None = None


@command
class MoveToInvoiced:
    """They were invoiced, and the customer owes `total`."""

    order_id: str
    shipment_id: str
    invoice_id: str
    total: Money
    on: date


@command
class MoveInvoiceExposure:
    """The invoice now stands at these amounts: money came or bounced, it was credited, a due date passed."""

    order_id: str
    invoice_id: str
    not_overdue: Money
    overdue: Money
    because: str
    on: date


def move_to_shipped(request: MoveToShipped, account: CreditAccount) -> list[CreditAccountEvent]:
    """Of an order that had reserved less, the goods count in full all the same: the customer has them.

    They may have left before the warehouse heard of a block: where nothing is left to keep, it is over.
    """
    match account:
        case Unopened():
            return []
        case Open():
            order = account.exposure_of(request.order_id, request.amount.currency)
            if request.shipment_id in order.shipped:
                return []
            shipped = ExposureShipped(
                order_id=request.order_id,
                shipment_id=request.shipment_id,
                amount=request.amount,
                from_order=min(request.amount, order.reserved),
                shipped_on=request.on,
            )
            return then_nothing_kept(account, [shipped], request.order_id, request.on)
        case _:
            assert_never(account)


def move_back_from_shipped(request: MoveBackFromShipped, account: CreditAccount) -> list[CreditAccountEvent]:
    """What did not count as shipped changes nothing. A held order reserves nothing, so it gets nothing back.

    What comes back to a customer who was stopped meanwhile, or whose limit it does not fit any more, does not leave
    again.
    """
    match account:
        case Unopened():
            return []
        case Open(currency=currency, held=held):
            amount = account.exposure_of(request.order_id, currency).shipped.get(request.shipment_id)
            if amount is None:
                return []
            reserves = request.owed_again and request.order_id not in held
            to_order = amount if request.charges is None else amount + request.charges
            unshipped = ExposureUnshipped(
                order_id=request.order_id,
                shipment_id=request.shipment_id,
                amount=amount,
                to_order=to_order if reserves else Money.zero(amount.currency),
                unshipped_on=request.on,
            )
            if account.stopped_because is None:
                return then_kept_over_limit(account, [unshipped], request.order_id, request.on)
            return then_blocked(account, [unshipped], request.on)
        case _:
            assert_never(account)


def move_to_invoiced(request: MoveToInvoiced, account: CreditAccount) -> list[CreditAccountEvent]:
    """The invoice counts at its real total, whatever was expected."""
    match account:
        case Unopened():
            return []
        case Open():
            order = account.exposure_of(request.order_id, request.total.currency)
            if request.invoice_id in order.invoices:
                return []
            invoiced = ExposureInvoiced(
                order_id=request.order_id,
                shipment_id=request.shipment_id,
                invoice_id=request.invoice_id,
                from_shipped=order.shipped.get(request.shipment_id, Money.zero(request.total.currency)),
                total=request.total,
                invoiced_on=request.on,
            )
            return then_unblocked(account, [invoiced], request.on)
        case _:
            assert_never(account)


def move_invoice_exposure(request: MoveInvoiceExposure, account: CreditAccount) -> list[CreditAccountEvent]:
    """The amounts are what the invoice stands at, not differences, so that repeating them changes nothing.

    What is owed again may block what has not left; money that came may let it go.
    """
    match account:
        case Unopened():
            return []
        case Open():
            nothing = Money.zero(request.overdue.currency)
            counted = account.exposure_of(request.order_id, nothing.currency).invoices.get(
                request.invoice_id, InvoiceExposure(not_overdue=nothing, overdue=nothing)
            )
            if (counted.not_overdue, counted.overdue) == (request.not_overdue, request.overdue):
                return []
            moved = InvoiceExposureMoved(
                order_id=request.order_id,
                invoice_id=request.invoice_id,
                not_overdue=request.not_overdue,
                overdue=request.overdue,
                because=request.because,
                moved_on=request.on,
            )
            follow = then_blocked if request.because in OWED_AGAIN else then_unblocked
            return follow(account, [moved], request.on)
        case _:
            assert_never(account)
