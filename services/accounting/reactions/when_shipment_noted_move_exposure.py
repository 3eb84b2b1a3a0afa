"""Goods that left count as shipped, not billed."""

from collections.abc import Iterable

from services.accounting.billing.events import ShipmentNoted
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveToShipped
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentNoted)
def when_shipment_noted_move_exposure(fact: Fact[ShipmentNoted]) -> Iterable[Send]:
    """Out of what the order had reserved."""
    noted = fact.data
    command = MoveToShipped(order_id=fact.id, shipment_id=noted.shipment_id, amount=noted.expected, on=noted.shipped_on)
    yield Send(command, CREDIT_ACCOUNT.stream(noted.customer_id))
