"""The warehouse closed a site: nobody names it here any more."""

from collections.abc import Iterable

from services.sales.site_list.decider import SITE_LIST_STREAM
from services.sales.site_list.noting import NoteSite
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import SiteClosedV1


@reacts_to(SiteClosedV1)
def when_site_closed_note_it(fact: Fact[SiteClosedV1]) -> Iterable[Send]:
    """What names it already goes on as it is."""
    told = fact.data
    command = NoteSite(code=told.warehouse, name=None, closed_because=told.reason, told_version=fact.version)
    yield Send(command, to=SITE_LIST_STREAM)
