"""What can happen to a payable. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from enum import StrEnum

from shared.kernel.money import Money
from shared.kernel.shapes import event


class HoldName(StrEnum):
    """Why it is not paid: goods that it bills had not come, or a person says so."""

    GOODS = "goods"
    BY_HAND = "by-hand"


@event("payable.opened")
class PayableOpened:
    """An approved supplier invoice is owed. A credit, which names the one it `credits`, is owed a negative amount."""

    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    owed: Money
    due_on: date
    opened_on: date
    credits: str = ""


@event("payable.fell-due")
class PayableFellDue:
    """Its due date has come and it is not paid."""

    due_on: date


@event("payable.taken-into-payment")
class PayableTaken:
    """A payment pays it: no other one may."""

    supplier_payment_id: str
    taken_on: date


@event("payable.given-back")
class PayableGivenBack:
    """The payment that held it was refused."""

    supplier_payment_id: str
    given_back_on: date


@event("payable.paid")
class PayablePaid:
    """The bank has our order to pay it, or it was cleared. A credit names the one that it `credits`."""

    supplier_payment_id: str
    amount: Money
    paid_on: date
    credits: str = ""


@event("payable.reopened")
class PayableReopened:
    """The payment failed, or a clearing is taken back: it is owed again. A credit names the one that it `credits`."""

    supplier_payment_id: str
    amount: Money
    reason: str
    reopened_on: date
    credits: str = ""


@event("payable.held")
class PayableHeld:
    """It is not to be paid for now; what is paid already is to be claimed back."""

    hold: HoldName
    reason: str
    held_by: str
    held_on: date


@event("payable.released")
class PayableReleased:
    """That hold keeps it no longer."""

    hold: HoldName
    reason: str
    released_by: str
    released_on: date


@event("payable.credited")
class PayableCredited:
    """The supplier credits it by that payable, which no payment took off yet, or none that stayed."""

    credit_id: str
    supplier_reference: str
    credited_on: date


@event("payable.credit-settled")
class PayableCreditSettled:
    """A payment took that credit off."""

    credit_id: str
    settled_on: date


PayableEvent = (
    PayableOpened
    | PayableFellDue
    | PayableTaken
    | PayableGivenBack
    | PayablePaid
    | PayableReopened
    | PayableHeld
    | PayableReleased
    | PayableCredited
    | PayableCreditSettled
)
