"""What can happen to a supplier payment. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class PayableLine:
    """One payable that is paid, by what was open of it."""

    payable_id: str
    supplier_reference: str
    amount: Money


@event("supplier-payment.proposed")
class SupplierPaymentProposed:
    """Somebody wants these payables paid."""

    supplier_id: str
    lines: tuple[PayableLine, ...]
    amount: Money
    pay_on: date
    proposed_by: str
    proposed_on: date


@event("supplier-payment.approved")
class SupplierPaymentApproved:
    """Somebody else agreed."""

    approved_by: str
    approved_on: date


@event("supplier-payment.refused")
class SupplierPaymentRefused:
    """It will not be paid: its payables are free for another payment."""

    payable_ids: tuple[str, ...]
    reason: str
    refused_by: str
    refused_on: date


@event("supplier-payment.sent")
class SupplierPaymentSent:
    """The bank has our order; the books say so in that entry."""

    supplier_id: str
    payable_ids: tuple[str, ...]
    amount: Money
    entry_id: str
    sent_by: str
    sent_on: date


@event("supplier-payment.succeeded")
class SupplierPaymentSucceeded:
    """The bank carried it out."""

    confirmed_by: str
    confirmed_on: date


@event("supplier-payment.failed")
class SupplierPaymentFailed:
    """The bank could not carry it out, or the money came back: the payables are owed again, the entry is reversed."""

    payable_ids: tuple[str, ...]
    entry_id: str
    reversal_id: str
    reason: str
    noted_by: str
    failed_on: date


@event("supplier-payment.arrived-after-all")
class SupplierPaymentArrived:
    """What was thought to have failed was carried out: it is booked anew."""

    supplier_id: str
    payable_ids: tuple[str, ...]
    amount: Money
    entry_id: str
    confirmed_by: str
    confirmed_on: date


@event("supplier-payment.cleared")
class SupplierPaymentCleared:
    """These payables come to nothing and were cleared against each other: no money leaves."""

    supplier_id: str
    lines: tuple[PayableLine, ...]
    cleared_by: str
    cleared_on: date


@event("supplier-payment.clearing-taken-back")
class SupplierClearingTakenBack:
    """They should not have been: each of them is open again."""

    payable_ids: tuple[str, ...]
    reason: str
    taken_back_by: str
    taken_back_on: date


@event("supplier-payment.refund-received", happened="received_on")
class SupplierRefundReceived:
    """The supplier paid back what its credits come to beyond these bills: money came in, by that entry in the books.

    `amount` is what the lines come to, less than nothing.
    """

    supplier_id: str
    lines: tuple[PayableLine, ...]
    amount: Money
    entry_id: str
    noted_by: str
    received_on: date


SupplierPaymentEvent = (
    SupplierPaymentProposed
    | SupplierPaymentApproved
    | SupplierPaymentRefused
    | SupplierPaymentSent
    | SupplierPaymentSucceeded
    | SupplierPaymentFailed
    | SupplierPaymentArrived
    | SupplierPaymentCleared
    | SupplierClearingTakenBack
    | SupplierRefundReceived
)
