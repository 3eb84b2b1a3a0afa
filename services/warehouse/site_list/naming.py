"""Naming a site: what a person names has to be open. Nobody but persons is held to it."""

from typing import Final

from services.warehouse.site_list.events import SiteListEvent
from services.warehouse.site_list.state import SiteList
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


def require_open_site(request: RequireOpenSite, known: SiteList) -> list[SiteListEvent]:
    """Changes nothing, and lets nothing follow where the site is not open. Without a list every code is taken."""
    if not known.sites:
        return []
    site = known.sites.get(request.code)
    if site is None:
        raise NamesUnknownSite(f"there is no {request.code}", field=request.field, **_shown(known))
    if not site.is_open:
        told = f"{request.code} is closed: {site.closed_because}"
        raise NamesClosedSite(told, field=request.field, **_shown(known))
    return []


def _shown(known: SiteList) -> dict[str, list[str]]:
    codes = known.open_codes
    return {"open_sites": codes} if len(codes) <= MOST_SHOWN else {}
