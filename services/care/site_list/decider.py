"""The site list's table of contents."""

from typing import Final

from services.care.site_list.events import SiteNoted
from services.care.site_list.naming import RequireOpenSite, require_open_site
from services.care.site_list.noting import NoteSite, note_site
from services.care.site_list.state import MAIN, NOTHING_HEARD, SiteList, evolve
from shared.kernel.decider import Decider, StreamId

SITE_LIST: Final[Decider[SiteList]] = Decider(
    category="site_list",
    initial=NOTHING_HEARD,
    evolve=evolve,
    decisions={NoteSite: note_site, RequireOpenSite: require_open_site},
    events=(SiteNoted,),
    shapes=(SiteList,),
)

SITE_LIST_STREAM: Final[StreamId] = SITE_LIST.stream(MAIN)
"""The stream of the one list."""
