"""The payment's table of contents."""

from typing import Final

from services.accounting.payment.allocating import (
    AllocatePayment,
    MatchPayment,
    ReturnPayment,
    allocate_payment,
    match_payment,
    return_payment,
)
from services.accounting.payment.clearing import ClearCharges, clear_charges
from services.accounting.payment.events import (
    ChargesCleared,
    ChargesRestored,
    CustomerCreditKept,
    CustomerCreditWithdrawn,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentReleased,
    PaymentReturned,
    PaymentVoided,
    RefundApproved,
    RefundFailed,
    RefundProposed,
    RefundReclaimed,
    RefundRefused,
)
from services.accounting.payment.receiving import (
    IdentifyPayment,
    KeepCustomerCredit,
    ReceivePayment,
    identify_payment,
    keep_customer_credit,
    receive_payment,
)
from services.accounting.payment.reclaiming import ReclaimRefund, reclaim_refund
from services.accounting.payment.refunding import (
    ApproveRefund,
    NoteFailedRefund,
    ProposeRefund,
    RefuseRefund,
    approve_refund,
    note_failed_refund,
    propose_refund,
    refuse_refund,
)
from services.accounting.payment.releasing import ReleasePayment, release_payment
from services.accounting.payment.state import (
    Identified,
    NotReceived,
    Payment,
    Returned,
    Unidentified,
    Voided,
    evolve,
)
from services.accounting.payment.voiding import VoidPayment, void_payment
from services.accounting.payment.withdrawing import WithdrawCustomerCredit, withdraw_customer_credit
from shared.kernel.decider import Decider

PAYMENT: Final[Decider[Payment]] = Decider(
    category="payment",
    initial=NotReceived(),
    evolve=evolve,
    decisions={
        ReceivePayment: receive_payment,
        KeepCustomerCredit: keep_customer_credit,
        WithdrawCustomerCredit: withdraw_customer_credit,
        IdentifyPayment: identify_payment,
        ReleasePayment: release_payment,
        AllocatePayment: allocate_payment,
        MatchPayment: match_payment,
        ReturnPayment: return_payment,
        VoidPayment: void_payment,
        ReclaimRefund: reclaim_refund,
        ClearCharges: clear_charges,
        ProposeRefund: propose_refund,
        ApproveRefund: approve_refund,
        RefuseRefund: refuse_refund,
        NoteFailedRefund: note_failed_refund,
    },
    events=(
        PaymentReceived,
        CustomerCreditKept,
        CustomerCreditWithdrawn,
        PaymentIdentified,
        PaymentAllocated,
        PaymentReleased,
        PaymentReturned,
        PaymentVoided,
        RefundReclaimed,
        ChargesCleared,
        ChargesRestored,
        RefundProposed,
        RefundApproved,
        RefundRefused,
        RefundFailed,
    ),
    shapes=(NotReceived, Unidentified, Identified, Returned, Voided),
)
