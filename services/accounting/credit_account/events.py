"""What can happen to a customer's credit. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("credit_account.opened")
class AccountOpened:
    """The customer may order. Without a name, an order was heard of before the customer's registration."""

    customer_name: str
    currency: str
    opened_on: date


@event("credit_account.customer-named")
class CustomerNamed:
    """The customer's name became known, or was put right."""

    customer_name: str


@event("credit_account.limit-set")
class LimitSet:
    """The customer may owe us that much; None: no check. Held orders wait for a person all the same."""

    limit: Money | None
    reason: str
    set_by: str
    set_on: date


@event("credit_account.stopped")
class AccountStopped:
    """Every new order of the customer is held until a person lifts the stop."""

    reason: str
    stopped_by: str
    stopped_on: date


@event("credit_account.stop-reason-added")
class StopReasonAdded:
    """There is one more reason for the stop that stands: whoever lifts it lifts it for all of them."""

    reason: str
    stopped_by: str
    stopped_on: date


@event("credit_account.stop-lifted")
class StopLifted:
    """New orders are checked against the limit again."""

    reason: str
    lifted_by: str
    lifted_on: date


@event("credit_account.held-for-dunning")
class HeldForDunning:
    """Every new order of the customer is held until what they are dunned for is settled. Goods on credit may leave."""

    case_id: str
    reason: str
    held_on: date


@event("credit_account.dunning-hold-lifted")
class DunningHoldLifted:
    """That dunning case is resolved: new orders are checked against the limit again, as far as no other case runs."""

    case_id: str
    lifted_on: date


@event("credit_account.credit-reserved")
class CreditReserved:
    """The order counts: it fits the limit, or somebody else than who placed it released it. `exposure` counts it."""

    order_id: str
    amount: Money
    exposure: Money
    limit: Money | None
    placed_by: str
    released_by: str | None
    reason: str
    reserved_on: date


@event("credit_account.credit-held")
class CreditHeld:
    """The order waits for an approver, and `exposure` is without it.

    `standing` is why: hold, dunned, stop, currency-differs.
    """

    order_id: str
    amount: Money
    exposure: Money
    limit: Money | None
    standing: str
    placed_by: str
    held_on: date


@event("credit_account.credit-refused")
class CreditRefused:
    """An approver said no to a held order."""

    order_id: str
    reason: str
    refused_by: str
    refused_on: date


@event("credit_account.credit-given-back")
class CreditGivenBack:
    """The order was cancelled: what it had reserved and not shipped is free. Nothing, of an order that was held."""

    order_id: str
    amount: Money
    given_back_on: date


@event("credit_account.credit-reduced")
class CreditReduced:
    """The order is for less: `given_back` of what it had reserved is free, it reserves `reserved` now."""

    order_id: str
    given_back: Money
    reserved: Money
    exposure: Money
    reduced_on: date


@event("credit_account.delivery-blocked")
class DeliveryBlocked:
    """Goods of an order that has credit may not leave: the customer was stopped, or is over the limit by now.

    `amount` is what of the order has not left, `exposure` counts it. `standing` is why: hold, stop.
    """

    order_id: str
    amount: Money
    exposure: Money
    limit: Money | None
    standing: str
    placed_by: str
    blocked_on: date


@event("credit_account.delivery-unblocked")
class DeliveryUnblocked:
    """The goods may leave: the customer's standing allows it again, or somebody said so."""

    order_id: str
    exposure: Money
    unblocked_by: str | None
    reason: str
    unblocked_on: date


@event("credit_account.exposure-shipped")
class ExposureShipped:
    """Goods left: `amount` counts as shipped, not billed; `from_order` of it was reserved until now."""

    order_id: str
    shipment_id: str
    amount: Money
    from_order: Money
    shipped_on: date


@event("credit_account.exposure-unshipped")
class ExposureUnshipped:
    """Goods came back undelivered or will not be billed: `to_order` of the amount is reserved again, the rest free.

    It is more than the amount where charges are to leave with them that had not left with them.
    """

    order_id: str
    shipment_id: str
    amount: Money
    to_order: Money
    unshipped_on: date


@event("credit_account.exposure-invoiced")
class ExposureInvoiced:
    """A shipment was invoiced: `from_shipped` stops counting, the invoice's total counts instead."""

    order_id: str
    shipment_id: str
    invoice_id: str
    from_shipped: Money
    total: Money
    invoiced_on: date


@event("credit_account.invoice-exposure-moved")
class InvoiceExposureMoved:
    """An invoice now stands at these amounts. `because`: paid, reopened, credited, credit-cancelled, written-off,
    write-off-reversed, fell-due.
    """

    order_id: str
    invoice_id: str
    not_overdue: Money
    overdue: Money
    because: str
    moved_on: date


@event("credit_account.charge-exposure-moved")
class ChargeExposureMoved:
    """So much of a dunning case's fees and interest is open now.

    `because`: claimed, paid, reopened, waived, written-off; reviewed: they had been claimed before they counted.
    """

    case_id: str
    open: Money
    because: str
    moved_on: date


@event("credit_account.money-on-account-moved")
class MoneyOnAccountMoved:
    """So much of a payment of theirs is with us now and settles nothing: it counts off the exposure.

    `because`: received, kept (from a credit note), identified, used, released, returned, voided, refunded,
    refund-failed, withdrawn (with its credit note).
    """

    payment_id: str
    held: Money
    because: str
    moved_on: date


CreditAccountEvent = (
    AccountOpened
    | CustomerNamed
    | LimitSet
    | AccountStopped
    | StopReasonAdded
    | StopLifted
    | HeldForDunning
    | DunningHoldLifted
    | CreditReserved
    | CreditHeld
    | CreditRefused
    | CreditGivenBack
    | CreditReduced
    | DeliveryBlocked
    | DeliveryUnblocked
    | ExposureShipped
    | ExposureUnshipped
    | ExposureInvoiced
    | InvoiceExposureMoved
    | ChargeExposureMoved
    | MoneyOnAccountMoved
)
