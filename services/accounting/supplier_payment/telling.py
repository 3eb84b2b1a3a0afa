"""What other departments hear of a supplier payment."""

from services.accounting.supplier_payment.events import (
    SupplierClearingTakenBack,
    SupplierPaymentArrived,
    SupplierPaymentCleared,
    SupplierPaymentFailed,
    SupplierPaymentSent,
    SupplierRefundReceived,
)
from services.accounting.supplier_payment.state import Cleared, Failed, SupplierPayment, TakenBack
from shared.kernel.decider import Fact
from shared.published.accounting import SupplierPaymentFailedV1, SupplierPaymentMadeV1


def supplier_payment_made(fact: Fact[SupplierPaymentSent], _: SupplierPayment) -> SupplierPaymentMadeV1:
    """The supplier's invoices are paid as far as we are concerned."""
    sent = fact.data
    return SupplierPaymentMadeV1(
        supplier_payment_id=fact.id,
        supplier_id=sent.supplier_id,
        supplier_invoice_ids=sent.payable_ids,
        amount=sent.amount,
        made_on=sent.sent_on,
    )


def supplier_payment_arrived(fact: Fact[SupplierPaymentArrived], _: SupplierPayment) -> SupplierPaymentMadeV1:
    """It had not failed after all."""
    arrived = fact.data
    return SupplierPaymentMadeV1(
        supplier_payment_id=fact.id,
        supplier_id=arrived.supplier_id,
        supplier_invoice_ids=arrived.payable_ids,
        amount=arrived.amount,
        made_on=arrived.confirmed_on,
    )


def supplier_payment_failed(
    fact: Fact[SupplierPaymentFailed], payment: SupplierPayment
) -> SupplierPaymentFailedV1 | None:
    """The supplier has no money yet."""
    if not isinstance(payment, Failed):
        return None
    failed = fact.data
    return SupplierPaymentFailedV1(
        supplier_payment_id=fact.id,
        supplier_id=payment.proposal.supplier_id,
        supplier_invoice_ids=failed.payable_ids,
        amount=payment.proposal.amount,
        reason=failed.reason,
        failed_on=failed.failed_on,
    )


def payables_cleared(fact: Fact[SupplierPaymentCleared], payment: SupplierPayment) -> SupplierPaymentMadeV1 | None:
    """Nothing is due of them any more, by a payment of nothing."""
    if not isinstance(payment, Cleared):
        return None
    return SupplierPaymentMadeV1(
        supplier_payment_id=fact.id,
        supplier_id=fact.data.supplier_id,
        supplier_invoice_ids=payment.proposal.payable_ids,
        amount=payment.proposal.amount,
        made_on=fact.data.cleared_on,
    )


def clearing_taken_back(
    fact: Fact[SupplierClearingTakenBack], payment: SupplierPayment
) -> SupplierPaymentFailedV1 | None:
    """They are owed again."""
    if not isinstance(payment, TakenBack):
        return None
    back = fact.data
    return SupplierPaymentFailedV1(
        supplier_payment_id=fact.id,
        supplier_id=payment.proposal.supplier_id,
        supplier_invoice_ids=back.payable_ids,
        amount=payment.proposal.amount,
        reason=back.reason,
        failed_on=back.taken_back_on,
    )


def refund_received(fact: Fact[SupplierRefundReceived], _: SupplierPayment) -> SupplierPaymentMadeV1:
    """The supplier paid them back to us, by a payment of less than nothing."""
    back = fact.data
    return SupplierPaymentMadeV1(
        supplier_payment_id=fact.id,
        supplier_id=back.supplier_id,
        supplier_invoice_ids=tuple(line.payable_id for line in back.lines),
        amount=back.amount,
        made_on=back.received_on,
    )
