"""Goods that were given up as lost and are at the customer's cost what was sold after all."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import loss_entry
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentDeliveredV1


@reacts_to(ShipmentDeliveredV1)
def when_shipment_delivered_book_found_goods(fact: Fact[ShipmentDeliveredV1]) -> Iterable[Send]:
    """The reverse of what was booked when they were lost, on the day on which that is known.

    The customer may have had them before anybody gave them up, and a loss is not taken back before it was booked.
    """
    if fact.data.was_lost:
        on = fact.occurred_at.date()
        yield loss_entry(fact, "cost-of-goods-sold", source="shipment", on=on, is_found=True)
