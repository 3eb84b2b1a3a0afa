"""Naming a site in a count: there has to be one, and it is not vacated. Nobody but persons is held to it.

A closed site is counted too: what nobody ordered leaves it no other way.
"""

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
    """The site is closed, and was vacated."""

    code = "warehouse.site.names-closed"
    ground = Ground.UNACCEPTABLE


@command
class RequireCountableSite:
    """What comes next in the same transaction counts the goods at the site that this field of its request names."""

    code: str
    field: str


def require_countable_site(request: RequireCountableSite, known: SiteList) -> list[SiteListEvent]:
    """Changes nothing; where the site is not there any more, nothing follows. Without a list every code is taken."""
    if not known.sites:
        return []
    site = known.sites.get(request.code)
    if site is None:
        raise NamesUnknownSite(f"there is no {request.code}", field=request.field, **_shown(known))
    if site.is_vacated:
        told = f"{request.code} is vacated: {site.closed_because}"
        raise NamesClosedSite(told, field=request.field, **_shown(known))
    return []


def _shown(known: SiteList) -> dict[str, list[str]]:
    codes = known.open_codes
    return {"open_sites": codes} if len(codes) <= MOST_SHOWN else {}
