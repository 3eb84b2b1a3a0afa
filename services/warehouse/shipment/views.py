"""What readers see of shipments."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, assert_never

from sqlalchemy import Date, Text

from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import FreeOfCharge
from services.warehouse.shipment.state import (
    Cancelled,
    Delivered,
    Load,
    Lost,
    Packed,
    Picked,
    Planned,
    Returned,
    Shipment,
    Shipped,
    Transit,
    Undelivered,
    Unplanned,
)
from shared.event_store.port import ViewReader
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

PAGE: Final = 200

Status = Literal[
    "planned",
    "picked",
    "packed",
    "shipped",
    "delivery-failed",
    "delivered",
    "to-inspect",
    "returned",
    "lost",
    "cancelled",
]


@part
class LineShown:
    """So many units of an order line; `cost` once they have left."""

    line_no: int
    sku: str
    quantity: Decimal
    cost: Money | None


@part
class ToInspectShown:
    """Units of a line that came back undelivered and that nobody has looked at."""

    line_no: int
    sku: str
    quantity: Decimal


@part
class InspectedShown:
    """What units of a line were found to be, by whom and when."""

    inspection_id: str
    line_no: int
    good: Decimal
    repair: Decimal
    scrap: Decimal
    finding: str
    by: str
    on: date


@document
class ShipmentDocument:
    """A shipment as it stands. What has not happened yet is empty, zero or null.

    `failure` is why it was not delivered, returned, lost or cancelled. One that is `free_of_charge` belongs to a
    return: its `order_id` is the grant's, and nobody bills it. One that came back is `to-inspect` until somebody has
    looked at all of it, and `returned` after that.
    """

    shipment_id: str
    order_id: str
    contract_id: str
    customer_id: str
    warehouse: str
    deliver_to: str
    requested_on: date
    status: Status
    lines: tuple[LineShown, ...]
    remainder_of: str
    packages: int
    weight_kg: Decimal | None
    carrier: str
    tracking_number: str
    shipped_on: date | None
    attempts: int
    signed_by: str
    proof_sha256: str
    delivered_at: datetime | None
    failure: str
    free_of_charge: FreeOfCharge | None = None
    to_inspect: tuple[ToInspectShown, ...] = ()
    inspections: tuple[InspectedShown, ...] = ()


def read(shipment_id: str, shipment: Shipment) -> ShipmentDocument | None:
    """The shipment, laid flat."""
    match shipment:
        case Unplanned():
            return None
        case Planned(load=load):
            return _laid_flat(shipment_id, load, "planned")
        case Picked(load=load):
            return _laid_flat(shipment_id, load, "picked")
        case Packed(load=load, packages=packages, weight_kg=weight_kg):
            return _laid_flat(shipment_id, load, "packed", packages=packages, weight_kg=weight_kg)
        case Shipped(load=load, transit=transit):
            return _laid_flat(shipment_id, load, "shipped", transit=transit)
        case Undelivered(load=load, transit=transit, reason=reason):
            return _laid_flat(shipment_id, load, "delivery-failed", transit=transit, failure=reason)
        case Delivered(load=load, transit=transit):
            return _laid_flat(shipment_id, load, "delivered", transit=transit, delivered=shipment)
        case Returned(load=load, transit=transit, reason=reason):
            status: Status = "to-inspect" if shipment.to_inspect else "returned"
            return replace(
                _laid_flat(shipment_id, load, status, transit=transit, failure=reason),
                to_inspect=tuple(
                    ToInspectShown(line_no=one.line_no, sku=one.sku, quantity=one.quantity)
                    for one in shipment.to_inspect
                ),
                inspections=tuple(_inspected(shipment)),
            )
        case Lost(load=load, transit=transit, reason=reason):
            return _laid_flat(shipment_id, load, "lost", transit=transit, failure=reason)
        case Cancelled(load=load, reason=reason):
            return _laid_flat(shipment_id, load, "cancelled", failure=reason)
        case _:
            assert_never(shipment)


def _inspected(returned: Returned) -> Iterator[InspectedShown]:
    for inspection in returned.inspections:
        for line in inspection.lines:
            yield InspectedShown(
                inspection_id=inspection.inspection_id,
                line_no=line.line_no,
                good=line.good,
                repair=line.repair,
                scrap=line.scrap,
                finding=line.finding,
                by=inspection.inspected_by,
                on=inspection.inspected_on,
            )


def _laid_flat(
    shipment_id: str,
    load: Load,
    status: Status,
    *,
    packages: int = 0,
    weight_kg: Decimal | None = None,
    transit: Transit | None = None,
    delivered: Delivered | None = None,
    failure: str = "",
) -> ShipmentDocument:
    costs = {} if transit is None else {line.line_no: line.cost for line in transit.lines}
    return ShipmentDocument(
        shipment_id=shipment_id,
        order_id=load.order_id,
        contract_id=load.terms.contract_id,
        customer_id=load.terms.customer_id,
        warehouse=load.warehouse,
        deliver_to=load.terms.deliver_to,
        requested_on=load.terms.requested_on,
        status=status,
        lines=tuple(
            LineShown(
                line_no=line.line_no,
                sku=line.sku,
                quantity=line.quantity,
                cost=costs.get(line.line_no),
            )
            for line in load.lines
        ),
        remainder_of=load.remainder_of,
        packages=packages,
        weight_kg=weight_kg,
        carrier="" if transit is None else transit.carrier,
        tracking_number="" if transit is None else transit.tracking_number,
        shipped_on=None if transit is None else transit.shipped_on,
        attempts=0 if transit is None else transit.attempts,
        signed_by="" if delivered is None else delivered.signed_by,
        proof_sha256="" if delivered is None else delivered.proof_sha256,
        delivered_at=None if delivered is None else delivered.delivered_at,
        failure=failure,
        free_of_charge=load.terms.free_of_charge,
    )


SHIPMENTS: Final = DocumentView(
    name="shipment",
    decider=SHIPMENT,
    document=ShipmentDocument,
    read=read,
    columns={
        "order_id": Shown(Text()),
        "status": Shown(Text()),
        "warehouse": Shown(Text()),
        "requested_on": Shown(Date()),
    },
    filters=("order_id", "status", "warehouse"),
    queues={
        "to-pick": {"status": "planned"},
        "to-ship": {"status": ("picked", "packed")},
        "in-transit": {"status": "shipped"},
        "failed": {"status": "delivery-failed"},
        "to-inspect": {"status": "to-inspect"},
    },
    order_by=("id", "requested_on"),
)


async def wanted_latest(reader: ViewReader, warehouse: str, lacking: Mapping[str, Decimal]) -> tuple[str, ...]:
    """Shipments that are still to be picked there, with as many units by SKU as are lacking: for the latest day first.

    Only a hint: a view may be behind.
    """
    left = dict(lacking)
    found: list[str] = []
    where, after = {"warehouse": warehouse, "status": "planned"}, None
    while any(units > 0 for units in left.values()):
        rows = await reader.page(
            SHIPMENTS.name, where=where, order_by="requested_on", after=after, limit=PAGE, descending=True
        )
        for shipment in (json.loads(row["document"]) for row in rows):
            wanted = [line for line in shipment["lines"] if left.get(line["sku"], 0) > 0]
            if wanted and shipment["free_of_charge"] is None:
                found.append(shipment["shipment_id"])
                for line in wanted:
                    left[line["sku"]] -= Decimal(line["quantity"])
        if len(rows) < PAGE:
            break
        after = (rows[-1]["requested_on"], rows[-1]["id"])
    return tuple(found)


async def to_pick_for(reader: ViewReader, warehouse: str, orders: Sequence[str]) -> tuple[str, ...]:
    """Shipments of these orders that are still to be picked there, or many of them: a hint as well."""
    where: dict[str, Any] = {"warehouse": warehouse, "status": "planned", "order_id": tuple(orders)}
    rows = await reader.page(SHIPMENTS.name, where=where, order_by="id", after=None, limit=PAGE) if orders else ()
    return tuple(row["id"] for row in rows)
