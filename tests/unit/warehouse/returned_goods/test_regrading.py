"""An inspection that found units to be what they are not is corrected, by another person, to what they are."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.publishing import PUBLISHING
from services.warehouse.reactions.when_inspection_corrected_move_goods import when_inspection_corrected_move_goods
from services.warehouse.reactions.when_return_inspected_put_goods_away import when_return_inspected_put_goods_away
from services.warehouse.returned_goods.events import InspectionCorrected, ReturnInspected
from services.warehouse.returned_goods.expecting import WithdrawReturn
from services.warehouse.returned_goods.receiving import Graded, NotAnItem, ReturnNotExpected
from services.warehouse.returned_goods.regrading import (
    CorrectInspection,
    InspectionUnknown,
    InspectorCorrects,
    OtherNumberInspected,
)
from services.warehouse.returned_goods.state import Expected, Withdrawn
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine, ShipmentPlanned
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockPutBack, StockReserved
from shared.kernel.decider import Given, StreamId
from shared.kernel.money import Money
from shared.published.corrections import ReturnInspectionCorrectedV1
from shared.testing.specification import Specification
from tests.unit.warehouse.returned_goods.test_returned_goods import (
    DAY,
    EXPECT,
    INSPECT,
    RECEIVE,
    TERMS,
    after,
    heard,
    unheard,
)

Grades = tuple[int, int, int]
"""Good, repair, scrap."""


def correct(good: int, repair: int, scrap: int, **other: Any) -> CorrectInspection:
    graded = Graded(
        item_no=1, good=Decimal(good), repair=Decimal(repair), scrap=Decimal(scrap), finding="on second thoughts"
    )
    request = CorrectInspection(
        inspection_id="I1", graded=graded, shipments=(), reason="wrong column", by="wanda", on=DAY
    )
    return replace(request, **other)


def stocked(goods: Specification[Any], *facts: Any, place: str = "main") -> Specification[Any]:
    """With these facts of a stock beside."""
    return goods.beside(STOCK_ITEM, f"{place}:PUMP-40", *facts)


def put_back(quantity: int, minor: int) -> StockPutBack:
    return StockPutBack(
        source_id="I1", line_no=1, quantity=Decimal(quantity), value=Money(minor=minor, currency="USD"), put_back_on=DAY
    )


def inspected(goods: Specification[Any] | None = None) -> Specification[Any]:
    """One unit each, at 333 of the 1,000 that three had left with; all of it is where it was put."""
    goods = goods or after(EXPECT, RECEIVE, INSPECT)
    goods = stocked(stocked(goods, put_back(1, 333)), put_back(1, 333), place="main.repair")
    return stocked(goods, put_back(1, 0), place="main.scrap")


def moves(corrected: InspectionCorrected) -> dict[str, tuple[int, int]]:
    return {one.warehouse: (int(one.quantity), one.value.minor) for one in corrected.moved}


def one_fact(goods: Specification[Any], request: CorrectInspection) -> InspectionCorrected:
    (fact,) = goods.when(request).then_asked_again_nothing().facts
    assert isinstance(fact, InspectionCorrected)
    return fact


def test_they_leave_one_stock_for_another_at_what_they_would_have_come_in_at() -> None:
    fact = one_fact(inspected(), correct(3, 0, 0))
    assert moves(fact) == {"main": (2, 667), "main.repair": (-1, -333), "main.scrap": (-1, 0)}
    assert (fact.was.scrap_cost.minor, fact.found.scrap_cost.minor, fact.found.good_value.minor) == (333, 0, 1000)
    assert (fact.correction_no, fact.missing) == (1, ())
    sent = list(when_inspection_corrected_move_goods(heard(fact)))
    assert [send.to for send in sent] == [
        "stock_item-main:PUMP-40",
        "stock_item-main.repair:PUMP-40",
        "stock_item-main.scrap:PUMP-40",
    ]


def test_the_inspection_says_what_they_are_and_more_may_be_corrected_again() -> None:
    goods = inspected()
    goods = goods.given(one_fact(goods, correct(1, 0, 2)))
    assert isinstance(goods.state, Expected)
    file = goods.state.file
    (inspection,), (balance,) = file.inspections, file.balances
    assert (inspection.items[0].finding, inspection.inspected_by) == ("on second thoughts", "wim")
    assert [int(one) for one in (balance.good, balance.repair, balance.scrap, balance.to_inspect)] == [1, 0, 2, 0]
    again = one_fact(stocked(goods, put_back(2, 0), place="main.scrap"), correct(1, 1, 1))
    assert (again.correction_no, int(again.was.scrap), int(again.found.scrap)) == (2, 2, 1)


def test_only_the_words_are_corrected() -> None:
    assert one_fact(inspected(), correct(1, 1, 1)).moved == ()


def test_what_left_meanwhile_left_at_an_average_that_they_had_a_part_in() -> None:
    """The last unit takes all that is left; and no more than there is."""
    assert moves(one_fact(stocked(inspected(), put_back(1, 400)), correct(0, 2, 1)))["main"] == (-1, -400)
    assert moves(one_fact(stocked(inspected(), put_back(2, 100)), correct(0, 2, 1)))["main"] == (-1, -100)
    worth_something = stocked(inspected(), put_back(1, 7), place="main.scrap")
    assert moves(one_fact(worth_something, correct(2, 1, 0)))["main.scrap"] == (-1, -7)


def test_who_wants_them_latest_and_has_not_got_them_loses_them() -> None:
    held = StockReserved(order_id="O2", line_no=1, quantity=Decimal(1), reserved_on=DAY)
    planned = ShipmentPlanned(
        order_id="O2",
        warehouse="main",
        terms=TERMS,
        lines=(ShipmentLine(line_no=1, sku="PUMP-40", quantity=Decimal(1)),),
        cause_id="O2",
        remainder_of="",
        planned_on=DAY,
    )
    goods = stocked(inspected(), put_back(1, 333), held).beside(SHIPMENT, "S2", planned)
    (lost,) = one_fact(goods, correct(0, 2, 1, shipments=("S2",))).missing
    assert (lost.order_id, lost.shipment_id, int(lost.quantity)) == ("O2", "S2", 1)
    assert one_fact(goods, correct(0, 2, 1)).missing == ()  # the stock refuses then
    assert one_fact(goods, correct(2, 0, 1, shipments=("S2",))).missing == ()


def test_of_a_withdrawn_return_too() -> None:
    withdrawn = inspected(after(EXPECT, RECEIVE, INSPECT, WithdrawReturn(reason="too late", on=DAY)))
    assert isinstance(withdrawn.given(one_fact(withdrawn, correct(3, 0, 0))).state, Withdrawn)


def test_only_what_was_inspected_by_another_person_and_as_many() -> None:
    unheard().when(correct(3, 0, 0)).then_rejected(ReturnNotExpected)
    after(EXPECT, RECEIVE).when(correct(3, 0, 0)).then_rejected(InspectionUnknown)
    inspected().when(correct(3, 0, 0, by="wim")).then_rejected(InspectorCorrects)
    other = replace(correct(3, 0, 0).graded, item_no=2)
    inspected().when(correct(3, 0, 0, graded=other)).then_rejected(NotAnItem, field="item_no")
    for units in (2, 4):
        inspected().when(correct(units, 0, 0)).then_rejected(OtherNumberInspected)


def test_others_hear_what_they_were_and_what_they_are() -> None:
    goods = inspected()
    fact = one_fact(goods, correct(2, 1, 0))
    told = PUBLISHING[InspectionCorrected](heard(fact), goods.given(fact).state)
    assert isinstance(told, ReturnInspectionCorrectedV1)
    assert (told.return_id, told.inspection_id, told.order_id, told.customer_id) == ("RT", "I1", "O1", "C1")
    assert (int(told.was.scrap), int(told.found.scrap), told.found.good_value.minor) == (1, 0, 666)
    assert [(one.warehouse, one.sku, one.value.minor) for one in told.moved] == [
        ("main", "PUMP-40", 333),
        ("main.scrap", "PUMP-40", 0),
    ]


GRADED = st.sampled_from([(good, repair, 3 - good - repair) for good in range(4) for repair in range(4 - good)])


@given(st.lists(GRADED, min_size=2, max_size=5))
def test_the_stocks_are_as_if_it_had_been_graded_so_at_once(grades: list[Grades]) -> None:
    goods = after(EXPECT, RECEIVE)
    stocks: dict[StreamId, Any] = {}

    def take(sends: Any) -> None:
        for send in sends:
            item = stocks.get(send.to, STOCK_ITEM.initial)
            stocks[send.to] = STOCK_ITEM.fold(STOCK_ITEM.decide(send.command, item, Given({})), item)

    first = replace(INSPECT, items=(correct(*grades[0]).graded,))
    (fact,) = goods.when(first).facts
    assert isinstance(fact, ReturnInspected)
    goods = goods.given(fact)
    take(when_return_inspected_put_goods_away(heard(fact)))
    for graded in grades[1:]:
        places = ("main", "main.repair", "main.scrap")
        others = {STOCK_ITEM.stream(f"{place}:PUMP-40"): STOCK_ITEM.initial for place in places}
        beside = Specification(goods.decider, goods.history, {**goods.others, **others, **stocks})
        for corrected in beside.when(correct(*graded)).facts:
            goods = goods.given(corrected)
            take(when_inspection_corrected_move_goods(heard(corrected)))
    assert isinstance(goods.state, Expected)
    (item,) = goods.state.file.inspections[0].items
    for place, units, minor in (
        ("main", item.good, item.good_value.minor),
        ("main.repair", item.repair, item.repair_value.minor),
        ("main.scrap", item.scrap, 0),
    ):
        found = stocks.get(STOCK_ITEM.stream(f"{place}:PUMP-40"), STOCK_ITEM.initial)
        assert (found.on_hand, found.value.minor if found.value else 0) == (units, minor)
