"""Who kept units though others were sent for them, and pays for both, has both covered."""

from collections.abc import Iterable

from services.care.customer_return.events import Charged, UnitsCharged
from services.care.warranty.claiming import CoverKeptUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(UnitsCharged)
def when_kept_units_charged_cover_them(fact: Fact[UnitsCharged]) -> Iterable[Send]:
    """In the transaction that charges them: whatever comes back later takes no cover from what was sent for it."""
    charged = fact.data
    if charged.kind is not Charged.KEPT_GOODS:
        return
    item = charged.item
    command = CoverKeptUnits(
        source_id=str(fact.event_id),
        return_id=fact.id,
        units=(
            ClaimedUnits(
                line_no=item.line_no,
                shipment_id=item.shipment_id,
                quantity=item.quantity,
                last_shipment_id=item.last_shipment_id,
            ),
        ),
        on=charged.charged_on,
    )
    yield Send(command, WARRANTY.stream(charged.order_id))
