"""Shipments over HTTP: pydantic in, command out. They are planned by what is reserved, never by hand."""

from decimal import Decimal
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from services.warehouse.reservation.blocking import DeliveryIsBlocked
from services.warehouse.reservation.shipping import FreeGoodsWereGivenUp, LostGoodsWereReplaced
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.delivering import (
    DeliveredAlready,
    DeliveredBeforeShipping,
    DeliveredInTheFuture,
    DeliveryHasFailed,
    DeliveryHasNotFailed,
    GivenUpAsLost,
    NotShippedYet,
    RecordDelivery,
    RecordDeliveryFailure,
    ReturnedAlready,
    ReturnShipment,
    StartRedelivery,
)
from services.warehouse.shipment.dispatching import DispatchShipment, LinesHaveChanged
from services.warehouse.shipment.inspecting import (
    GradedLine,
    HasNotComeBack,
    InspectShipment,
    InspectsMoreThanCameBack,
    NothingToInspect,
    NoUnitLookedAt,
)
from services.warehouse.shipment.losing import DeclareLost, ShipperDeclaresLost
from services.warehouse.shipment.packing import NotPickedYet, PackedAlready, PackShipment, UndoPacking
from services.warehouse.shipment.picking import (
    LineNamedTwice,
    LineNotPlanned,
    NothingPicked,
    PickedAlready,
    PickedLine,
    PickShipment,
    PicksMoreThanPlanned,
    StillPacked,
    UndoPicking,
)
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.views import SHIPMENTS
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.issuing import CostDoesNotFit, NotReserved
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, Moment, QuantityOrNone, Reason, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["shipment"])
ShipmentId = Annotated[Identity, Path(description="the shipment's id")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Kilograms = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=3, allow_inf_nan=False)]
_PROOF: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class PickedLineIn(Strict):
    """What was found of a line; zero when nothing was."""

    line_no: LineNo
    quantity: QuantityOrNone


class PickingIn(Strict):
    """What was picked. Without `lines`: all as planned. A line that is left out was not picked."""

    lines: Annotated[list[PickedLineIn], Field(min_length=1, max_length=200)] | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{}, {"lines": [{"line_no": 1, "quantity": "3"}]}]}
    }


class PackingIn(Strict):
    """How it is packed."""

    packages: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1
    weight_kg: Kilograms | None = None

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"packages": 2, "weight_kg": "31.5"}]}}


class DispatchIn(Strict):
    """Who takes it."""

    carrier: ShortText
    tracking_number: ShortText | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"carrier": "DHL", "tracking_number": "JD0146000038"}]}
    }


class DeliveryIn(Strict):
    """Who signed, when (now, unless it is said), and the SHA-256 of the document that proves it."""

    signed_by: ShortText
    proof_sha256: Sha256
    delivered_at: Moment | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"signed_by": "Grace Hopper", "proof_sha256": _PROOF}]}
    }


class RedeliveryIn(Strict):
    """Who tries again: the same carrier, under the same number, unless another one is named."""

    carrier: ShortText | None = None
    tracking_number: ShortText | None = None

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{}, {"carrier": "UPS"}]}}


class InspectedLineIn(Strict):
    """How many units of a line were found fit for sale, to be repaired, or scrap; and what was found."""

    line_no: LineNo
    good: QuantityOrNone = Decimal(0)
    repair: QuantityOrNone = Decimal(0)
    scrap: QuantityOrNone = Decimal(0)
    finding: Reason


class ShipmentInspectionIn(Strict):
    """What goods that came back undelivered were found to be."""

    lines: Annotated[list[InspectedLineIn], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"lines": [{"line_no": 1, "good": "2", "scrap": "1", "finding": "one box was crushed"}]}]
        }
    }


class UndoIn(Strict):
    """Which step was wrong, and why."""

    step: Literal["packing", "picking"]
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"step": "packing", "reason": "wrong box"}]}
    }


@router.post(
    "/shipments/{shipment_id}/picking",
    name="pick shipment",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        ShipmentHasLeft,
        PickedAlready,
        LineNotPlanned,
        LineNamedTwice,
        PicksMoreThanPlanned,
        NothingPicked,
        *ALWAYS,
    ),
)
async def pick_shipment(shipment_id: ShipmentId, body: PickingIn, ask: Ask) -> DocumentRef:
    """Takes the goods off the shelf. What was not found becomes a planned shipment of its own."""
    lines = tuple(PickedLine(line_no=line.line_no, quantity=line.quantity) for line in body.lines or ())
    command = PickShipment(lines=lines, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)))


@router.post(
    "/shipments/{shipment_id}/packing",
    name="pack shipment",
    responses=refusals(ShipmentUnknown, ShipmentIsCancelled, ShipmentHasLeft, NotPickedYet, PackedAlready, *ALWAYS),
)
async def pack_shipment(shipment_id: ShipmentId, body: PackingIn, ask: Ask) -> DocumentRef:
    """Puts the picked goods into packages. What needs none may be dispatched as it is."""
    command = PackShipment(packages=body.packages, weight_kg=body.weight_kg, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)))


@router.post(
    "/shipments/{shipment_id}/undo",
    name="undo shipment step",
    responses=refusals(ShipmentUnknown, ShipmentIsCancelled, ShipmentHasLeft, StillPacked, *ALWAYS),
)
async def undo_step(shipment_id: ShipmentId, body: UndoIn, ask: Ask) -> DocumentRef:
    """Takes back the packing or the picking, until the goods have left."""
    undo = UndoPacking if body.step == "packing" else UndoPicking
    command = undo(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)), reason=body.reason)


@router.post(
    "/shipments/{shipment_id}/dispatch",
    name="dispatch shipment",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        ShipmentHasLeft,
        NotPickedYet,
        LinesHaveChanged,
        NotReserved,
        CostDoesNotFit,
        DeliveryIsBlocked,
        *ALWAYS,
    ),
)
async def dispatch_shipment(shipment_id: ShipmentId, body: DispatchIn, ask: Ask) -> DocumentRef:
    """Hands the goods to the carrier: they leave the stock, at their share of its value."""
    shown = await ask.document(SHIPMENTS.name, shipment_id)
    if shown is None:
        raise UnknownDocument("nothing has this id")
    skus = tuple(dict.fromkeys(line["sku"] for line in shown["lines"]))
    command = DispatchShipment(
        skus=skus,
        carrier=body.carrier,
        tracking_number=body.tracking_number or "",
        by=ask.person,
        on=ask.today,
    )
    stock = tuple(STOCK_ITEM.stream(stock_id(shown["warehouse"], sku)) for sku in skus)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id), given=stock))


@router.post(
    "/shipments/{shipment_id}/delivery",
    name="record delivery",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        NotShippedYet,
        DeliveredAlready,
        ReturnedAlready,
        DeliveredBeforeShipping,
        DeliveredInTheFuture,
        LostGoodsWereReplaced,
        FreeGoodsWereGivenUp,
        *ALWAYS,
    ),
)
async def record_delivery(shipment_id: ShipmentId, body: DeliveryIn, ask: Ask) -> DocumentRef:
    """Records that the customer has the goods, with the proof: who signed, when, and the document's hash."""
    command = RecordDelivery(
        signed_by=body.signed_by,
        proof_sha256=body.proof_sha256,
        delivered_at=body.delivered_at or ask.now,
        at=ask.now,
    )
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)))


@router.post(
    "/shipments/{shipment_id}/delivery-failure",
    name="record delivery failure",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        NotShippedYet,
        DeliveryHasFailed,
        DeliveredAlready,
        ReturnedAlready,
        GivenUpAsLost,
        *ALWAYS,
    ),
)
async def record_delivery_failure(shipment_id: ShipmentId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Records that the carrier could not hand the goods over."""
    command = RecordDeliveryFailure(reason=body.reason, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)), reason=body.reason)


@router.post(
    "/shipments/{shipment_id}/redelivery",
    name="start redelivery",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        NotShippedYet,
        DeliveryHasNotFailed,
        DeliveredAlready,
        ReturnedAlready,
        GivenUpAsLost,
        *ALWAYS,
    ),
)
async def start_redelivery(shipment_id: ShipmentId, body: RedeliveryIn, ask: Ask) -> DocumentRef:
    """Tries once more to deliver what could not be delivered."""
    command = StartRedelivery(carrier=body.carrier, tracking_number=body.tracking_number, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)))


@router.post(
    "/shipments/{shipment_id}/return",
    name="return shipment",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        NotShippedYet,
        DeliveryHasNotFailed,
        DeliveredAlready,
        *ALWAYS,
    ),
)
async def return_shipment(shipment_id: ShipmentId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Takes goods back that could not be delivered, or were lost. They are stock again once they are inspected."""
    command = ReturnShipment(reason=body.reason, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)), reason=body.reason)


@router.post(
    "/shipments/{shipment_id}/loss",
    name="declare shipment lost",
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        NotShippedYet,
        ShipperDeclaresLost,
        DeliveredAlready,
        ReturnedAlready,
        *ALWAYS,
    ),
)
async def declare_lost(shipment_id: ShipmentId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Gives up goods that the carrier does not have any more: they are a loss, and their order waits for a decision.

    Whoever handed them over cannot. Sales ships the order again, reduces or cancels it, as with goods that came back.
    What turns up is recorded as delivered, unless it was decided about meanwhile, or as returned.
    """
    command = DeclareLost(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)), reason=body.reason)


@router.post(
    "/shipments/{shipment_id}/inspections",
    name="inspect shipment",
    status_code=201,
    responses=refusals(
        ShipmentUnknown,
        ShipmentIsCancelled,
        HasNotComeBack,
        NothingToInspect,
        LineNamedTwice,
        NoUnitLookedAt,
        InspectsMoreThanCameBack,
        AnotherCurrency,
        *ALWAYS,
    ),
)
async def inspect_shipment(shipment_id: ShipmentId, body: ShipmentInspectionIn, ask: Ask) -> DocumentRef:
    """Puts each unit that came back undelivered where it belongs, at the cost that it left with.

    Stock, repair stock (`<warehouse>.repair`) or, at nothing, scrap (`<warehouse>.scrap`).
    """
    command = InspectShipment(
        inspection_id=ask.new_id("inspection"),
        lines=tuple(
            GradedLine(line_no=line.line_no, good=line.good, repair=line.repair, scrap=line.scrap, finding=line.finding)
            for line in body.lines
        ),
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, SHIPMENT.stream(shipment_id)))


router.include_router(document_routes(SHIPMENTS, "/shipments", "shipment"))
