"""When goods are delivered, their warranty runs from that day."""

from collections.abc import Iterable
from datetime import UTC

from services.care.warranty.decider import WARRANTY
from services.care.warranty.starting import DeliveredLine, StartWarranty
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentDeliveredV1


@reacts_to(ShipmentDeliveredV1)
def when_goods_delivered_start_warranty(fact: Fact[ShipmentDeliveredV1]) -> Iterable[Send]:
    """The day is the day in UTC on which somebody signed, as every business day of the company is."""
    delivered = fact.data
    command = StartWarranty(
        shipment_id=delivered.shipment_id,
        contract_id=delivered.contract_id,
        customer_id=delivered.customer_id,
        lines=tuple(
            DeliveredLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity) for line in delivered.lines
        ),
        months=delivered.warranty_months,
        delivered_on=delivered.delivered_at.astimezone(UTC).date(),
        service_months=delivered.service_months,
    )
    yield Send(command, WARRANTY.stream(delivered.order_id))
