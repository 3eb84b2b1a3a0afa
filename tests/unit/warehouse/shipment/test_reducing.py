"""Shipments: goods that the customer does not want any more are taken off them."""

import pytest

from services.warehouse.shipment.events import ShipmentLine, ShipmentReduced
from services.warehouse.shipment.picking import PickShipment
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.reducing import OffTheShelf, ReducedTooFar, ReduceShipment
from services.warehouse.shipment.state import Planned, Shipment
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    MONDAY,
    THAT_HAVE_LEFT,
    a_cancelled_one,
    a_packed_one,
    a_picked_one,
    a_planned_one,
    line,
    no_shipment,
    picked,
)


def reduce(*lines: ShipmentLine) -> ReduceShipment:
    return ReduceShipment(reduction_id="r1", lines=lines, reason="fewer will do", on=MONDAY)


def reduced(*lines: ShipmentLine) -> ShipmentReduced:
    return ShipmentReduced(reduction_id="r1", lines=lines, reason="fewer will do", reduced_on=MONDAY)


class TestReducing:
    def test_these_goods_do_not_go_with_it(self) -> None:
        decided = a_planned_one.when(reduce(line(1, "2"))).then(reduced(line(1, "2")))
        state = decided.then_asked_again_nothing().state_after()
        assert isinstance(state, Planned)
        assert state.load.lines == (line(1, "3"), line(2, "3", "VALVE"))

    def test_a_line_of_which_nothing_is_left_is_gone(self) -> None:
        given = a_planned_one.given(reduced(line(1, "5")))
        assert isinstance(given.state, Planned)
        assert given.state.load.lines == (line(2, "3", "VALVE"),)
        given.when(PickShipment(lines=(), by="w.clerk", on=MONDAY)).then(picked(line(2, "3", "VALVE")))

    def test_never_more_than_is_in_it_and_never_all_of_it(self) -> None:
        a_planned_one.when(reduce(line(1, "6"))).then_rejected(ReducedTooFar)
        a_planned_one.when(reduce(line(9, "1"))).then_rejected(ReducedTooFar)
        a_planned_one.when(reduce(line(1, "5"), line(2, "3", "VALVE"))).then_rejected(ReducedTooFar)

    @pytest.mark.parametrize("begun", [a_picked_one, a_packed_one])
    def test_what_is_off_the_shelf_goes_as_it_is(self, begun: Specification[Shipment]) -> None:
        begun.when(reduce(line(1, "1"))).then_rejected(OffTheShelf)

    @pytest.mark.parametrize("left", THAT_HAVE_LEFT)
    def test_nothing_is_taken_off_what_has_left(self, left: Specification[Shipment]) -> None:
        left.when(reduce(line(1, "1"))).then_rejected(ShipmentHasLeft)

    def test_nor_off_what_was_called_off_or_never_planned(self) -> None:
        a_cancelled_one.when(reduce(line(1, "1"))).then_rejected(ShipmentIsCancelled)
        no_shipment.when(reduce(line(1, "1"))).then_rejected(ShipmentUnknown)
