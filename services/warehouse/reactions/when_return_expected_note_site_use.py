"""A customer's goods are expected at a site: it is in use."""

from collections.abc import Iterator

from services.warehouse.returned_goods.events import ReturnExpected
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnExpected)
def when_return_expected_note_site_use(fact: Fact[ReturnExpected]) -> Iterator[Send]:
    """Noted only of a closed site: nobody vacates it who looked before."""
    yield Send(NoteSiteUse(code=fact.data.warehouse, used_by=fact.stream), SITE_LIST_STREAM)
