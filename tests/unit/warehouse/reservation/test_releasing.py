"""Reservations: given back when the order is cancelled."""

from decimal import Decimal

from services.warehouse.reservation.events import Release, ReservationReleased
from services.warehouse.reservation.releasing import ReleaseReservation
from services.warehouse.reservation.state import Released
from tests.unit.warehouse.reservation.facts import (
    CALLED_OFF,
    FROM_MAIN,
    FROM_SIDE,
    MONDAY,
    SHIPPED,
    a_called_off_one,
    a_released_one,
    a_short_one,
    made,
    made_line,
    no_reservation,
)

RELEASE = ReleaseReservation(contract_id="c1", customer_id="acme", reason="changed their mind", on=MONDAY)


def release(warehouse: str, sku: str, *line_nos: int) -> Release:
    return Release(warehouse=warehouse, sku=sku, line_nos=line_nos)


def released(*releases: Release, shipments: tuple[str, ...]) -> ReservationReleased:
    return ReservationReleased(reason="changed their mind", releases=releases, shipments=shipments, released_on=MONDAY)


class TestReleasing:
    def test_each_stock_item_gets_back_all_that_the_order_holds_and_awaits_there(self) -> None:
        given = no_reservation.given(
            made(
                made_line(1, "5", {"MAIN": "3", "SIDE": "2"}),
                made_line(2, "4", {}, "4"),
                made_line(3, "1", {"MAIN": "1"}, sku="VALVE"),
                shipments=(FROM_MAIN, FROM_SIDE),
            )
        )
        given.when(RELEASE).then(
            released(
                release("MAIN", "PUMP", 1, 2),
                release("SIDE", "PUMP", 1),
                release("MAIN", "VALVE", 3),
                shipments=("s-main", "s-side"),
            )
        ).then_asked_again_nothing()

    def test_what_has_left_stays_left(self) -> None:
        decided = a_short_one.given(SHIPPED).when(RELEASE)
        decided.then(released(release("MAIN", "PUMP", 1), shipments=()))
        state = decided.state_after()
        assert isinstance(state, Released)
        (line,) = state.lines
        assert (line.set_aside, line.shipped, line.short) == (Decimal(4), Decimal(4), Decimal(0))

    def test_where_everything_has_left_nothing_is_given_back(self) -> None:
        given = no_reservation.given(made(made_line(1, "4", {"MAIN": "4"})), SHIPPED)
        given.when(RELEASE).then(released(shipments=()))

    def test_a_cancellation_heard_first_is_remembered(self) -> None:
        no_reservation.when(RELEASE).then(CALLED_OFF).then_asked_again_nothing()

    def test_a_cancellation_counts_once(self) -> None:
        a_released_one.when(RELEASE).then_nothing()
        a_called_off_one.when(RELEASE).then_nothing()
