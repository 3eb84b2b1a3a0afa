"""Reservations: what there is, in order of preference, and what is short."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.reservation.events import FirstShipment, ReservationMade
from services.warehouse.reservation.making import MakeReservation, NowhereToShipFrom, OrderedLine
from services.warehouse.reservation.state import Held, Reservation
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.events import SiteClosed, SiteOpened
from services.warehouse.site_list.state import MAIN
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockReceived, StockReserved
from shared.kernel.money import Money
from shared.testing.specification import Specification
from tests.unit.warehouse.reservation.facts import (
    FROM_MAIN,
    FROM_SIDE,
    MONDAY,
    TERMS,
    a_called_off_one,
    a_released_one,
    a_short_one,
    made,
    made_line,
    no_reservation,
)

WAREHOUSES = (FROM_MAIN, FROM_SIDE)


def make(*lines: tuple[int, str, str], ship_from: tuple[FirstShipment, ...] = WAREHOUSES) -> MakeReservation:
    return MakeReservation(
        terms=TERMS,
        lines=tuple(
            OrderedLine(line_no=line_no, sku=sku, quantity=Decimal(quantity)) for line_no, sku, quantity in lines
        ),
        ship_from=ship_from,
        on=MONDAY,
    )


def with_stock(**available: int) -> Specification[Reservation]:
    """`MAIN_PUMP=3`: three pumps are available in MAIN, beside two that are promised to others."""
    specification = no_reservation
    for place, quantity in available.items():
        received = StockReceived(
            receipt_id="r",
            line_no=1,
            quantity=Decimal(quantity + 2),
            value=Money(minor=100, currency="USD"),
            received_on=MONDAY,
        )
        promised = StockReserved(order_id="another", line_no=1, quantity=Decimal(2), reserved_on=MONDAY)
        specification = specification.beside(STOCK_ITEM, place.replace("_", ":"), received, promised)
    return specification


class TestMaking:
    def test_the_preferred_warehouse_comes_first(self) -> None:
        decided = with_stock(MAIN_PUMP=3, SIDE_PUMP=9).when(make((1, "PUMP", "5")))
        decided.then(made(made_line(1, "5", {"MAIN": "3", "SIDE": "2"}), shipments=WAREHOUSES))
        decided.then_asked_again_nothing()

    def test_a_warehouse_that_has_nothing_to_give_ships_nothing(self) -> None:
        decided = with_stock(MAIN_PUMP=0, SIDE_PUMP=9).when(make((1, "PUMP", "5")))
        decided.then(made(made_line(1, "5", {"SIDE": "5"}), shipments=(FROM_SIDE,)))

    def test_what_is_nowhere_is_short_in_the_first_warehouse(self) -> None:
        decided = with_stock(MAIN_PUMP=3, SIDE_PUMP=1).when(make((1, "PUMP", "5")))
        decided.then(made(made_line(1, "5", {"MAIN": "3", "SIDE": "1"}, "1"), shipments=WAREHOUSES))

    @pytest.mark.parametrize(
        ("is_open", "short_in"),
        [
            ((), "MAIN"),
            (("SIDE",), "SIDE"),
            (("MAIN", "SIDE"), "MAIN"),
            (("WEST",), "MAIN"),
            (("SIDE", "WEST"), "SIDE"),
        ],
    )
    def test_nothing_is_bought_for_a_closed_site_where_the_order_names_an_open_one(
        self, is_open: tuple[str, ...], short_in: str
    ) -> None:
        opened = (
            SiteOpened(code=code, name=code, found=False, opened_by="wanda", opened_on=MONDAY)
            for code in ("MAIN", *is_open)
        )
        closed = (
            () if "MAIN" in is_open else (SiteClosed(code="MAIN", reason="full", closed_by="wanda", closed_on=MONDAY),)
        )
        sites = with_stock(MAIN_PUMP=0, SIDE_PUMP=0).beside(SITE_LIST, MAIN, *opened, *closed)
        (fact,) = sites.when(make((1, "PUMP", "5"))).facts
        assert isinstance(fact, ReservationMade)
        assert fact.short_in == short_in

    def test_nothing_anywhere_is_a_reservation_too(self) -> None:
        decided = with_stock(MAIN_PUMP=0, SIDE_PUMP=0).when(make((1, "PUMP", "5")))
        decided.then(made(made_line(1, "5", {}, "5"), shipments=()))

    def test_lines_that_share_a_sku_share_its_stock(self) -> None:
        decided = with_stock(MAIN_PUMP=3, SIDE_PUMP=1).when(make((1, "PUMP", "2"), (2, "PUMP", "3")))
        decided.then(
            made(
                made_line(1, "2", {"MAIN": "2"}),
                made_line(2, "3", {"MAIN": "1", "SIDE": "1"}, "1"),
                shipments=WAREHOUSES,
            )
        )

    def test_an_order_that_names_no_warehouse_is_set_aside_for_an_operator(self) -> None:
        no_reservation.when(make((1, "PUMP", "5"), ship_from=())).then_rejected(NowhereToShipFrom, field="ship_from")

    @pytest.mark.parametrize("known", [a_short_one, a_released_one, a_called_off_one])
    def test_a_confirmation_counts_once_and_not_after_a_cancellation(self, known: Specification[Reservation]) -> None:
        known.when(make((1, "PUMP", "5"))).then_nothing()

    @given(
        stock=st.tuples(st.integers(0, 20), st.integers(0, 20)),
        wanted=st.lists(st.integers(1, 15), min_size=1, max_size=6),
    )
    def test_ordered_is_set_aside_and_short_and_nothing_is_promised_twice(
        self, stock: tuple[int, int], wanted: list[int]
    ) -> None:
        command = make(*((number + 1, "PUMP", str(quantity)) for number, quantity in enumerate(wanted)))
        decided = with_stock(MAIN_PUMP=stock[0], SIDE_PUMP=stock[1]).when(command)
        (fact,) = decided.facts
        assert isinstance(fact, ReservationMade)
        taken = {"MAIN": Decimal(0), "SIDE": Decimal(0)}
        for line in fact.lines:
            assert line.ordered == sum(one.quantity for one in line.parts) + line.short
            for one in line.parts:
                taken[one.warehouse] += one.quantity
        assert taken["MAIN"] <= stock[0]
        assert taken["SIDE"] <= stock[1]
        assert sum(line.short for line in fact.lines) == max(0, sum(wanted) - sum(stock))
        assert isinstance(decided.state_after(), Held)
