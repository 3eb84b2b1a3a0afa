"""Purchase orders over HTTP: pydantic in, command out."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.purchase_order.amending import (
    AmendmentWaits,
    AmendPurchaseOrder,
    ApproveAmendment,
    BelowReceived,
    NoAmendment,
    NothingLeft,
    PriceIsSettled,
    RefuseAmendment,
)
from services.purchasing.purchase_order.approving import (
    ApprovePurchaseOrder,
    ApproverIsMaker,
    NotInApproval,
    RefusePurchaseOrder,
)
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.dispatching import (
    AcknowledgePurchaseOrder,
    DispatchPurchaseOrder,
    NotApproved,
    NotSent,
)
from services.purchasing.purchase_order.drafting import (
    BelowNeed,
    DraftPurchaseOrder,
    ExpectedInThePast,
    LineRevision,
    NotADraft,
    PurchaseOrderTaken,
    RevisePurchaseOrder,
    UnknownLine,
    WantedLine,
)
from services.purchasing.purchase_order.ending import (
    AlreadyEnded,
    AlreadyReceived,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    NothingReceived,
)
from services.purchasing.purchase_order.views import PURCHASE_ORDERS
from services.purchasing.site_list.naming import NamesClosedSite, NamesUnknownSite
from services.purchasing.site_list.requiring import must_be_open
from services.purchasing.supplier.clearing import SupplierIsBlocked, SupplierNotApproved, SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supply_source.decider import sources_of
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send, StreamId
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import (
    Currency,
    Day,
    Identity,
    LineNo,
    OptionalLine,
    Quantity,
    QuantityOrNone,
    ReasonIn,
    Strict,
    UnitPrice,
)
from shared.web.problems import refusals

router = APIRouter(tags=["purchase order"])


class WantedLineIn(Strict):
    """So many of a SKU at that unit price, in major units before tax."""

    sku: Identity
    quantity: Quantity
    unit_price: UnitPrice


class PurchaseOrderIn(Strict):
    """What to buy. Without an expected day, the supplier's longest lead time for these goods counts."""

    supplier_id: Identity
    warehouse: Identity
    currency: Currency
    lines: Annotated[list[WantedLineIn], Field(min_length=1, max_length=200)]
    expected_on: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "supplier_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "warehouse": "main",
                    "currency": "EUR",
                    "lines": [{"sku": "PUMP-40", "quantity": "25", "unit_price": "112.50"}],
                }
            ]
        }
    }


class LineRevisionIn(Strict):
    """How a line should read."""

    line_no: LineNo
    quantity: Quantity
    unit_price: UnitPrice

    def to_revision(self) -> LineRevision:
        """As the domain's revision."""
        return LineRevision(line_no=self.line_no, quantity=self.quantity, unit_price=self.unit_price)


class RevisionIn(Strict):
    """The lines that should read differently; the others stay."""

    lines: Annotated[list[LineRevisionIn], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"lines": [{"line_no": 1, "quantity": "20", "unit_price": "109.00"}]}]}
    }


class AmendedLineIn(LineRevisionIn):
    """How a line should read; for 0 units it is off the order."""

    quantity: QuantityOrNone


class AmendmentIn(ReasonIn):
    """The lines that should read differently, and why; the others stay."""

    lines: Annotated[list[AmendedLineIn], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "lines": [{"line_no": 1, "quantity": "30", "unit_price": "109.00"}],
                    "reason": "a full pallet is cheaper",
                }
            ]
        }
    }


class AcknowledgementIn(Strict):
    """When the supplier says that the goods will come, and why not on the day that was expected."""

    expected_on: Day
    reason: OptionalLine = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"expected_on": "2026-03-16", "reason": "the ship is late"}]}
    }


@router.post(
    "/purchase-orders",
    name="draft purchase order",
    status_code=201,
    responses=refusals(
        NamesUnknownSite,
        NamesClosedSite,
        PurchaseOrderTaken,
        SupplierUnknown,
        SupplierIsBlocked,
        SupplierNotApproved,
        ExpectedInThePast,
        *ALWAYS,
    ),
)
async def draft_purchase_order(body: PurchaseOrderIn, ask: Ask) -> DocumentRef:
    """Orders goods by hand. Up to the policy's amount it is sent at once; above it waits for another person."""
    command = DraftPurchaseOrder(
        supplier_id=body.supplier_id,
        warehouse=body.warehouse,
        currency=body.currency,
        lines=tuple(
            WantedLine(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price) for line in body.lines
        ),
        expected_on=body.expected_on,
        makers=(ask.person,),
        requisition_id=None,
        sales_order_id=None,
        on=ask.today,
    )
    given = (
        POLICY_STREAM,
        SUPPLIER.stream(body.supplier_id),
        *sources_of(line.sku for line in body.lines),
    )
    send = Send(command, PURCHASE_ORDER.stream(ask.new_id()), given=given)
    return await ask.perform(must_be_open(body.warehouse), send, answer=send.to, creates=True)


async def _known(ask: Ask, identity: str) -> Mapping[str, Any]:
    """The order as it is shown: its supplier and its warehouse never change."""
    known = await ask.document(PURCHASE_ORDERS.name, identity)
    if known is None:
        raise UnknownDocument("nothing has this id")
    return known


def _clearance(known: Mapping[str, Any]) -> tuple[StreamId, ...]:
    """What tells whether we may buy from the order's supplier."""
    return POLICY_STREAM, SUPPLIER.stream(known["supplier_id"])


@router.post(
    "/purchase-orders/{identity}/revision",
    name="revise purchase order",
    responses=refusals(
        NotADraft,
        UnknownLine,
        BelowNeed,
        NamesUnknownSite,
        NamesClosedSite,
        SupplierIsBlocked,
        SupplierNotApproved,
        *ALWAYS,
    ),
)
async def revise_purchase_order(identity: Identity, body: RevisionIn, ask: Ask) -> DocumentRef:
    """Puts a refused draft right and submits it again."""
    command = RevisePurchaseOrder(
        lines=tuple(line.to_revision() for line in body.lines),
        by=ask.person,
        on=ask.today,
    )
    known = await _known(ask, identity)
    send = Send(command, PURCHASE_ORDER.stream(identity), given=_clearance(known))
    return await ask.perform(must_be_open(known["warehouse"]), send, answer=send.to)


@router.post(
    "/purchase-orders/{identity}/approval",
    name="approve purchase order",
    responses=refusals(NotInApproval, ApproverIsMaker, NamesUnknownSite, NamesClosedSite, *ALWAYS),
)
async def approve_purchase_order(identity: Identity, ask: Ask) -> DocumentRef:
    """Lets it be sent; not by who had a hand in it. Where its site was closed since, cancel it and draft another."""
    known = await _known(ask, identity)
    send = Send(ApprovePurchaseOrder(by=ask.person, on=ask.today), PURCHASE_ORDER.stream(identity))
    return await ask.perform(must_be_open(known["warehouse"]), send, answer=send.to)


@router.post(
    "/purchase-orders/{identity}/refusal",
    name="refuse purchase order",
    responses=refusals(NotInApproval, *ALWAYS),
)
async def refuse_purchase_order(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Sends it back to its maker, to be revised or cancelled."""
    command = RefusePurchaseOrder(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity)), reason=body.reason)


@router.post(
    "/purchase-orders/{identity}/dispatch",
    name="dispatch purchase order",
    responses=refusals(
        NotApproved,
        NamesUnknownSite,
        NamesClosedSite,
        SupplierIsBlocked,
        SupplierNotApproved,
        *ALWAYS,
    ),
)
async def dispatch_purchase_order(identity: Identity, ask: Ask) -> DocumentRef:
    """Sends it to the supplier; the lead time counts from today. Where its site was closed since, cancel it instead."""
    known = await _known(ask, identity)
    send = Send(DispatchPurchaseOrder(on=ask.today), PURCHASE_ORDER.stream(identity), given=_clearance(known))
    return await ask.perform(must_be_open(known["warehouse"]), send, answer=send.to)


@router.post(
    "/purchase-orders/{identity}/acknowledgement",
    name="acknowledge purchase order",
    responses=refusals(NotSent, ExpectedInThePast, *ALWAYS),
)
async def acknowledge_purchase_order(identity: Identity, body: AcknowledgementIn, ask: Ask) -> DocumentRef:
    """Notes that the supplier confirmed it, and for when. The warehouse and whoever waits for the goods hear of it."""
    command = AcknowledgePurchaseOrder(expected_on=body.expected_on, by=ask.person, on=ask.today, reason=body.reason)
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity)))


@router.post(
    "/purchase-orders/{identity}/amendment",
    name="amend purchase order",
    responses=refusals(
        NotSent,
        UnknownLine,
        BelowNeed,
        BelowReceived,
        PriceIsSettled,
        NothingLeft,
        AmendmentWaits,
        SupplierIsBlocked,
        SupplierNotApproved,
        *ALWAYS,
    ),
)
async def amend_purchase_order(identity: Identity, body: AmendmentIn, ask: Ask) -> DocumentRef:
    """Changes what the supplier has, as agreed with them: at once, or when another person approves of the amount."""
    command = AmendPurchaseOrder(
        lines=tuple(line.to_revision() for line in body.lines),
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    given = _clearance(await _known(ask, identity))
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity), given=given), reason=body.reason)


@router.post(
    "/purchase-orders/{identity}/amendment/approval",
    name="approve amendment",
    responses=refusals(
        NotSent,
        NoAmendment,
        ApproverIsMaker,
        BelowReceived,
        PriceIsSettled,
        SupplierIsBlocked,
        SupplierNotApproved,
        *ALWAYS,
    ),
)
async def approve_amendment(identity: Identity, ask: Ask) -> DocumentRef:
    """Lets the order read as it was asked for; not by who had a hand in it."""
    given = _clearance(await _known(ask, identity))
    command = ApproveAmendment(by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity), given=given))


@router.post(
    "/purchase-orders/{identity}/amendment/refusal",
    name="refuse amendment",
    responses=refusals(NotSent, NoAmendment, *ALWAYS),
)
async def refuse_amendment(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Leaves the order as it is: by an approver, or by who takes the wish back."""
    command = RefuseAmendment(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity)), reason=body.reason)


@router.post(
    "/purchase-orders/{identity}/cancellation",
    name="cancel purchase order",
    responses=refusals(AlreadyReceived, AlreadyEnded, *ALWAYS),
)
async def cancel_purchase_order(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Calls it off before any receipt; what it was bought for is open again on its requisition."""
    command = CancelPurchaseOrder(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity)), reason=body.reason)


@router.post(
    "/purchase-orders/{identity}/closing",
    name="close purchase order",
    responses=refusals(NotSent, NothingReceived, AlreadyEnded, *ALWAYS),
)
async def close_purchase_order(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Waits no longer for what has not come; what came can still be billed."""
    command = ClosePurchaseOrder(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PURCHASE_ORDER.stream(identity)), reason=body.reason)


router.include_router(document_routes(PURCHASE_ORDERS, "/purchase-orders", "purchase order"))
