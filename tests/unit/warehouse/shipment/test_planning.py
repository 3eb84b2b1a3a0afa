"""Shipments: planned, joined, called off."""

import pytest

from services.warehouse.shipment.events import ShipmentExtended, ShipmentLine
from services.warehouse.shipment.planning import (
    CancelShipment,
    PlanShipment,
    ShipmentHasBegun,
    ShipmentHasLeft,
    ShipmentIsCancelled,
    ShipmentUnknown,
)
from services.warehouse.shipment.state import Planned, Shipment
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    CANCELLED,
    MONDAY,
    TERMS,
    THAT_HAVE_LEFT,
    a_cancelled_one,
    a_packed_one,
    a_picked_one,
    a_planned_one,
    line,
    no_shipment,
    planned,
)

CANCEL = CancelShipment(reason="order cancelled", on=MONDAY)


def plan(*lines: ShipmentLine, cause: str = "o1") -> PlanShipment:
    return PlanShipment(
        order_id="o1",
        warehouse="MAIN",
        terms=TERMS,
        lines=lines or (line(1, "5"), line(2, "3", "VALVE")),
        cause_id=cause,
        remainder_of="",
        on=MONDAY,
    )


class TestPlanning:
    def test_what_is_set_aside_is_planned_once(self) -> None:
        no_shipment.when(plan()).then(planned()).then_asked_again_nothing()

    def test_more_goods_join_while_nothing_is_picked(self) -> None:
        more = (line(2, "1", "VALVE"), line(3, "4", "HOSE"))
        joined = ShipmentExtended(lines=more, cause_id="fill-2", extended_on=MONDAY)
        state = a_planned_one.when(plan(*more, cause="fill-2")).then(joined).then_asked_again_nothing().state_after()
        assert isinstance(state, Planned)
        assert state.load.lines == (line(1, "5"), line(2, "4", "VALVE"), line(3, "4", "HOSE"))

    @pytest.mark.parametrize("begun", [a_picked_one, a_packed_one])
    def test_nothing_joins_what_is_picked(self, begun: Specification[Shipment]) -> None:
        begun.when(plan(cause="fill-2")).then_rejected(ShipmentHasBegun)

    @pytest.mark.parametrize("left", THAT_HAVE_LEFT)
    def test_nothing_joins_what_has_left(self, left: Specification[Shipment]) -> None:
        left.when(plan(cause="fill-2")).then_rejected(ShipmentHasLeft)
        left.when(plan()).then_nothing()

    def test_nothing_joins_what_was_called_off(self) -> None:
        a_cancelled_one.when(plan(cause="fill-2")).then_rejected(ShipmentIsCancelled)


class TestCancelling:
    @pytest.mark.parametrize("here", [a_planned_one, a_picked_one, a_packed_one])
    def test_what_has_not_left_can_be_called_off_once(self, here: Specification[Shipment]) -> None:
        here.when(CANCEL).then(CANCELLED).then_asked_again_nothing()

    @pytest.mark.parametrize("left", THAT_HAVE_LEFT)
    def test_what_has_left_cannot(self, left: Specification[Shipment]) -> None:
        left.when(CANCEL).then_rejected(ShipmentHasLeft)

    def test_nor_what_was_never_planned(self) -> None:
        no_shipment.when(CANCEL).then_rejected(ShipmentUnknown)
