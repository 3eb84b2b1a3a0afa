"""The site list's table of contents."""

from typing import Final

from services.warehouse.site_list.closing import (
    CloseSite,
    NoteSiteUse,
    VacateSite,
    close_site,
    note_site_use,
    vacate_site,
)
from services.warehouse.site_list.events import (
    SiteClosed,
    SiteOpened,
    SiteRenamed,
    SiteReopened,
    SiteUsed,
    SiteVacated,
)
from services.warehouse.site_list.naming import (
    RequireCountableSite,
    require_countable_site,
)
from services.warehouse.site_list.opening import (
    OpenSite,
    RenameSite,
    ReopenSite,
    open_site,
    rename_site,
    reopen_site,
)
from services.warehouse.site_list.state import MAIN, NOTHING_LISTED, SiteList, evolve
from shared.kernel.decider import Decider, StreamId

SITE_LIST: Final[Decider[SiteList]] = Decider(
    category="site_list",
    initial=NOTHING_LISTED,
    evolve=evolve,
    decisions={
        OpenSite: open_site,
        RenameSite: rename_site,
        CloseSite: close_site,
        VacateSite: vacate_site,
        NoteSiteUse: note_site_use,
        ReopenSite: reopen_site,
        RequireCountableSite: require_countable_site,
    },
    events=(SiteOpened, SiteRenamed, SiteClosed, SiteUsed, SiteVacated, SiteReopened),
    shapes=(SiteList,),
)

SITE_LIST_STREAM: Final[StreamId] = SITE_LIST.stream(MAIN)
"""The stream of the one list."""
