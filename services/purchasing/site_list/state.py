"""The sites as they were heard of, and how each fact moves them on."""

from typing import Final

from services.purchasing.site_list.events import SiteListEvent
from shared.kernel.shapes import part, state

MAIN: Final = "main"
"""The id of the one list."""


@part
class Site:
    """A place where the warehouse keeps goods. `closed_because` is empty while it is open."""

    name: str
    closed_because: str
    told_version: int

    @property
    def is_open(self) -> bool:
        """Whether it may be named."""
        return not self.closed_because


@state
class SiteList:
    """The sites by their codes, in the order in which they were heard of."""

    sites: dict[str, Site]

    @property
    def open_codes(self) -> list[str]:
        """What may be named."""
        return [code for code, site in self.sites.items() if site.is_open]


NOTHING_HEARD: Final = SiteList(sites={})


def evolve(known: SiteList, fact: SiteListEvent) -> SiteList:
    """The list after the fact. Never refuses: what happened, happened."""
    site = Site(name=fact.name, closed_because=fact.closed_because, told_version=fact.told_version)
    return SiteList(sites={**known.sites, fact.code: site})
