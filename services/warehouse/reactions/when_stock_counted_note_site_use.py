"""Goods were counted at a site, and somebody is to approve it: it is in use."""

from collections.abc import Iterator

from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_count.events import StockCounted
from services.warehouse.stock_item.naming import site_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(StockCounted)
def when_stock_counted_note_site_use(fact: Fact[StockCounted]) -> Iterator[Send]:
    """Noted only of a closed site: nobody vacates it who looked before."""
    yield Send(NoteSiteUse(code=site_of(fact.data.warehouse), used_by=fact.stream), SITE_LIST_STREAM)
