"""Closing a site: only once nothing is there, promised from there or on its way there."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal

from services.warehouse.site_list.events import SiteClosed, SiteListEvent
from services.warehouse.site_list.opening import site_in
from services.warehouse.site_list.state import SiteList
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command, part


class SiteInUse(Rejection):
    """Goods are there, are promised from there or are expected there."""

    code = "warehouse.site.in-use"


@part
class StillThere:
    """What keeps a site from being closed: units over all SKUs, also of its repair and scrap stock; documents by id.

    `waiting` units are what orders wait for there. Of documents the first few are named.
    """

    on_hand: Decimal
    reserved: Decimal
    waiting: Decimal
    purchase_orders: tuple[str, ...] = ()
    customer_returns: tuple[str, ...] = ()
    stock_counts: tuple[str, ...] = ()


@command
class CloseSite:
    """Let nobody name the site any more. The sender has looked at what is `still_there`.

    What comes in the moment between the look and the closing is taken in, as all goods are that come: the site is
    closed with them, and reopened to move them. A count that is handed in just then cannot be approved any more.
    """

    code: str
    reason: str
    still_there: StillThere
    by: str
    on: date


def close_site(request: CloseSite, known: SiteList) -> list[SiteListEvent]:
    """Asked twice, it happens once."""
    if not site_in(known, request.code).is_open:
        return []
    left = {what: found for what, found in asdict(request.still_there).items() if found}
    if left:
        raise SiteInUse(_told(left), **left)
    return [SiteClosed(code=request.code, reason=request.reason, closed_by=request.by, closed_on=request.on)]


def _told(left: dict[str, Decimal | tuple[str, ...]]) -> str:
    return ", ".join(
        f"{found.normalize():f} units {what.replace('_', ' ')}"
        if isinstance(found, Decimal)
        else f"{what.replace('_', ' ')} {', '.join(found)}"
        for what, found in left.items()
    )
