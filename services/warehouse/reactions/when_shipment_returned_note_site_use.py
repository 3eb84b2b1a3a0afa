"""A parcel that had been given up as lost is back at its site, to be inspected: it is in use."""

from collections.abc import Iterator

from services.warehouse.shipment.events import ShipmentReturned
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.naming import site_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentReturned)
def when_shipment_returned_note_site_use(fact: Fact[ShipmentReturned]) -> Iterator[Send]:
    """Noted only of a closed site. What is on its way keeps a site from being vacated; what is lost does not."""
    if fact.data.was_lost:
        yield Send(NoteSiteUse(code=site_of(fact.data.warehouse), used_by=fact.stream), SITE_LIST_STREAM)
