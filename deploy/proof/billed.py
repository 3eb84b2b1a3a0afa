"""I4: what is delivered is billed once, and what is not delivered is not billed."""

from decimal import Decimal
from typing import Any

from deploy.proof.evidence import Evidence, invariant
from deploy.proof.verdict import Found, Sums, Units
from services.accounting.billing.events import DeliveryLeftUnbilled, GoodsBilled, UnbilledCleared
from shared.published.sales import OrderPlacedV1
from shared.published.warehouse import ShipmentDeliveredV1

ShipmentLine = tuple[str, int]
OrderLine = tuple[str, int]


async def not_billed(evidence: Evidence) -> tuple[Units[ShipmentLine], Units[ShipmentLine]]:
    """Delivered units that wait to be billed, as billing shows them; and those that a person let go."""
    waiting: Units[ShipmentLine] = Units()
    for billing in await evidence.documents("accounting", "billing"):
        for left in billing.unbilled:
            for one in left.quantities:
                waiting.add((left.shipment_id, one.line_no), one.quantity)
    let_go: Units[ShipmentLine] = Units()
    left_of: dict[str, list[Any]] = {}
    for fact in await evidence.facts("accounting", DeliveryLeftUnbilled, GoodsBilled, UnbilledCleared):
        match fact.data:
            case DeliveryLeftUnbilled(shipment_id=shipment_id, quantities=quantities):
                left_of.setdefault(shipment_id, []).extend(quantities)
            case GoodsBilled(shipment_id=shipment_id):
                left_of.pop(shipment_id, None)
            case UnbilledCleared(shipment_id=shipment_id):
                for one in left_of.pop(shipment_id, []):
                    let_go.add((shipment_id, one.line_no), one.quantity)
    return waiting, let_go


@invariant(
    "I4",
    "each delivered unit is on exactly one invoice line, or waits to be billed, or was let go by a person; "
    "part invoices sum to the order line",
    may_be_empty="nothing was delivered yet",
)
async def delivered_is_billed_once(evidence: Evidence, found: Found) -> None:
    """Withheld invoices count: their goods are billed."""
    delivered: Units[ShipmentLine] = Units()
    for shipment in await evidence.told(ShipmentDeliveredV1):
        for gone in shipment.lines:
            delivered.add((shipment.shipment_id, gone.line_no), gone.quantity)
    accounted, let_go = await not_billed(evidence)
    for key, quantity in let_go.items():
        accounted.add(key, quantity)
    billed: Units[OrderLine] = Units()
    nets: Sums[OrderLine] = Sums()
    numbers: dict[ShipmentLine, list[str]] = {}
    for invoice in await evidence.documents("accounting", "invoice"):
        for line in invoice.lines:
            place = (invoice.shipment_id, line.line_no)
            accounted.add(place, line.quantity)
            numbers.setdefault(place, []).append(invoice.number or invoice.invoice_id)
            billed.add((invoice.order_id, line.line_no), line.quantity)
            nets.add((invoice.order_id, line.line_no), line.net.minor)
    found.same_sums("units billed or waiting of shipment line", accounted, delivered)
    for (shipment_id, line_no), on in numbers.items():
        if len(on) > 1:
            found.breach(f"line {line_no} of shipment {shipment_id} is on {len(on)} invoice lines: {', '.join(on)}")
    await _parts_sum_to_order_lines(evidence, found, billed, nets)


async def _parts_sum_to_order_lines(
    evidence: Evidence, found: Found, billed: Units[OrderLine], nets: Sums[OrderLine]
) -> None:
    ordered = {
        (order.order_id, line.line_no): line for order in await evidence.told(OrderPlacedV1) for line in order.lines
    }
    for (order_id, line_no), quantity in billed.items():
        what = f"line {line_no} of order {order_id}"
        line = ordered.get((order_id, line_no))
        if line is None:
            found.breach(f"{what} is billed and was never ordered")
            continue
        net = nets[order_id, line_no]
        found.require(
            quantity <= line.quantity, f"{what}: {Decimal(quantity)} units billed of {line.quantity} that were ordered"
        )
        whole = line.net.minor
        found.require(
            net == whole if quantity == line.quantity else abs(net) <= abs(whole),
            f"{what}: its {quantity} units are billed at {net:,}, the {line.quantity} ordered ones come to {whole:,}",
        )
