"""The sites as they stand, and how each fact moves them on."""

from typing import Final, assert_never

from services.warehouse.site_list.events import (
    SiteClosed,
    SiteListEvent,
    SiteOpened,
    SiteRenamed,
    SiteReopened,
    SiteUsed,
    SiteVacated,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

MAIN: Final = "main"
"""The id of the one list."""


@part
class Site:
    """A place where goods are kept. `closed_because` is empty while it is open.

    `version` counts the facts of the site, to tell whether it is still as somebody saw it.
    """

    name: str
    found: bool = False
    closed_because: str = ""
    is_vacated: bool = False
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it may be named."""
        return not self.closed_because

    @property
    def status(self) -> str:
        """How far it is left: open, closed, vacated."""
        if self.is_open:
            return "open"
        return "vacated" if self.is_vacated else "closed"


@state
class SiteList:
    """The sites by their codes, in the order in which they were opened."""

    sites: dict[str, Site]

    @property
    def open_codes(self) -> list[str]:
        """What may be named."""
        return [code for code, site in self.sites.items() if site.is_open]


NOTHING_LISTED: Final = SiteList(sites={})


def evolve(known: SiteList, fact: SiteListEvent) -> SiteList:
    """The list after the fact. Never refuses: what happened, happened."""
    match fact:
        case SiteOpened(code=code, name=name, found=found):
            return _with(known, code, Site(name=name, found=found))
        case SiteRenamed(code=code, name=name):
            return _with(known, code, replace(_of(known, code), name=name, found=False))
        case SiteClosed(code=code, reason=reason):
            return _with(known, code, replace(_of(known, code), closed_because=reason))
        case SiteUsed(code=code):
            return _with(known, code, replace(_of(known, code), is_vacated=False))
        case SiteVacated(code=code):
            return _with(known, code, replace(_of(known, code), is_vacated=True))
        case SiteReopened(code=code, name=name):
            return _with(known, code, Site(name=name))
        case _:
            assert_never(fact)


def _of(known: SiteList, code: str) -> Site:
    return known.sites.get(code, Site(name=code))


def _with(known: SiteList, code: str, site: Site) -> SiteList:
    return SiteList(sites={**known.sites, code: replace(site, version=_of(known, code).version + 1)})
