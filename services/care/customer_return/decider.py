"""The customer's return's table of contents."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from services.care.customer_return.correcting import NoteReturnReceiptCorrected, note_return_receipt_corrected
from services.care.customer_return.events import (
    ComplaintNamed,
    CreditGranted,
    GoodsCameBack,
    GoodsDelivered,
    RefundGranted,
    RemedyRevoked,
    RepairGranted,
    ReplacementGranted,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnEnded,
    ReturnEvent,
    ReturnExpired,
    ReturnReceiptCorrected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnResumed,
    RevocationRefused,
    RevocationRequested,
    ScrapAgreed,
    UnitsCharged,
    UnitsNotAccepted,
)
from services.care.customer_return.events_of_inspections import InspectionCorrected, ReturnInspected
from services.care.customer_return.naming import NameComplaint, name_complaint
from services.care.customer_return.regrading import NoteInspectionCorrected, note_inspection_corrected
from services.care.customer_return.requesting import (
    ApproveReturn,
    CancelReturn,
    ExpireReturn,
    RefuseReturn,
    RequestReturn,
    approve_return,
    cancel_return,
    refuse_return,
    request_return,
)
from services.care.customer_return.revoking import (
    NoteCreditCancelled,
    NoteGoodsKeptBack,
    RevokeRemedy,
    note_credit_cancelled,
    note_goods_kept_back,
    revoke_remedy,
)
from services.care.customer_return.settling import (
    GrantRemedy,
    NoteGoodsCameBack,
    NoteGoodsDelivered,
    NoteReturnInspected,
    NoteReturnReceived,
    expire_return,
    grant_remedy,
    note_goods_came_back,
    note_goods_delivered,
    note_return_inspected,
    note_return_received,
)
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    NotRequested,
    Refused,
    Requested,
    evolve,
)
from shared.kernel.days import midnight_after
from shared.kernel.decider import Deadline, Decider, NoDeadline

EXPIRE: Final = "expire"


def deadlines(fact: ReturnEvent, current: CustomerReturn) -> Iterable[Deadline | NoDeadline]:
    """What has not come by the end of the last day is not waited for any more."""
    match fact:
        case ReturnApproved(expected_by=last):
            return [_expiry(last)]
        case ReturnCancelled() | ReturnClosed():
            return [NoDeadline(EXPIRE)]
        case ReturnReceived() if isinstance(current, Approved) and not any(
            one.expected for one in current.progress.balances
        ):
            return [NoDeadline(EXPIRE)]
        case ReturnReceiptCorrected() if isinstance(current, Approved) and any(
            one.expected for one in current.progress.balances
        ):
            return [_expiry(current.approval.expected_by)]
        case _:
            return []


def _expiry(last: date) -> Deadline:
    return Deadline(EXPIRE, midnight_after(last))


CUSTOMER_RETURN: Final[Decider[CustomerReturn]] = Decider(
    category="customer_return",
    initial=NotRequested(),
    evolve=evolve,
    decisions={
        RequestReturn: request_return,
        NameComplaint: name_complaint,
        ApproveReturn: approve_return,
        RefuseReturn: refuse_return,
        CancelReturn: cancel_return,
        ExpireReturn: expire_return,
        NoteReturnReceived: note_return_received,
        NoteReturnReceiptCorrected: note_return_receipt_corrected,
        NoteReturnInspected: note_return_inspected,
        NoteInspectionCorrected: note_inspection_corrected,
        GrantRemedy: grant_remedy,
        RevokeRemedy: revoke_remedy,
        NoteGoodsKeptBack: note_goods_kept_back,
        NoteCreditCancelled: note_credit_cancelled,
        NoteGoodsDelivered: note_goods_delivered,
        NoteGoodsCameBack: note_goods_came_back,
    },
    events=(
        ReturnRequested,
        ComplaintNamed,
        ReturnApproved,
        ReturnRefused,
        ReturnCancelled,
        ReturnExpired,
        ReturnReceived,
        ReturnReceiptCorrected,
        ReturnInspected,
        InspectionCorrected,
        CreditGranted,
        RefundGranted,
        ReplacementGranted,
        RepairGranted,
        ScrapAgreed,
        UnitsNotAccepted,
        RevocationRequested,
        RemedyRevoked,
        RevocationRefused,
        GoodsDelivered,
        GoodsCameBack,
        UnitsCharged,
        ReturnClosed,
        ReturnEnded,
        ReturnResumed,
    ),
    shapes=(NotRequested, Requested, Refused, Approved, Cancelled, Expired, Closed),
    deadlines=deadlines,
    on_deadline={EXPIRE: lambda passed: ExpireReturn(on=passed.now.date())},
)
