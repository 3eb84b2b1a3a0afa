"""The supplier payment's table of contents."""

from typing import Final

from services.accounting.supplier_payment.clearing import (
    ClearPayables,
    TakeClearingBack,
    clear_payables,
    take_clearing_back,
)
from services.accounting.supplier_payment.events import (
    SupplierClearingTakenBack,
    SupplierPaymentApproved,
    SupplierPaymentArrived,
    SupplierPaymentCleared,
    SupplierPaymentFailed,
    SupplierPaymentProposed,
    SupplierPaymentRefused,
    SupplierPaymentSent,
    SupplierPaymentSucceeded,
    SupplierRefundReceived,
)
from services.accounting.supplier_payment.proposing import (
    ApprovePayment,
    ProposePayment,
    RefusePayment,
    approve_payment,
    propose_payment,
    refuse_payment,
)
from services.accounting.supplier_payment.refunding import NotePaidBack, note_paid_back
from services.accounting.supplier_payment.sending import (
    ConfirmPayment,
    FailPayment,
    SendPayment,
    confirm_payment,
    fail_payment,
    send_payment,
)
from services.accounting.supplier_payment.state import (
    Approved,
    Cleared,
    Failed,
    NotProposed,
    Proposed,
    Refused,
    Sent,
    Succeeded,
    SupplierPayment,
    TakenBack,
    evolve,
)
from shared.kernel.decider import Decider

SUPPLIER_PAYMENT: Final[Decider[SupplierPayment]] = Decider(
    category="supplier_payment",
    initial=NotProposed(),
    evolve=evolve,
    decisions={
        ProposePayment: propose_payment,
        ApprovePayment: approve_payment,
        RefusePayment: refuse_payment,
        SendPayment: send_payment,
        ConfirmPayment: confirm_payment,
        FailPayment: fail_payment,
        ClearPayables: clear_payables,
        TakeClearingBack: take_clearing_back,
        NotePaidBack: note_paid_back,
    },
    events=(
        SupplierPaymentProposed,
        SupplierPaymentApproved,
        SupplierPaymentRefused,
        SupplierPaymentSent,
        SupplierPaymentSucceeded,
        SupplierPaymentFailed,
        SupplierPaymentArrived,
        SupplierPaymentCleared,
        SupplierClearingTakenBack,
        SupplierRefundReceived,
    ),
    shapes=(NotProposed, Proposed, Refused, Approved, Sent, Succeeded, Failed, Cleared, TakenBack),
)
