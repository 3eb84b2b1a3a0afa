"""Stock counts over HTTP: pydantic in, command out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.views import wanted_latest
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.site_list.naming import NamesClosedSite, NamesUnknownSite, RequireCountableSite
from services.warehouse.stock_count.approving import (
    ApproveCount,
    CounterApproves,
    CountIsApproved,
    CountIsRefused,
    RefuseCount,
)
from services.warehouse.stock_count.counting import (
    LONGEST_AGO,
    CountedInTheFuture,
    CountedLongAgo,
    CountStock,
    NotOpeningStock,
    SkuCountedTwice,
    TallyLine,
)
from services.warehouse.stock_count.decider import STOCK_COUNT
from services.warehouse.stock_count.differing import CountedMeanwhile, StockMovedSinceCounted, UnitCostNeeded
from services.warehouse.stock_count.views import STOCK_COUNTS
from services.warehouse.stock_item.adjusting import AdjustsBelowReserved
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.earlier import EarlierStock, before
from services.warehouse.stock_item.naming import WAREHOUSE_CODE, site_of, stock_id
from services.warehouse.stock_item.valuation import AnotherCurrency
from services.warehouse.stock_item.views import STOCK_ITEMS
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send, StreamId
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Currency, Identity, Moment, QuantityOrNone, Reason, Strict, UnitPrice
from shared.web.moments import facts_since
from shared.web.problems import refusals

router = APIRouter(tags=["stock count"])
CountId = Annotated[Identity, Path(description="the stock count")]


class TallyLineIn(Strict):
    """Units of a SKU as they were counted. `unit_cost`, in major units, where there is no average cost yet."""

    sku: Identity
    counted: QuantityOrNone
    unit_cost: UnitPrice | None = None


class CountIn(Strict):
    """What was counted in one warehouse, and why. `opening` marks stock that was there before these books.

    `counted_at` is when, within the last 31 days; just now where nobody says so. What came and went since stays booked.
    """

    warehouse: Annotated[str, StringConstraints(pattern=WAREHOUSE_CODE)]
    currency: Currency
    opening: bool = False
    reason: Reason
    counted_at: Moment | None = None
    lines: Annotated[list[TallyLineIn], Field(min_length=1, max_length=500)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "warehouse": "main",
                    "currency": "USD",
                    "opening": True,
                    "reason": "opening stock",
                    "lines": [{"sku": "PUMP-40", "counted": "120", "unit_cost": "85.50"}],
                }
            ]
        }
    }


class RefusalIn(Strict):
    """Why the count does not count."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "Shelf 12 was left out."}]}}


def _stock_items(warehouse: str, skus: Iterable[str]) -> tuple[StreamId, ...]:
    return tuple(STOCK_ITEM.stream(stock_id(warehouse, sku)) for sku in skus)


@router.post(
    "/stock-counts",
    name="count stock",
    status_code=201,
    responses=refusals(
        NamesUnknownSite,
        NamesClosedSite,
        CountedInTheFuture,
        CountedLongAgo,
        SkuCountedTwice,
        CountedMeanwhile,
        NotOpeningStock,
        StockMovedSinceCounted,
        UnitCostNeeded,
        AnotherCurrency,
        *ALWAYS,
    ),
)
async def count_stock(body: CountIn, ask: Ask) -> DocumentRef:
    """Hands in a count. Nothing changes until a second person approves it."""
    stock = await _stock_then(body, ask)
    command = CountStock(
        warehouse=body.warehouse,
        currency=body.currency,
        opening=body.opening,
        reason=body.reason,
        lines=tuple(
            TallyLine(sku=line.sku, counted=line.counted, unit_cost=line.unit_cost, stock=then)
            for line, then in zip(body.lines, stock, strict=True)
        ),
        by=ask.person,
        counted_at=body.counted_at or ask.now,
        now=ask.now,
    )
    read_along = _stock_items(body.warehouse, (line.sku for line in body.lines))
    counted = STOCK_COUNT.stream(ask.new_id())
    return await ask.perform(
        Send(RequireCountableSite(code=site_of(body.warehouse), field="warehouse"), SITE_LIST_STREAM),
        Send(command, counted, given=read_along),
        answer=counted,
        creates=True,
        reason=body.reason,
    )


async def _stock_then(body: CountIn, ask: Ask) -> Sequence[EarlierStock | None]:
    """Line by line what was on hand when it was counted: the past does not change, so the decision need not look."""
    if body.counted_at is None:
        return [None] * len(body.lines)
    since = min(max(body.counted_at, ask.now - LONGEST_AGO), ask.now)
    places = [stock_id(body.warehouse, line.sku) for line in body.lines]
    return [before(facts, item) for item, facts in await facts_since(ask.runtime, STOCK_ITEM, places, since)]


@router.post(
    "/stock-counts/{count_id}/approval",
    name="approve stock count",
    responses=refusals(
        NamesUnknownSite,
        NamesClosedSite,
        CounterApproves,
        CountIsRefused,
        CountedMeanwhile,
        NotOpeningStock,
        StockMovedSinceCounted,
        AdjustsBelowReserved,
        UnitCostNeeded,
        AnotherCurrency,
        *ALWAYS,
    ),
)
async def approve_count(count_id: CountId, ask: Ask) -> DocumentRef:
    """Books the differences, all or none. Whoever counted cannot approve; where the site was vacated, nobody can.

    Each is what was counted less what the books said then, so that what came and went since stays booked.

    Where less was counted than is set aside, the orders that want their goods latest, of those that are still to be
    picked, wait for them again (`missing`).
    """
    sheet = await ask.document(STOCK_COUNTS.name, count_id)
    if sheet is None:
        raise UnknownDocument("nothing has this id")
    # The lines of a count never change, so the document names the right stock items at any age.
    warehouse, counted = sheet["warehouse"], STOCK_COUNT.stream(count_id)
    differences = {line["sku"]: Decimal(line["counted"]) - Decimal(line["booked"]) for line in sheet["lines"]}
    loses = await _who_loses(warehouse, differences, ask)
    read_along = (
        *_stock_items(warehouse, (line["sku"] for line in sheet["lines"])),
        *(SHIPMENT.stream(shipment_id) for shipment_id in loses),
    )
    return await ask.perform(
        Send(RequireCountableSite(code=site_of(warehouse), field="warehouse"), SITE_LIST_STREAM),
        Send(ApproveCount(shipments=loses, by=ask.person, on=ask.today), counted, given=read_along),
        answer=counted,
    )


async def _who_loses(warehouse: str, differences: dict[str, Decimal], ask: Ask) -> tuple[str, ...]:
    """Shipments with as many units as are lacking, those for the latest day first. The decision looks for itself."""
    reader = ask.runtime.reader
    where: dict[str, Any] = {"warehouse": warehouse, "sku": tuple(differences)}
    stock = await reader.page(STOCK_ITEMS.name, where=where, order_by="id", after=None, limit=len(differences))
    lacking = {row["sku"]: row["reserved"] - row["on_hand"] - differences[row["sku"]] for row in stock}
    return await wanted_latest(reader, warehouse, lacking)


@router.post(
    "/stock-counts/{count_id}/refusal",
    name="refuse stock count",
    responses=refusals(CountIsApproved, *ALWAYS),
)
async def refuse_count(count_id: CountId, body: RefusalIn, ask: Ask) -> DocumentRef:
    """Lets the count change nothing."""
    command = RefuseCount(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, STOCK_COUNT.stream(count_id)), reason=body.reason)


router.include_router(document_routes(STOCK_COUNTS, "/stock-counts", "stock count"))
