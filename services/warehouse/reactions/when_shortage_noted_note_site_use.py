"""An order waits at a site for goods: it is in use."""

from collections.abc import Iterator

from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.events import ShortageNoted
from services.warehouse.stock_item.naming import place_of, site_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShortageNoted)
def when_shortage_noted_note_site_use(fact: Fact[ShortageNoted]) -> Iterator[Send]:
    """Noted only of a closed site: nobody vacates it who looked before."""
    yield Send(NoteSiteUse(code=site_of(place_of(fact.id)[0]), used_by=fact.stream), SITE_LIST_STREAM)
