"""Sites over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from pydantic import StringConstraints

from services.warehouse.expected_receipt.views import EXPECTED_RECEIPTS
from services.warehouse.returned_goods.views import RETURNED
from services.warehouse.shipment.views import SHIPMENTS
from services.warehouse.site_list.closing import (
    CloseSite,
    SiteInUse,
    SiteIsOpen,
    SiteUsedMeanwhile,
    StillThere,
    VacateSite,
)
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.site_list.opening import (
    OpenSite,
    RenameSite,
    ReopenSite,
    SiteIsClosed,
    SiteIsSetApart,
    SiteTaken,
    SiteUnknown,
)
from services.warehouse.site_list.state import MAIN
from services.warehouse.site_list.views import SITE_LISTS
from services.warehouse.stock_count.views import STOCK_COUNTS
from services.warehouse.stock_item.naming import WAREHOUSE_CODE, repair_stock, scrap_stock
from services.warehouse.stock_item.views import STOCK_ITEMS
from shared.handling.runtime import Runtime
from shared.kernel.decider import Send
from shared.projections.view import DocumentView
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Identity, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["site"])
SiteCode = Annotated[
    str,
    StringConstraints(pattern=WAREHOUSE_CODE),
    Path(description="the code under which orders name the site", examples=["main"]),
]
KnownCode = Annotated[Identity, Path(description="the code of a listed site", examples=["main"])]
"""A found site has the code that others gave it, however that reads."""
MOST_NAMED: Final = 5
"""So many documents of a kind are named, of each queue, to whoever wants to vacate a site that they are at."""


class SiteIn(Strict):
    """What the site is called."""

    name: ShortText

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"name": "Main warehouse, Bình Dương"}]}}


@router.put("/sites/{code}", name="open site", responses=refusals(SiteTaken, SiteIsClosed, SiteIsSetApart, *ALWAYS))
async def open_site(code: SiteCode, body: SiteIn, ask: Ask) -> DocumentRef:
    """Opens a site; repeated in the same words, nothing changes.

    With the first one all places are opened that hold goods or expect some, under their code as a name and marked as
    found, until they are opened by their name. From then on nobody can name a site that is not open.
    """
    in_use: tuple[str, ...] = ()
    if await ask.row(SITE_LISTS.name, MAIN) is None:
        in_use = await _in_use(ask.runtime)
    command = OpenSite(code=code, name=body.name, in_use=in_use, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SITE_LIST_STREAM), creates=True)


@router.post("/sites/{code}/name", name="rename site", responses=refusals(SiteUnknown, SiteIsClosed, *ALWAYS))
async def rename_site(code: KnownCode, body: SiteIn, ask: Ask) -> DocumentRef:
    """Puts the site's name right; what was found is confirmed by it."""
    command = RenameSite(code=code, name=body.name, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SITE_LIST_STREAM))


@router.post("/sites/{code}/closing", name="close site", responses=refusals(SiteUnknown, *ALWAYS))
async def close_site(code: KnownCode, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Lets nobody name the site any more. What is there leaves, and is counted, and what is expected still comes."""
    command = CloseSite(code=code, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SITE_LIST_STREAM), reason=body.reason)


@router.post(
    "/sites/{code}/vacating",
    name="vacate site",
    responses=refusals(SiteUnknown, SiteIsOpen, SiteInUse, SiteUsedMeanwhile, *ALWAYS),
)
async def vacate_site(code: KnownCode, ask: Ask) -> DocumentRef:
    """Says that a closed site is empty. The refusal tells what is there, promised from there or on its way there."""
    shown = await ask.document(SITE_LISTS.name, MAIN)
    versions = {site["code"]: site.get("version", 0) for site in shown["sites"]} if shown is not None else {}
    # The look comes after the version: what comes in between is noted at the site, and the command is refused.
    still_there = await _still_there(ask.runtime, code)
    command = VacateSite(
        code=code, seen_version=versions.get(code, 0), still_there=still_there, by=ask.person, on=ask.today
    )
    return await ask.perform(Send(command, SITE_LIST_STREAM))


@router.post("/sites/{code}/reopening", name="reopen site", responses=refusals(SiteUnknown, *ALWAYS))
async def reopen_site(code: KnownCode, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Lets the site be named again, vacated or not."""
    command = ReopenSite(code=code, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SITE_LIST_STREAM), reason=body.reason)


async def _in_use(runtime: Runtime) -> tuple[str, ...]:
    """Every place that the stock names, or a document from which goods are still to come."""
    places: set[str] = set()
    for view, where in (
        (STOCK_ITEMS, {}),
        (EXPECTED_RECEIPTS, EXPECTED_RECEIPTS.queues["expected"]),
        (RETURNED, RETURNED.queues["expected"]),
        (RETURNED, RETURNED.queues["to-inspect"]),
        (SHIPMENTS, SHIPMENTS.queues["to-inspect"]),
        (STOCK_COUNTS, STOCK_COUNTS.queues["to-approve"]),
    ):
        rows = await runtime.reader.totals(view.name, group_by=("warehouse",), sums=(), where=where)
        places.update(row["warehouse"] for row in rows)
    return tuple(sorted(places))


async def _still_there(runtime: Runtime, code: str) -> StillThere:
    """What has to leave first."""
    parts = (code, repair_stock(code), scrap_stock(code))
    sums = ("on_hand", "reserved", "waiting")
    rows = await runtime.reader.totals(STOCK_ITEMS.name, group_by=("warehouse",), sums=sums, where={"warehouse": parts})
    return StillThere(
        **{name: sum((row[name] for row in rows), Decimal(0)) for name in sums},
        purchase_orders=await _first(runtime, EXPECTED_RECEIPTS, code, "expected"),
        customer_returns=tuple(
            dict.fromkeys(
                (
                    *await _first(runtime, RETURNED, code, "expected"),
                    *await _first(runtime, RETURNED, code, "to-inspect"),
                )
            )
        ),
        stock_counts=await _first(runtime, STOCK_COUNTS, parts, "to-approve"),
        shipments=(
            *await _first(runtime, SHIPMENTS, parts, "in-transit"),
            *await _first(runtime, SHIPMENTS, parts, "failed"),
            *await _first(runtime, SHIPMENTS, parts, "to-inspect"),
        ),
    )


async def _first(runtime: Runtime, view: DocumentView[Any], code: str | tuple[str, ...], queue: str) -> tuple[str, ...]:
    """The ids of the first documents of that queue which name the site."""
    where = {"warehouse": code, **view.queues[queue]}
    rows = await runtime.reader.page(view.name, where=where, order_by="id", after=None, limit=MOST_NAMED)
    return tuple(row["id"] for row in rows)


router.include_router(only_document_routes(SITE_LISTS, "/sites", "site list", MAIN))
