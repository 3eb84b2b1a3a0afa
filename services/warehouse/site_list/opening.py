"""Opening a site, putting its name right, and opening it again."""

from datetime import date
from typing import assert_never

from services.warehouse.site_list.events import SiteListEvent, SiteOpened, SiteRenamed, SiteReopened
from services.warehouse.site_list.state import Site, SiteList
from services.warehouse.stock_item.naming import is_set_apart, site_of
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class SiteUnknown(Rejection):
    """No site is listed under this code."""

    code = "warehouse.site.unknown"
    ground = Ground.NOT_FOUND


class SiteTaken(Rejection):
    """This code is that of another site, or reads like it."""

    code = "warehouse.site.taken"


class SiteIsClosed(Rejection):
    """The site is closed; it can be reopened."""

    code = "warehouse.site.closed"


class SiteIsSetApart(Rejection):
    """Repair and scrap stock are parts of a site and not opened by themselves."""

    code = "warehouse.site.set-apart"
    ground = Ground.UNACCEPTABLE


@command
class OpenSite:
    """Keep goods there. `in_use` are the places that the stock, or what is expected, names already."""

    code: str
    name: str
    in_use: tuple[str, ...]
    by: str
    on: date


@command
class RenameSite:
    """Put the site's name right."""

    code: str
    name: str
    by: str
    on: date


@command
class ReopenSite:
    """Let the site be named again."""

    code: str
    reason: str
    by: str
    on: date


def open_site(request: OpenSite, known: SiteList) -> list[SiteListEvent]:
    """The first one brings along all places that are in use: what a company did before it had a list goes on.

    Opening what was found gives it its name.
    """
    if is_set_apart(request.code):
        raise SiteIsSetApart(f"it is a part of {site_of(request.code)}", field="code")
    match known.sites.get(request.code):
        case Site(found=True, closed_because=""):
            return [SiteRenamed(code=request.code, name=request.name, renamed_by=request.by, renamed_on=request.on)]
        case Site(name=request.name, closed_because=""):
            return []
        case Site(name=name, closed_because=""):
            raise SiteTaken(f"it is {name}", field="code", name=name)
        case Site(closed_because=reason):
            raise SiteIsClosed(reason)
        case None:
            _refuse_what_reads_alike(request.code, known)
            opened = SiteOpened(
                code=request.code, name=request.name, found=False, opened_by=request.by, opened_on=request.on
            )
            return [opened, *(_found(request) if not known.sites else ())]
        case other:
            assert_never(other)


def rename_site(request: RenameSite, known: SiteList) -> list[SiteListEvent]:
    """Named in the same words, nothing changes, but that a found site is found no longer."""
    site = site_in(known, request.code)
    if not site.is_open:
        raise SiteIsClosed(site.closed_because)
    if site.name == request.name and not site.found:
        return []
    return [SiteRenamed(code=request.code, name=request.name, renamed_by=request.by, renamed_on=request.on)]


def reopen_site(request: ReopenSite, known: SiteList) -> list[SiteListEvent]:
    """What is open is not opened again."""
    site = site_in(known, request.code)
    if site.is_open:
        return []
    return [
        SiteReopened(
            code=request.code, name=site.name, reason=request.reason, reopened_by=request.by, reopened_on=request.on
        )
    ]


def site_in(known: SiteList, code: str) -> Site:
    """The site under that code. Raises SiteUnknown."""
    site = known.sites.get(code)
    if site is None:
        raise SiteUnknown(f"open it first: there is no {code}")
    return site


def _found(request: OpenSite) -> list[SiteOpened]:
    """Repair and scrap stock are found with their site."""
    codes = sorted({site_of(place) for place in request.in_use} - {request.code})
    return [SiteOpened(code=code, name=code, found=True, opened_by=request.by, opened_on=request.on) for code in codes]


def _refuse_what_reads_alike(code: str, known: SiteList) -> None:
    """`Main` beside `main` is a slip of the hand; where both were in use, both were found."""
    for other in known.sites:
        if other.casefold() == code.casefold():
            raise SiteTaken(f"there is {other}", field="code", name=known.sites[other].name)
