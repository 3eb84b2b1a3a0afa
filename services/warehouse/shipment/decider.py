"""The shipment's table of contents."""

from typing import Final

from services.warehouse.shipment.delivering import (
    RecordDelivery,
    RecordDeliveryFailure,
    ReturnShipment,
    StartRedelivery,
    record_delivery,
    record_delivery_failure,
    return_shipment,
    start_redelivery,
)
from services.warehouse.shipment.dispatching import DispatchShipment, dispatch_shipment
from services.warehouse.shipment.events import (
    DeliveryFailed,
    PackingUndone,
    PickingUndone,
    RedeliveryStarted,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentExtended,
    ShipmentInspected,
    ShipmentLost,
    ShipmentPacked,
    ShipmentPicked,
    ShipmentPlanned,
    ShipmentReduced,
    ShipmentReturned,
    ShipmentShipped,
    ShipmentSplit,
)
from services.warehouse.shipment.inspecting import InspectShipment, inspect_shipment
from services.warehouse.shipment.losing import DeclareLost, declare_lost
from services.warehouse.shipment.packing import PackShipment, UndoPacking, pack_shipment, undo_packing
from services.warehouse.shipment.picking import PickShipment, UndoPicking, pick_shipment, undo_picking
from services.warehouse.shipment.planning import (
    CancelShipment,
    PlanShipment,
    cancel_shipment,
    plan_shipment,
)
from services.warehouse.shipment.reducing import ReduceShipment, reduce_shipment
from services.warehouse.shipment.state import (
    Cancelled,
    Delivered,
    Lost,
    Packed,
    Picked,
    Planned,
    Returned,
    Shipment,
    Shipped,
    Undelivered,
    Unplanned,
    evolve,
)
from shared.kernel.decider import Decider

SHIPMENT: Final[Decider[Shipment]] = Decider(
    category="shipment",
    initial=Unplanned(),
    evolve=evolve,
    decisions={
        PlanShipment: plan_shipment,
        ReduceShipment: reduce_shipment,
        CancelShipment: cancel_shipment,
        PickShipment: pick_shipment,
        UndoPicking: undo_picking,
        PackShipment: pack_shipment,
        UndoPacking: undo_packing,
        DispatchShipment: dispatch_shipment,
        RecordDelivery: record_delivery,
        RecordDeliveryFailure: record_delivery_failure,
        StartRedelivery: start_redelivery,
        ReturnShipment: return_shipment,
        DeclareLost: declare_lost,
        InspectShipment: inspect_shipment,
    },
    events=(
        ShipmentPlanned,
        ShipmentExtended,
        ShipmentReduced,
        ShipmentPicked,
        ShipmentSplit,
        PickingUndone,
        ShipmentPacked,
        PackingUndone,
        ShipmentShipped,
        ShipmentDelivered,
        DeliveryFailed,
        RedeliveryStarted,
        ShipmentReturned,
        ShipmentLost,
        ShipmentInspected,
        ShipmentCancelled,
    ),
    shapes=(
        Unplanned,
        Planned,
        Picked,
        Packed,
        Shipped,
        Undelivered,
        Delivered,
        Returned,
        Lost,
        Cancelled,
    ),
)
