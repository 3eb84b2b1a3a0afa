"""Naming a site: what a person names has to be open. Nobody but persons is held to it.

Goods are counted at a closed one too, as long as it is not vacated: what nobody ordered leaves it no other way.
"""

from typing import Final

from services.warehouse.site_list.events import SiteListEvent
from services.warehouse.site_list.state import Site, SiteList
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

MOST_SHOWN: Final = 20
"""A refusal shows the open sites where there are no more: a longer list is read at `/sites`."""


class NamesUnknownSite(Rejection):
    """There is no site of that code."""

    code = "warehouse.site.names-unknown"
    ground = Ground.UNACCEPTABLE


class NamesClosedSite(Rejection):
    """The site is closed."""

    code = "warehouse.site.names-closed"
    ground = Ground.UNACCEPTABLE


@command
class RequireOpenSite:
    """What comes next in the same transaction names the site in that field of its request."""

    code: str
    field: str


@command
class RequireCountableSite:
    """What comes next in the same transaction counts the goods at the site that this field of its request names."""

    code: str
    field: str


def require_open_site(request: RequireOpenSite, known: SiteList) -> list[SiteListEvent]:
    """Changes nothing, and lets nothing follow where the site is not open. Without a list every code is taken."""
    site = _listed(request, known)
    if site is not None and not site.is_open:
        raise _refusal(request, known, site)
    return []


def require_countable_site(request: RequireCountableSite, known: SiteList) -> list[SiteListEvent]:
    """As for an open one, but that a closed site is counted until it is vacated."""
    site = _listed(request, known)
    if site is not None and site.is_vacated:
        raise _refusal(request, known, site)
    return []


def _listed(request: RequireOpenSite | RequireCountableSite, known: SiteList) -> Site | None:
    """The site; None while there is no list. Raises NamesUnknownSite."""
    site = known.sites.get(request.code)
    if known.sites and site is None:
        raise NamesUnknownSite(f"there is no {request.code}", field=request.field, **_shown(known))
    return site


def _refusal(request: RequireOpenSite | RequireCountableSite, known: SiteList, site: Site) -> NamesClosedSite:
    told = f"{request.code} is {site.status}: {site.closed_because}"
    return NamesClosedSite(told, field=request.field, **_shown(known))


def _shown(known: SiteList) -> dict[str, list[str]]:
    codes = known.open_codes
    return {"open_sites": codes} if len(codes) <= MOST_SHOWN else {}
