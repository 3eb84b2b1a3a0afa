"""Delivered goods are billed."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import BillDelivery
from services.accounting.billing.events import MovedQuantity
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentDeliveredV1


@reacts_to(ShipmentDeliveredV1)
def when_shipment_delivered_bill_goods(fact: Fact[ShipmentDeliveredV1]) -> Iterable[Send]:
    """Billed, invoiced, journalised and counted as owed in one transaction, on the day of delivery."""
    delivered = fact.data
    command = BillDelivery(
        shipment_id=delivered.shipment_id,
        quantities=tuple(MovedQuantity(line_no=line.line_no, quantity=line.quantity) for line in delivered.lines),
        on=delivered.delivered_at.date(),
    )
    yield Send(command, BILLING.stream(delivered.order_id))
