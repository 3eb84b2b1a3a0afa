"""Reservations: an order is for less, and gives back what has not left and is not off the shelf."""

from decimal import Decimal
from typing import Any, Final

import pytest

from services.warehouse.reservation.events import (
    ReducedLine,
    ReducedShipment,
    ReductionBegun,
    ReductionNoted,
    ReservationReduced,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
    SetAside,
    WantedLine,
)
from services.warehouse.reservation.making import MakeReservation, OrderedLine
from services.warehouse.reservation.reducing import BeginReduction, CarryOutReduction
from services.warehouse.reservation.releasing import ReleaseReservation
from services.warehouse.reservation.state import Held, Reservation
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import (
    ShipmentLine,
    ShipmentPacked,
    ShipmentPicked,
    ShipmentPlanned,
    ShipmentReduced,
)
from services.warehouse.stock_item.decider import STOCK_ITEM
from shared.testing.specification import Decided, Specification
from tests.unit.warehouse.reservation.facts import (
    FROM_MAIN,
    FROM_SIDE,
    MONDAY,
    RETURNED,
    SHIPPED,
    TERMS,
    TOPPED_UP,
    a_called_off_one,
    a_released_one,
    a_short_one,
    made,
    made_line,
    moved,
    no_reservation,
)

REASON: Final = "fewer will do"
PACKED: Final = ShipmentPacked(packages=1, weight_kg=None, packed_by="w.clerk", packed_on=MONDAY)


def wanted(*lines: tuple[int, str]) -> tuple[WantedLine, ...]:
    return tuple(WantedLine(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in lines)


def begin(*lines: tuple[int, str], reduction_id: str = "r1") -> BeginReduction:
    return BeginReduction(
        reduction_id=reduction_id, lines=wanted(*lines), reason=REASON, requested_by="s.rep", on=MONDAY
    )


def begun(*lines: tuple[int, str], shipments: tuple[str, ...], reduction_id: str = "r1") -> ReductionBegun:
    return ReductionBegun(
        reduction_id=reduction_id,
        lines=wanted(*lines),
        reason=REASON,
        requested_by="s.rep",
        shipments=shipments,
        begun_on=MONDAY,
    )


def noted(*lines: tuple[int, str]) -> ReductionNoted:
    return ReductionNoted(reduction_id="r1", lines=wanted(*lines), reason=REASON, requested_by="s.rep", noted_on=MONDAY)


def goods(*lines: tuple[int, str]) -> tuple[ShipmentLine, ...]:
    return tuple(ShipmentLine(line_no=line_no, sku="PUMP", quantity=Decimal(quantity)) for line_no, quantity in lines)


def planned(*lines: tuple[int, str], warehouse: str = "MAIN") -> ShipmentPlanned:
    return ShipmentPlanned(
        order_id="o1",
        warehouse=warehouse,
        terms=TERMS,
        lines=goods(*lines),
        cause_id="o1",
        remainder_of="",
        planned_on=MONDAY,
    )


def picked(*lines: tuple[int, str]) -> ShipmentPicked:
    return ShipmentPicked(lines=goods(*lines), picked_by="w.clerk", picked_on=MONDAY)


def carried_out(given: Specification[Reservation], *lines: tuple[int, str], **shipments: list[Any]) -> Decided[Any]:
    """The two steps: begun, then decided beside these shipments, `s_main` and so on, with their histories."""
    named = {name.replace("_", "-"): history for name, history in shipments.items()}
    for shipment_id, history in named.items():
        given = given.beside(SHIPMENT, shipment_id, *history)
    command = CarryOutReduction(
        reduction_id="r1", lines=wanted(*lines), shipments=tuple(named), reason=REASON, on=MONDAY
    )
    return given.given(begun(*lines, shipments=tuple(named))).when(command)


def places(**quantities: str) -> tuple[SetAside, ...]:
    return tuple(
        SetAside(warehouse=warehouse, quantity=Decimal(quantity)) for warehouse, quantity in quantities.items()
    )


def less(
    before: str,
    now: str,
    *,
    line_no: int = 1,
    returned: tuple[SetAside, ...] = (),
    short: str = "0",
    given_back: tuple[SetAside, ...] = (),
) -> ReducedLine:
    return ReducedLine(
        line_no=line_no,
        sku="PUMP",
        ordered_before=Decimal(before),
        ordered=Decimal(now),
        returned=returned,
        short=Decimal(short),
        given_back=given_back,
    )


def off(shipment_id: str, *lines: tuple[int, str], called_off: bool = False) -> ReducedShipment:
    return ReducedShipment(shipment_id=shipment_id, lines=goods(*lines), called_off=called_off)


def reduced(*lines: ReducedLine, shipments: tuple[ReducedShipment, ...] = ()) -> ReservationReduced:
    return ReservationReduced(
        reduction_id="r1", lines=lines, shipments=shipments, short_in="MAIN", reason=REASON, reduced_on=MONDAY
    )


class TestBeginning:
    def test_the_shipments_that_have_not_left_are_to_be_looked_at(self) -> None:
        given = a_short_one.given(TOPPED_UP)
        given.when(begin((1, "5"))).then(begun((1, "5"), shipments=("s-main", "s-receipt"))).then_asked_again_nothing()

    def test_a_reduction_counts_once_after_it_was_carried_out_too(self) -> None:
        given = a_short_one.given(begun((1, "5"), shipments=("s-main",)), reduced())
        given.when(begin((1, "5"))).then_nothing()
        assert len(given.when(begin((1, "5"), reduction_id="r2")).facts) == 1

    def test_heard_before_the_confirmation_it_is_remembered_and_begins_with_the_reservation(self) -> None:
        no_reservation.when(begin((1, "5"))).then(noted((1, "5"))).then_asked_again_nothing()
        make = MakeReservation(
            terms=TERMS,
            lines=(OrderedLine(line_no=1, sku="PUMP", quantity=Decimal(6)),),
            ship_from=(FROM_MAIN,),
            on=MONDAY,
        )
        no_reservation.given(noted((1, "5"))).beside(STOCK_ITEM, "MAIN:PUMP").when(make).then(
            made(made_line(1, "6", {}, "6"), shipments=()), begun((1, "5"), shipments=())
        )

    @pytest.mark.parametrize("other", [a_called_off_one, a_released_one])
    def test_a_cancelled_order_is_not_reduced(self, other: Specification[Reservation]) -> None:
        other.when(begin((1, "5"))).then_nothing()
        other.given(noted((1, "5"))).when(begin((1, "5"))).then_nothing()


class TestCarryingOut:
    def test_what_is_short_is_given_up_first(self) -> None:
        decided = carried_out(a_short_one, (1, "5"), s_main=[planned((1, "4"))])
        state = decided.then(reduced(less("10", "5", short="5"))).then_asked_again_nothing().state_after()
        assert isinstance(state, Held)
        (line,) = state.lines
        assert (line.ordered, line.set_aside, line.short) == (Decimal(5), Decimal(4), Decimal(1))
        assert state.to_go == ("s-main",)

    def test_then_what_is_set_aside_and_still_on_the_shelf(self) -> None:
        decided = carried_out(a_short_one, (1, "1"), s_main=[planned((1, "4"), (2, "1"))])
        decided.then(
            reduced(
                less("10", "1", short="6", given_back=places(MAIN="3")),
                shipments=(off("s-main", (1, "3")),),
            )
        ).then_asked_again_nothing()

    def test_a_shipment_of_which_nothing_is_left_is_called_off(self) -> None:
        state = (
            carried_out(a_short_one, (1, "0"), s_main=[planned((1, "4"))])
            .then(
                reduced(
                    less("10", "0", short="6", given_back=places(MAIN="4")),
                    shipments=(off("s-main", (1, "4"), called_off=True),),
                )
            )
            .state_after()
        )
        assert isinstance(state, Held)
        (line,) = state.lines
        assert (line.ordered, line.parts, line.short) == (Decimal(0), (), Decimal(0))
        assert state.to_go == ()

    @pytest.mark.parametrize("history", [[picked((1, "4"))], [picked((1, "4")), PACKED]])
    def test_what_is_off_the_shelf_stays(self, history: list[Any]) -> None:
        decided = carried_out(a_short_one, (1, "1"), s_main=[planned((1, "4")), *history])
        decided.then(reduced(less("10", "4", short="6")))

    def test_what_has_left_stays(self) -> None:
        carried_out(a_short_one.given(SHIPPED), (1, "0")).then(reduced(less("10", "4", short="6")))

    def test_when_everything_has_left_the_answer_is_that_nothing_changes(self) -> None:
        given = no_reservation.given(made(made_line(1, "4", {"MAIN": "4"})), SHIPPED)
        carried_out(given, (1, "1")).then(reduced()).then_asked_again_nothing()

    def test_what_came_back_undelivered_goes_before_what_is_short(self) -> None:
        state = (
            carried_out(a_short_one.given(SHIPPED, RETURNED), (1, "5"))
            .then(reduced(less("10", "5", returned=places(MAIN="4"), short="1")))
            .state_after()
        )
        assert isinstance(state, Held)
        (line,) = state.lines
        assert (line.ordered, line.parts, line.short, line.returned) == (Decimal(5), (), Decimal(5), Decimal(0))

    def test_lines_that_are_not_named_unknown_or_wanted_more_of_stay(self) -> None:
        decided = carried_out(a_short_one, (1, "11"), (7, "1"), s_main=[planned((1, "4"))])
        decided.then(reduced())
        carried_out(a_short_one, s_main=[planned((1, "4"))]).then(reduced())

    def test_the_least_preferred_warehouse_gives_first_and_there_the_latest_shipment(self) -> None:
        given = no_reservation.given(
            made(made_line(1, "9", {"MAIN": "3", "SIDE": "6"}), shipments=(FROM_MAIN, FROM_SIDE))
        )
        shipments = {
            "s_side": [planned((1, "4"), warehouse="SIDE")],
            "s_main": [planned((1, "3"))],
            "s_rest": [planned((1, "2"), warehouse="SIDE")],
        }
        carried_out(given, (1, "5"), **shipments).then(
            reduced(
                less("9", "5", given_back=places(SIDE="4")),
                shipments=(off("s-side", (1, "2")), off("s-rest", (1, "2"), called_off=True)),
            )
        )
        carried_out(given, (1, "2"), **shipments).then(
            reduced(
                less("9", "2", given_back=places(SIDE="6", MAIN="1")),
                shipments=(
                    off("s-side", (1, "4"), called_off=True),
                    off("s-main", (1, "1")),
                    off("s-rest", (1, "2"), called_off=True),
                ),
            )
        )

    def test_the_warehouse_where_goods_are_awaited_is_the_preferred_one_however_late_they_came(self) -> None:
        given = no_reservation.given(made(made_line(1, "5", {"SIDE": "2"}, "3"), shipments=(FROM_SIDE,)), TOPPED_UP)
        carried_out(given, (1, "4"), s_side=[planned((1, "2"), warehouse="SIDE")], s_receipt=[planned((1, "3"))]).then(
            reduced(less("5", "4", given_back=places(SIDE="1")), shipments=(off("s-side", (1, "1")),))
        )

    def test_a_shipment_that_was_reduced_before_gives_what_is_still_in_it(self) -> None:
        before = ShipmentReduced(reduction_id="r0", lines=goods((1, "3")), reason=REASON, reduced_on=MONDAY)
        given = no_reservation.given(made(made_line(1, "2", {"MAIN": "2"})))
        carried_out(given, (1, "0"), s_main=[planned((1, "5")), before]).then(
            reduced(less("2", "0", given_back=places(MAIN="2")), shipments=(off("s-main", (1, "2"), called_off=True),))
        )

    def test_only_what_has_begun_is_carried_out(self) -> None:
        command = CarryOutReduction(reduction_id="r9", lines=wanted((1, "0")), shipments=(), reason=REASON, on=MONDAY)
        for other in (no_reservation, a_short_one, a_called_off_one, a_released_one):
            other.when(command).then_nothing()


class TestComingBack:
    def test_undelivered_goods_are_struck_off_where_they_had_left_from(self) -> None:
        from_side = ReservedGoodsShipped(
            shipment_id="s-side", warehouse="SIDE", lines=moved((1, "2")), shipped_on=MONDAY
        )
        given = no_reservation.given(
            made(made_line(1, "6", {"MAIN": "4", "SIDE": "2"}), shipments=(FROM_MAIN, FROM_SIDE)),
            SHIPPED,
            from_side,
            RETURNED,
        )
        state = carried_out(given, (1, "3")).then(reduced(less("6", "3", returned=places(MAIN="3")))).state_after()
        assert isinstance(state, Held)
        (line,) = state.lines
        assert [(one.warehouse, one.shipped, one.returned) for one in line.parts] == [
            ("MAIN", Decimal(1), Decimal(1)),
            ("SIDE", Decimal(2), Decimal(0)),
        ]

    def test_a_fact_of_earlier_days_that_names_no_warehouse_counts_for_the_first_ones(self) -> None:
        early = ReservedGoodsReturned(shipment_id="s-main", lines=moved((1, "4")), returned_on=MONDAY)
        state = a_short_one.given(SHIPPED, early).state
        assert isinstance(state, Held)
        assert (state.lines[0].returned, state.lines[0].parts[0].returned) == (Decimal(4), Decimal(4))


class TestAfterwards:
    def test_a_cancellation_gives_back_what_is_left(self) -> None:
        given = a_short_one.given(
            begun((1, "2"), shipments=("s-main",)),
            reduced(less("10", "2", short="6", given_back=places(MAIN="2")), shipments=(off("s-main", (1, "2")),)),
        )
        decided = given.when(ReleaseReservation(contract_id="c1", customer_id="acme", reason=REASON, on=MONDAY))
        (fact,) = decided.facts
        assert [(one.warehouse, one.sku, one.line_nos) for one in fact.releases] == [("MAIN", "PUMP", (1,))]
        assert fact.shipments == ("s-main",)
        given.given(fact).when(begin((1, "0"), reduction_id="r2")).then_nothing()
