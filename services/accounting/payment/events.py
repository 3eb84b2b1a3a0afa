"""What can happen to money that came in. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from services.accounting.dunning_case.parts import Clearing
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class Allocation:
    """An amount of a payment that settles an invoice. Its number is never used again within the payment.

    `settles_on` is the day from which it does so, where it was owed, or owed again, only after the money came.
    """

    allocation_no: int
    invoice_id: str
    invoice_number: str
    amount: Money
    settles_on: date | None = None


@event("payment.received", happened="received_on")
class PaymentReceived:
    """Money is in the bank. `customer_id` is empty while nobody knows whose it is; then nothing is allocated.

    `receipt_no` counts what was noted under its bank reference: all before it were voided. `stated_customer_id` is whom
    whoever noted it named, also where accounting had not heard of such a customer; payments of before this was kept
    have none.
    """

    amount: Money
    received_on: date
    reference: str
    payer: str
    bank_reference: str
    customer_id: str
    allocations: tuple[Allocation, ...]
    recorded_by: str
    receipt_no: int = 1
    stated_customer_id: str = ""


@event("payment.credit-kept")
class CustomerCreditKept:
    """A credit note took back what was paid already: the customer may use it like money that came in."""

    amount: Money
    customer_id: str
    invoice_id: str
    credit_note_number: str
    kept_on: date


@event("payment.credit-withdrawn")
class CustomerCreditWithdrawn:
    """The credit note that it came from is cancelled by the document of that number: the customer has it no more."""

    amount: Money
    customer_id: str
    cancelled_by_number: str
    reason: str
    withdrawn_on: date


@event("payment.identified")
class PaymentIdentified:
    """Somebody knows whose money it is. `on_account` is what is left beside the allocations and earlier refunds.

    It was with us since `received_on`; `left` is what still is on account beside the charges that it settles. Older
    facts tell neither.
    """

    customer_id: str
    allocations: tuple[Allocation, ...]
    on_account: Money
    identified_by: str
    identified_on: date
    received_on: date | None = None
    left: Money | None = None


@event("payment.allocated")
class PaymentAllocated:
    """Money that was on account settles an invoice. `left` is what still is on account.

    It was with us since `received_on`. Older facts tell neither.
    """

    request_id: str
    customer_id: str
    allocation: Allocation
    allocated_by: str
    allocated_on: date
    left: Money | None = None
    received_on: date | None = None


@event("payment.released")
class PaymentReleased:
    """It was not this customer's after all: its allocations are taken back, and nobody knows whose it is."""

    customer_id: str
    allocations: tuple[Allocation, ...]
    on_account: Money
    reason: str
    released_by: str
    released_on: date


@event("payment.returned")
class PaymentReturned:
    """The bank took the money back, all of it. `not_allocated` includes what was refunded meanwhile."""

    amount: Money
    customer_id: str
    allocations: tuple[Allocation, ...]
    not_allocated: Money
    reason: str
    noted_by: str
    returned_on: date


@event("payment.voided")
class PaymentVoided:
    """It was entered in error: no such money came in, and its bank reference is free for the money that did.

    What it settled is owed again. Of one that was noted as returned before, nothing is allocated or in the books.
    """

    amount: Money
    customer_id: str
    allocations: tuple[Allocation, ...]
    not_allocated: Money
    reason: str
    voided_by: str
    voided_on: date


@event("payment.refund-reclaimed")
class RefundReclaimed:
    """What was refunded of it left twice, since the bank took the payment back: that customer owes it.

    `from_suspense` where nobody knew whose the money was when the bank took it back.
    """

    amount: Money
    customer_id: str
    from_suspense: bool
    reason: str
    reclaimed_by: str
    reclaimed_on: date


@event("payment.charges-cleared", happened="cleared_on")
class ChargesCleared:
    """A part of the money settles charges of the debtor, by the clearing order or because a person said so.

    `clearing_no` is never used again within the payment. `paid_on` is the day since which the money was with us, where
    nobody knew before `cleared_on` whose it was, or it was on account until then.
    """

    clearing_no: int
    customer_id: str
    case_id: str
    clearings: tuple[Clearing, ...]
    amount: Money
    cleared_on: date
    paid_on: date | None = None


@event("payment.charges-restored")
class ChargesRestored:
    """Those charges are owed again, since the money did not stay or was somebody else's."""

    clearing_no: int
    customer_id: str
    case_id: str
    amount: Money
    reason: str
    restored_on: date


@event("payment.refund-proposed")
class RefundProposed:
    """Somebody wants to give free money back; until that is decided nothing else may use it."""

    refund_id: str
    amount: Money
    reason: str
    proposed_by: str
    proposed_on: date


@event("payment.refund-approved")
class RefundApproved:
    """Somebody else agreed: the money leaves."""

    refund_id: str
    amount: Money
    customer_id: str
    approved_by: str
    approved_on: date


@event("payment.refund-refused")
class RefundRefused:
    """The money stays, and is free again. `refused_by` is empty where it was by rule: the payment is not theirs."""

    refund_id: str
    reason: str
    refused_by: str
    refused_on: date


@event("payment.refund-failed")
class RefundFailed:
    """The bank did not deliver the refund: the money is with us again, and the customer's whose payment it is now."""

    refund_id: str
    amount: Money
    customer_id: str
    reason: str
    noted_by: str
    failed_on: date


PaymentEvent = (
    PaymentReceived
    | CustomerCreditKept
    | CustomerCreditWithdrawn
    | PaymentIdentified
    | PaymentAllocated
    | PaymentReleased
    | PaymentReturned
    | PaymentVoided
    | RefundReclaimed
    | ChargesCleared
    | ChargesRestored
    | RefundProposed
    | RefundApproved
    | RefundRefused
    | RefundFailed
)
