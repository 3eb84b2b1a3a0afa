"""Reservations: what was short has come."""

from decimal import Decimal

import pytest

from services.warehouse.reservation.events import ReservationToppedUp
from services.warehouse.reservation.state import Held, Reservation
from services.warehouse.reservation.topping_up import (
    NothingReserved,
    ToppedUpTooFar,
    TopUpReservation,
)
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import (
    ShipmentLine,
    ShipmentPicked,
    ShipmentPlanned,
)
from shared.testing.specification import Specification
from tests.unit.warehouse.reservation.facts import (
    MONDAY,
    TERMS,
    TOPPED_UP,
    a_called_off_one,
    a_released_one,
    a_short_one,
    no_reservation,
)

PUMPS = (ShipmentLine(line_no=2, sku="PUMP", quantity=Decimal(1)),)
PLANNED = ShipmentPlanned(
    order_id="o1",
    warehouse="MAIN",
    terms=TERMS,
    lines=PUMPS,
    cause_id="f0",
    remainder_of="",
    planned_on=MONDAY,
)
PICKED = ShipmentPicked(lines=PUMPS, picked_by="w.clerk", picked_on=MONDAY)


def top_up(quantity: str = "3", fill_id: str = "f1", line_no: int = 1) -> TopUpReservation:
    return TopUpReservation(
        fill_id=fill_id,
        line_no=line_no,
        warehouse="MAIN",
        quantity=Decimal(quantity),
        shipment_id="s-receipt",
        other_shipment_id="s-other",
        on=MONDAY,
    )


def unplanned(specification: Specification[Reservation]) -> Specification[Reservation]:
    return specification.beside(SHIPMENT, "s-receipt")


class TestToppingUp:
    def test_the_shortage_shrinks_and_a_shipment_takes_it(self) -> None:
        state = unplanned(a_short_one).when(top_up()).then(TOPPED_UP).state_after()
        assert isinstance(state, Held)
        (line,) = state.lines
        assert (line.set_aside, line.short) == (Decimal(7), Decimal(3))
        assert state.to_go == ("s-main", "s-receipt")

    def test_one_fill_counts_once(self) -> None:
        given = unplanned(a_short_one.given(TOPPED_UP))
        given.when(top_up()).then_nothing()
        assert len(given.when(top_up(fill_id="f2")).facts) == 1

    def test_it_joins_the_shipment_of_the_same_cause_while_that_is_planned(self) -> None:
        a_short_one.beside(SHIPMENT, "s-receipt", PLANNED).when(top_up()).then(TOPPED_UP)

    def test_it_goes_with_another_one_when_that_is_picked(self) -> None:
        decided = a_short_one.beside(SHIPMENT, "s-receipt", PLANNED, PICKED).when(top_up())
        (fact,) = decided.facts
        assert isinstance(fact, ReservationToppedUp)
        assert fact.shipment_id == "s-other"

    def test_goods_from_another_warehouse_are_a_part_of_their_own(self) -> None:
        from_side = ReservationToppedUp(
            fill_id="f9",
            line_no=1,
            sku="PUMP",
            warehouse="SIDE",
            quantity=Decimal(2),
            shipment_id="s-side",
            terms=TERMS,
            topped_up_on=MONDAY,
        )
        state = a_short_one.given(from_side).state
        assert isinstance(state, Held)
        assert [(one.warehouse, one.quantity) for one in state.lines[0].parts] == [
            ("MAIN", Decimal(4)),
            ("SIDE", Decimal(2)),
        ]

    def test_never_more_than_the_line_waits_for(self) -> None:
        unplanned(a_short_one).when(top_up("7")).then_rejected(ToppedUpTooFar)
        unplanned(a_short_one).when(top_up(line_no=9)).then_rejected(ToppedUpTooFar)

    @pytest.mark.parametrize("other", [no_reservation, a_called_off_one, a_released_one])
    def test_only_an_order_that_waits_is_topped_up(self, other: Specification[Reservation]) -> None:
        unplanned(other).when(top_up()).then_rejected(NothingReserved)
