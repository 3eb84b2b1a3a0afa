"""Shipments: taken off the shelf, in full or in part, and put back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.shipment.events import PickingUndone, ShipmentPicked, ShipmentSplit
from services.warehouse.shipment.packing import PackShipment
from services.warehouse.shipment.picking import (
    LineNamedTwice,
    LineNotPlanned,
    NothingPicked,
    PickedAlready,
    PickedLine,
    PickShipment,
    PicksMoreThanPlanned,
    StillPacked,
    UndoPicking,
)
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import Picked, Planned, Shipment
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    MONDAY,
    TERMS,
    THAT_HAVE_LEFT,
    a_cancelled_one,
    a_packed_one,
    a_picked_one,
    a_planned_one,
    line,
    no_shipment,
    picked,
    planned,
)

UNDO = UndoPicking(reason="wrong shelf", by="w.clerk", on=MONDAY)
UNDONE = PickingUndone(reason="wrong shelf", undone_by="w.clerk", undone_on=MONDAY)


def pick(*lines: tuple[int, str]) -> PickShipment:
    found = tuple(PickedLine(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in lines)
    return PickShipment(lines=found, by="w.clerk", on=MONDAY)


class TestPicking:
    def test_without_lines_all_is_picked_as_planned(self) -> None:
        a_planned_one.when(pick()).then(picked()).then_asked_again_nothing()

    def test_what_is_not_found_goes_later(self) -> None:
        left = ShipmentSplit(
            order_id="o1",
            warehouse="MAIN",
            terms=TERMS,
            lines=(line(1, "2"), line(2, "3", "VALVE")),
            split_on=MONDAY,
        )
        a_planned_one.when(pick((1, "3"))).then(picked(line(1, "3")), left).then_asked_again_nothing()

    def test_a_line_of_which_nothing_was_found_may_be_named(self) -> None:
        decided = a_planned_one.when(pick((1, "5"), (2, "0")))
        assert decided.facts[0] == picked(line(1, "5"))
        decided.then_asked_again_nothing()

    def test_only_what_is_planned_is_picked(self) -> None:
        a_planned_one.when(pick((1, "5"), (3, "1"))).then_rejected(LineNotPlanned, field="lines.1.line_no")
        a_planned_one.when(pick((1, "1"), (1, "1"))).then_rejected(LineNamedTwice, field="lines.1.line_no")
        a_planned_one.when(pick((1, "6"))).then_rejected(PicksMoreThanPlanned, field="lines.0.quantity")
        a_planned_one.when(pick((1, "0"))).then_rejected(NothingPicked, field="lines")

    @pytest.mark.parametrize("done", [a_picked_one, a_packed_one])
    def test_picked_in_another_way_it_has_to_be_undone_first(self, done: Specification[Shipment]) -> None:
        done.when(pick()).then_nothing()
        done.when(pick((1, "5"), (2, "3"))).then_nothing()
        done.when(pick((1, "4"))).then_rejected(PickedAlready)

    def test_what_was_picked_short_was_not_picked_as_planned(self) -> None:
        short = a_planned_one.given(*a_planned_one.when(pick((1, "3"))).facts)
        packed = short.given(*short.when(PackShipment(packages=1, weight_kg=None, by="w.clerk", on=MONDAY)).facts)
        for done in (short, packed):
            done.when(pick()).then_rejected(PickedAlready)
            done.when(pick((1, "5"), (2, "3"))).then_rejected(PickedAlready)
            done.when(pick((1, "3"))).then_nothing()
        again = short.given(*short.when(UNDO).facts)
        whole = again.given(*again.when(pick()).then(picked(line(1, "3"))).facts)
        whole.when(pick()).then_nothing()

    @pytest.mark.parametrize("done", [a_picked_one, a_packed_one])
    def test_picked_already_a_line_is_still_named_once(self, done: Specification[Shipment]) -> None:
        done.when(pick((1, "1"), (1, "5"), (2, "3"))).then_rejected(LineNamedTwice, field="lines.1.line_no")

    @pytest.mark.parametrize("left", THAT_HAVE_LEFT)
    def test_not_after_it_has_left(self, left: Specification[Shipment]) -> None:
        left.when(pick()).then_rejected(ShipmentHasLeft)
        left.when(UNDO).then_rejected(ShipmentHasLeft)

    def test_not_what_is_not_to_go(self) -> None:
        no_shipment.when(pick()).then_rejected(ShipmentUnknown)
        a_cancelled_one.when(pick()).then_rejected(ShipmentIsCancelled)

    @given(
        st.lists(
            st.tuples(st.integers(1, 1000), st.integers(0, 1000)).map(lambda two: (max(two), min(two))),
            min_size=1,
            max_size=8,
        )
    )
    def test_picked_and_left_are_what_was_planned(self, quantities: list[tuple[int, int]]) -> None:
        lines = [line(number + 1, str(planned)) for number, (planned, _) in enumerate(quantities)]
        found = [(number + 1, str(one)) for number, (_, one) in enumerate(quantities)]
        decided = no_shipment.given(planned(*lines)).when(pick(*found))
        if not any(one for _, one in quantities):
            decided.then_rejected(NothingPicked)
            return
        together: dict[int, Decimal] = {}
        for fact in decided.facts:
            assert isinstance(fact, ShipmentPicked | ShipmentSplit)
            assert all(one.quantity > 0 for one in fact.lines)
            for one in fact.lines:
                together[one.line_no] = together.get(one.line_no, Decimal(0)) + one.quantity
        assert together == {one.line_no: one.quantity for one in lines}


class TestUndoingThePicking:
    def test_the_goods_are_to_be_picked_anew(self) -> None:
        state = a_picked_one.when(UNDO).then(UNDONE).then_asked_again_nothing().state_after()
        assert isinstance(state, Planned)

    def test_what_was_not_found_does_not_come_back_by_it(self) -> None:
        given = no_shipment.given(planned(), picked(line(1, "3")), UNDONE)
        state = given.when(pick()).then(picked(line(1, "3"))).state_after()
        assert isinstance(state, Picked)

    def test_packages_are_opened_first(self) -> None:
        a_packed_one.when(UNDO).then_rejected(StillPacked)

    def test_not_what_is_not_to_go(self) -> None:
        no_shipment.when(UNDO).then_rejected(ShipmentUnknown)
        a_cancelled_one.when(UNDO).then_rejected(ShipmentIsCancelled)
