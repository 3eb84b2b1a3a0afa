"""Warranties start with each delivery, and cover it for so many months."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.care.warranty.covering import entitlement
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import CoveredLine, WarrantyStarted
from services.care.warranty.starting import DeliveredLine, StartWarranty, months_later
from services.care.warranty.state import NothingDelivered, Running, Warranty
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
a_warranty = spec_of(WARRANTY)


def start(shipment: str = "S1", quantity: int = 3, on: date = MONDAY, months: int = 24) -> StartWarranty:
    return StartWarranty(
        shipment_id=shipment,
        contract_id="CT1",
        customer_id="C1",
        lines=(DeliveredLine(line_no=1, sku="PUMP-40", quantity=Decimal(quantity)),),
        months=months,
        delivered_on=on,
    )


def started(shipment: str = "S1", quantity: int = 3, on: date = MONDAY, until: date | None = None) -> WarrantyStarted:
    line = CoveredLine(line_no=1, sku="PUMP-40", quantity=Decimal(quantity), until=until or date(2028, 3, 2))
    return WarrantyStarted(shipment_id=shipment, contract_id="CT1", customer_id="C1", lines=(line,), started_on=on)


def deliveries_of(warranty: Warranty) -> Running:
    assert isinstance(warranty, Running)
    return warranty


class TestStarting:
    def test_a_delivery_starts_the_warranty_of_its_units(self) -> None:
        a_warranty.when(start()).then(started()).then_asked_again_nothing()

    def test_each_delivery_of_an_order_has_a_warranty_of_its_own(self) -> None:
        later = date(2026, 4, 1)
        second = started("S2", 2, later, date(2028, 4, 1))
        decided = a_warranty.given(started()).when(start("S2", 2, later)).then(second).then_asked_again_nothing()
        assert [one.shipment_id for one in deliveries_of(decided.state_after()).deliveries] == ["S1", "S2"]

    def test_a_shipment_heard_again_after_another_one_starts_nothing(self) -> None:
        a_warranty.given(started(), started("S2")).when(start("S1")).then_nothing()

    def test_goods_sold_without_a_warranty_are_covered_on_the_day_of_delivery(self) -> None:
        a_warranty.when(start(months=0)).then(started(until=MONDAY))


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "months", "last"),
        [
            (date(2026, 3, 2), 24, date(2028, 3, 2)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2027, 12, 31), 2, date(2028, 2, 29)),
            (date(2026, 12, 15), 1, date(2027, 1, 15)),
            (date(2026, 5, 5), 0, date(2026, 5, 5)),
        ],
    )
    def test_the_same_day_of_the_month_or_its_last(self, day: date, months: int, last: date) -> None:
        assert months_later(day, months) == last

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
    def test_never_more_than_so_many_months_and_at_most_three_days_less(self, day: date, months: int) -> None:
        later = months_later(day, months)
        assert (later.year - day.year) * 12 + later.month - day.month == months
        assert later.day <= day.day
        assert later.day == day.day or (later + timedelta(days=1)).day == 1


class TestCovering:
    def test_nothing_is_covered_before_anything_came(self) -> None:
        assert a_warranty.state == NothingDelivered()
        assert entitlement((), (), 1, MONDAY).covered == 0

    def test_a_unit_is_covered_from_its_delivery_to_its_last_day(self) -> None:
        second = started("S2", 2, date(2026, 4, 1), date(2028, 4, 1))
        deliveries = deliveries_of(a_warranty.given(started(), second).state).deliveries

        def covered(on: date, line_no: int = 1) -> Decimal:
            return entitlement(deliveries, (), line_no, on).covered

        assert covered(date(2026, 3, 1)) == 0
        assert covered(MONDAY) == 3
        assert covered(date(2026, 4, 1)) == 5
        assert covered(date(2028, 3, 2)) == 5
        assert covered(date(2028, 3, 3)) == 2
        assert covered(date(2028, 4, 2)) == 0
        assert covered(MONDAY, line_no=2) == 0

    @given(
        st.lists(
            st.tuples(st.integers(1, 2), st.integers(1, 50), st.integers(0, 400), st.integers(0, 36)),
            max_size=8,
        ),
        st.integers(0, 2000),
    )
    def test_never_more_is_covered_than_was_delivered(self, shipped: list[tuple[int, int, int, int]], day: int) -> None:
        warranty = a_warranty
        for number, (line_no, quantity, after, months) in enumerate(shipped):
            command = StartWarranty(
                shipment_id=f"S{number}",
                contract_id="CT1",
                customer_id="C1",
                lines=(DeliveredLine(line_no=line_no, sku="X", quantity=Decimal(quantity)),),
                months=months,
                delivered_on=MONDAY + timedelta(days=after),
            )
            warranty = warranty.given(*warranty.when(command).facts)
        state = warranty.state
        deliveries = state.deliveries if isinstance(state, Running) else ()
        on = MONDAY + timedelta(days=day)
        for line_no in (1, 2):
            found = entitlement(deliveries, (), line_no, on)
            assert found.delivered == sum(quantity for line, quantity, _, _ in shipped if line == line_no)
            assert 0 <= found.covered <= found.delivered
