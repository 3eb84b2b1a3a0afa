"""The requisition's table of contents."""

from typing import Final

from services.purchasing.requisition.cancelling import CancelRequisition, cancel_requisition
from services.purchasing.requisition.events import (
    NeededAgain,
    RequisitionApproved,
    RequisitionCancelled,
    RequisitionExtended,
    RequisitionForestalled,
    RequisitionLowered,
    RequisitionOrdered,
    RequisitionRaised,
    RequisitionRejected,
    RequisitionReopened,
    RequisitionSourced,
    ShortageFilled,
)
from services.purchasing.requisition.following import (
    NoteFewerCame,
    NotePurchaseOrderSent,
    NoteUnmetNeeds,
    note_fewer_came,
    note_purchase_order_sent,
    note_unmet_needs,
)
from services.purchasing.requisition.growing import NoteShortageGrew, note_shortage_grew
from services.purchasing.requisition.lowering import (
    CancelUnneeded,
    LowerNeeds,
    NoteGoodsCameLate,
    NoteShortageFilled,
    cancel_unneeded,
    lower_needs,
    note_goods_came_late,
    note_shortage_filled,
)
from services.purchasing.requisition.raising import (
    ApproveRequisition,
    ProposeRequisition,
    RaiseForShortage,
    RejectRequisition,
    approve_requisition,
    propose_requisition,
    raise_for_shortage,
    reject_requisition,
)
from services.purchasing.requisition.sourcing import SourceByRule, SourceLine, source_by_rule, source_line
from services.purchasing.requisition.state import (
    Approved,
    Cancelled,
    Forestalled,
    NotRaised,
    Ordered,
    Proposed,
    Rejected,
    Requisition,
    Sourced,
    evolve,
)
from shared.kernel.decider import Decider

REQUISITION: Final[Decider[Requisition]] = Decider(
    category="requisition",
    initial=NotRaised(),
    evolve=evolve,
    decisions={
        RaiseForShortage: raise_for_shortage,
        ProposeRequisition: propose_requisition,
        ApproveRequisition: approve_requisition,
        RejectRequisition: reject_requisition,
        SourceByRule: source_by_rule,
        SourceLine: source_line,
        NotePurchaseOrderSent: note_purchase_order_sent,
        NoteUnmetNeeds: note_unmet_needs,
        NoteFewerCame: note_fewer_came,
        LowerNeeds: lower_needs,
        NoteShortageFilled: note_shortage_filled,
        NoteGoodsCameLate: note_goods_came_late,
        NoteShortageGrew: note_shortage_grew,
        CancelUnneeded: cancel_unneeded,
        CancelRequisition: cancel_requisition,
    },
    events=(
        RequisitionRaised,
        RequisitionExtended,
        RequisitionApproved,
        RequisitionRejected,
        RequisitionSourced,
        RequisitionOrdered,
        RequisitionReopened,
        RequisitionLowered,
        ShortageFilled,
        NeededAgain,
        RequisitionCancelled,
        RequisitionForestalled,
    ),
    shapes=(NotRaised, Forestalled, Proposed, Approved, Sourced, Ordered, Rejected, Cancelled),
)
