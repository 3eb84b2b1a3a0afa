"""Goods that an inspection had put elsewhere at a site are in another stock of it: it is in use."""

from collections.abc import Iterator

from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.events import StockInspectionCorrected
from services.warehouse.stock_item.naming import place_of, site_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(StockInspectionCorrected)
def when_inspected_stock_moved_note_site_use(fact: Fact[StockInspectionCorrected]) -> Iterator[Send]:
    """Noted only of a closed site: nobody vacates it who looked before. What is taken off makes it no fuller."""
    if fact.data.quantity > 0:
        yield Send(NoteSiteUse(code=site_of(place_of(fact.id)[0]), used_by=fact.stream), SITE_LIST_STREAM)
