"""A corrected inspection of a customer's return, in the books."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shared.kernel.money import Money
from shared.published.corrections import RegradedStock, ReturnInspectionCorrectedV1
from shared.published.warehouse import InspectedItem, ReturnInspectedV1
from tests.unit.accounting.desk import Desk

MONDAY = date(2026, 3, 2)
INVENTORY, COST_OF_SALES, ADJUSTED, WARRANTY_COST, SCRAPPED = "1300", "5000", "5200", "5300", "5400"


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def item(good: int, repair: int, scrap: int, kind: str = "") -> InspectedItem:
    """Of three units that had left at 1,000: each worth 333, and two 666."""
    return InspectedItem(
        item_no=1,
        line_no=1,
        sku="PUMP",
        good=Decimal(good),
        good_value=usd(good * 1000 // 3),
        repair=Decimal(repair),
        repair_value=usd(repair * 1000 // 3),
        scrap=Decimal(scrap),
        scrap_cost=usd(scrap * 1000 // 3),
        finding="leaks",
        kind=kind,
    )


def inspected(found: InspectedItem) -> ReturnInspectedV1:
    return ReturnInspectedV1(
        return_id="rt1",
        inspection_id="i1",
        order_id="o1",
        customer_id="ACME",
        warehouse="HN",
        items=(found,),
        inspected_by="w",
        inspected_on=MONDAY,
    )


def corrected(was: InspectedItem, found: InspectedItem, **moved: tuple[int, int]) -> ReturnInspectionCorrectedV1:
    return ReturnInspectionCorrectedV1(
        return_id="rt1",
        inspection_id="i1",
        correction_no=1,
        order_id="o1",
        customer_id="ACME",
        warehouse="HN",
        was=was,
        found=found,
        moved=tuple(
            RegradedStock(warehouse=place, sku="PUMP", quantity=Decimal(units), value=usd(minor))
            for place, (units, minor) in moved.items()
        ),
        reason="wrong column",
        corrected_by="m",
        corrected_on=MONDAY,
    )


@pytest.mark.parametrize(
    ("kind", "cost"), [("", COST_OF_SALES), ("repair", COST_OF_SALES), ("replacement", WARRANTY_COST)]
)
@pytest.mark.parametrize("correction_first", [False, True])
async def test_the_books_are_as_if_it_had_been_graded_so_at_once(kind: str, cost: str, correction_first: bool) -> None:
    desk = await Desk.open()
    was, found = item(0, 0, 3, kind), item(2, 1, 0, kind)
    told = [inspected(was), corrected(was, found, HN=(2, 666), repair=(1, 333), scrap=(-3, 0))]
    for fact in reversed(told) if correction_first else told:
        await desk.hear(fact, key="rt1")
    balances = {account: minor for account, minor in (await desk.balances()).items() if minor}
    assert balances == {INVENTORY: 999, cost: -999}


async def test_what_the_stock_loses_else_is_an_adjustment() -> None:
    desk = await Desk.open()
    was, found = item(1, 1, 1), item(0, 1, 2)
    await desk.hear(corrected(was, found, HN=(-1, -400), scrap=(1, 0)), key="rt1")
    assert await desk.balances() == {INVENTORY: -400, SCRAPPED: 333, ADJUSTED: 67}


async def test_other_words_are_no_entry() -> None:
    desk = await Desk.open()
    await desk.hear(corrected(item(1, 1, 1), replace(item(1, 1, 1), finding="leaks at the seal")), key="rt1")
    assert await desk.balances() == {}
