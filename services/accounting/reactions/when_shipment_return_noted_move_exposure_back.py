"""Goods that came back are not shipped any more."""

from collections.abc import Iterable

from services.accounting.billing.events import ShipmentReturnNoted
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveBackFromShipped
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentReturnNoted)
def when_shipment_return_noted_move_exposure_back(fact: Fact[ShipmentReturnNoted]) -> Iterable[Send]:
    """Back to what the order reserves, if it still calls for them."""
    noted = fact.data
    command = MoveBackFromShipped(
        order_id=fact.id,
        shipment_id=noted.shipment_id,
        owed_again=noted.owed_again,
        on=noted.returned_on,
        charges=noted.charges_expected,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(noted.customer_id))
