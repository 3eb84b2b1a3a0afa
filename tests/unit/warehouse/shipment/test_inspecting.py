"""Goods that came back undelivered: each unit is looked at once, and no cost is left behind."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import LookedAt, ShipmentInspected, ShipmentReturned
from services.warehouse.shipment.inspecting import GradedLine, HasNotComeBack, InspectShipment, NothingToInspect
from services.warehouse.shipment.planning import ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import Returned, Shipment
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    FAILED,
    MONDAY,
    RETURNED,
    SHIPPED,
    a_cancelled_one,
    a_delivered_one,
    a_picked_one,
    a_planned_one,
    a_returned_one,
    an_undelivered_one,
    no_shipment,
    picked,
    planned,
    shipped_line,
)

NOBODY = Given({})


def graded(line_no: int, good: str, repair: str = "0", scrap: str = "0") -> GradedLine:
    return GradedLine(
        line_no=line_no, good=Decimal(good), repair=Decimal(repair), scrap=Decimal(scrap), finding="looked at"
    )


def inspect(*lines: GradedLine, inspection_id: str = "i1") -> InspectShipment:
    return InspectShipment(inspection_id=inspection_id, lines=lines, by="w.clerk", on=MONDAY)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def test_units_take_their_share_of_the_cost_that_they_left_with() -> None:
    found = LookedAt(
        line_no=1,
        sku="PUMP",
        good=Decimal(3),
        good_value=usd(300),
        repair=Decimal(1),
        repair_value=usd(100),
        scrap=Decimal(1),
        scrap_cost=usd(100),
        finding="looked at",
    )
    expected = ShipmentInspected(
        inspection_id="i1",
        order_id="o1",
        warehouse="MAIN",
        lines=(found,),
        inspected_by="w.clerk",
        inspected_on=MONDAY,
    )
    a_returned_one.when(inspect(graded(1, "3", "1", "1"))).then(expected).then_asked_again_nothing()
    a_returned_one.given(expected).when(inspect(graded(1, "1"), inspection_id="i2")).then_rejected(NothingToInspect)


def test_what_came_back_in_earlier_days_is_stock_already() -> None:
    then = an_undelivered_one.given(replace(RETURNED, to_inspect=False))
    then.when(inspect(graded(1, "1"))).then_rejected(NothingToInspect)


@pytest.mark.parametrize("shipment", [a_planned_one, a_picked_one, an_undelivered_one, a_delivered_one])
def test_what_is_not_back_is_not_looked_at(shipment: Specification[Shipment]) -> None:
    shipment.when(inspect(graded(1, "1"))).then_rejected(HasNotComeBack)


def test_what_never_left_is_not_looked_at() -> None:
    no_shipment.when(inspect(graded(1, "1"))).then_rejected(ShipmentUnknown)
    a_cancelled_one.when(inspect(graded(1, "1"))).then_rejected(ShipmentIsCancelled)


@given(
    cost=st.integers(0, 10_000),
    grades=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1),
)
def test_however_it_is_inspected_all_of_the_cost_comes_back(cost: int, grades: list[tuple[int, int, int]]) -> None:
    left = shipped_line(1, str(sum(map(sum, grades))), cost)
    back: ShipmentReturned = replace(RETURNED, lines=(left,))
    history = [planned(), picked(), replace(SHIPPED, lines=(left,)), FAILED, back]
    worth = 0
    for number, units in enumerate(grades):
        request = inspect(graded(1, *map(str, units)), inspection_id=f"i{number}")
        (fact,) = SHIPMENT.decide(request, SHIPMENT.fold(history), NOBODY)
        assert isinstance(fact, ShipmentInspected)
        (line,) = fact.lines
        assert min(line.good_value.minor, line.repair_value.minor, line.scrap_cost.minor) >= 0
        worth += line.good_value.minor + line.repair_value.minor + line.scrap_cost.minor
        history.append(fact)
    after = SHIPMENT.fold(history)
    assert isinstance(after, Returned)
    assert (after.to_inspect, worth) == ((), cost)
