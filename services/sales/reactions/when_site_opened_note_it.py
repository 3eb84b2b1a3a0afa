"""The warehouse opened a site, or opened it again: it may be named here."""

from collections.abc import Iterable

from services.sales.site_list.decider import SITE_LIST_STREAM
from services.sales.site_list.noting import NoteSite
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import SiteOpenedV1


@reacts_to(SiteOpenedV1)
def when_site_opened_note_it(fact: Fact[SiteOpenedV1]) -> Iterable[Send]:
    """From the first one on, a code that was not told of is refused to whoever names it."""
    told = fact.data
    command = NoteSite(code=told.warehouse, name=told.name, closed_because="", told_version=fact.version)
    yield Send(command, to=SITE_LIST_STREAM)
