"""Leaving a site: closed, it gets nothing new to do; vacated, nothing is there any more and nothing is to come.

What is at a site is said by many streams, so that whoever vacates it has looked before. What comes behind their back is
noted at the closed site by the transaction that brings it (`NoteSiteUse`), and then the look does not count. Before the
closing nothing is noted, and need not be: what was committed by then is seen by a look that comes after it.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal

from services.warehouse.site_list.events import SiteClosed, SiteListEvent, SiteUsed, SiteVacated
from services.warehouse.site_list.opening import site_in
from services.warehouse.site_list.state import SiteList
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command, part


class SiteInUse(Rejection):
    """Goods are there, are promised from there, are expected there or may come back there."""

    code = "warehouse.site.in-use"


class SiteIsOpen(Rejection):
    """The site is open, so that something may come at any time: close it first."""

    code = "warehouse.site.open"


class SiteUsedMeanwhile(Rejection):
    """Something came to the site after you looked, or it was reopened: ask again."""

    code = "warehouse.site.used-meanwhile"


@part
class StillThere:
    """What keeps a site from being vacated: units over all SKUs, also of its repair and scrap stock; documents by id.

    `waiting` units are what orders wait for there; `shipments` are on their way and may come back, or came back and are
    to be inspected. Of documents the first few are named.
    """

    on_hand: Decimal
    reserved: Decimal
    waiting: Decimal
    purchase_orders: tuple[str, ...] = ()
    customer_returns: tuple[str, ...] = ()
    stock_counts: tuple[str, ...] = ()
    shipments: tuple[str, ...] = ()


@command
class CloseSite:
    """Let nobody name the site any more. What is there leaves, and what is expected still comes."""

    code: str
    reason: str
    by: str
    on: date


@command
class VacateSite:
    """Say that nothing is there any more. The sender saw the site at `seen_version`, and what is `still_there` then."""

    code: str
    seen_version: int
    still_there: StillThere
    by: str
    on: date


@command
class NoteSiteUse:
    """Note that something comes to the site, or is to come; `used_by` is the stream that says so."""

    code: str
    used_by: str


def close_site(request: CloseSite, known: SiteList) -> list[SiteListEvent]:
    """Asked twice, it happens once."""
    if not site_in(known, request.code).is_open:
        return []
    return [SiteClosed(code=request.code, reason=request.reason, closed_by=request.by, closed_on=request.on)]


def vacate_site(request: VacateSite, known: SiteList) -> list[SiteListEvent]:
    """Only once nothing is there, and nothing has come since somebody looked."""
    site = site_in(known, request.code)
    if site.is_open:
        raise SiteIsOpen(f"it is {site.name}")
    if site.is_vacated:
        return []
    left = {what: found for what, found in asdict(request.still_there).items() if found}
    if left:
        raise SiteInUse(_told(left), **left)
    if site.version != request.seen_version:
        raise SiteUsedMeanwhile(f"seen at {request.seen_version}, now at {site.version}", version=site.version)
    return [SiteVacated(code=request.code, vacated_by=request.by, vacated_on=request.on)]


def note_site_use(request: NoteSiteUse, known: SiteList) -> list[SiteListEvent]:
    """Never refused. Of an open site, or one that is not listed, nobody says that it is empty."""
    site = known.sites.get(request.code)
    if site is None or site.is_open:
        return []
    return [SiteUsed(code=request.code, used_by=request.used_by)]


def _told(left: dict[str, Decimal | tuple[str, ...]]) -> str:
    return ", ".join(
        f"{found.normalize():f} units {what.replace('_', ' ')}"
        if isinstance(found, Decimal)
        else f"{what.replace('_', ' ')} {', '.join(found)}"
        for what, found in left.items()
    )
