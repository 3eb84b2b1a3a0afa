"""The supplier payment's table of contents."""

from typing import Final

from services.accounting.supplier_payment.events import (
    SupplierPaymentApproved,
    SupplierPaymentArrived,
    SupplierPaymentFailed,
    SupplierPaymentProposed,
    SupplierPaymentRefused,
    SupplierPaymentSent,
    SupplierPaymentSucceeded,
)
from services.accounting.supplier_payment.proposing import (
    ApprovePayment,
    ProposePayment,
    RefusePayment,
    approve_payment,
    propose_payment,
    refuse_payment,
)
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
    Failed,
    NotProposed,
    Proposed,
    Refused,
    Sent,
    Succeeded,
    SupplierPayment,
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
    },
    events=(
        SupplierPaymentProposed,
        SupplierPaymentApproved,
        SupplierPaymentRefused,
        SupplierPaymentSent,
        SupplierPaymentSucceeded,
        SupplierPaymentFailed,
        SupplierPaymentArrived,
    ),
    shapes=(NotProposed, Proposed, Refused, Approved, Sent, Succeeded, Failed),
)
