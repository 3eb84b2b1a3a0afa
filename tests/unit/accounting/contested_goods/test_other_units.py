"""Which units a complaint is about: others than another one, and those that the customer had when it was decided."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from shared.published.care import ComplaintReopenedV1
from tests.unit.accounting.contested_goods.pumps import (
    ACCEPTED,
    COMPLAINT,
    DAY,
    ENDED,
    OPENED,
    PUMPS,
    deliver,
    disputed,
    disputes,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import until
from tests.unit.accounting.examples import delivered, placed, registered, shipped

OTHER = replace(OPENED, complaint_id="CP-2")


class TestOtherUnits:
    async def test_they_are_contested_where_the_first_has_none(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(6)), key=COMPLAINT)
        await desk.hear(replace(OTHER, quantity=Decimal(4)), key="CP-2")
        assert await disputed(desk) == [60_000, 40_000]
        await desk.hear(ACCEPTED, key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, complaint_id="CP-2"), key="CP-2")
        waiting = await disputes(desk, status="to-credit")
        assert {one["reference"]: one["contested"]["minor"] for one in waiting} == {COMPLAINT: 60_000, "CP-2": 40_000}

    async def test_what_is_to_be_credited_for_the_first_is_not_of_the_second(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(4)), key=COMPLAINT)
        await desk.hear(ACCEPTED, key=COMPLAINT)
        await desk.hear(replace(OTHER, quantity=Decimal(6)), key="CP-2")
        assert await disputed(desk) == [60_000, 40_000]

    async def test_what_the_first_was_not_right_about_may_be(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(6)), key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, outcome="rejected"), key=COMPLAINT)
        await desk.hear(replace(OTHER, quantity=Decimal(4)), key="CP-2")
        assert await disputed(desk) == [40_000, 0]
        await desk.hear(ComplaintReopenedV1(**ENDED, reason="but they do", reopened_on=DAY), key=COMPLAINT)
        assert await disputed(desk) == [60_000, 40_000]

    async def test_where_there_are_no_others_it_is_about_the_same(self, desk: Desk) -> None:
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(replace(OTHER, quantity=Decimal(4)), key="CP-2")
        await desk.hear(replace(ACCEPTED, outcome="rejected"), key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, complaint_id="CP-2"), key="CP-2")
        (waiting,) = await disputes(desk, status="to-credit")
        assert (waiting["reference"], waiting["contested"]["minor"]) == ("CP-2", 40_000)

    @pytest.mark.parametrize(
        ("first", "second", "contested"),
        [
            ({}, {}, [60_000, 40_000]),
            ({}, {"quantity": Decimal(5)}, [60_000, 40_000]),
            ({"quantity": Decimal(8)}, {"quantity": Decimal(8)}, [60_000, 40_000]),
            ({}, {"line_no": None}, [80_000, 40_000]),
            ({"line_no": None}, {}, [80_000, 40_000]),
        ],
    )
    async def test_about_the_same_it_contests_nothing_that_is_billed_beside(
        self, desk: Desk, first: dict[str, Any], second: dict[str, Any], contested: list[int]
    ) -> None:
        await desk.hear(replace(OPENED, **first), key=COMPLAINT)
        await desk.hear(replace(OTHER, **second), key="CP-2")
        assert await disputed(desk) == contested
        await desk.hear(replace(ACCEPTED, complaint_id="CP-2"), key="CP-2")
        assert await disputed(desk) == contested

    async def test_they_are_contested_on_what_is_invoiced_later(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await desk.hear(placed(PUMPS, order_id="O-1"), key="O-1")
        await desk.hear(replace(OPENED, quantity=Decimal(6)), key=COMPLAINT)
        await desk.hear(replace(OTHER, quantity=Decimal(4)), key="CP-2")
        await deliver(desk, "S-1", (1, 6))
        assert await disputed(desk) == [60_000]
        await deliver(desk, "S-2", (1, 4))
        assert await disputed(desk) == [60_000, 40_000]


class TestDeliveredAfterTheDecision:
    """Care decided about the goods that the customer had by then."""

    @pytest.fixture
    async def half(self) -> Desk:
        """Six of ten pumps are delivered, and care decided that they leak."""
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await desk.hear(placed(PUMPS, order_id="O-1"), key="O-1")
        await deliver(desk, "S-1", (1, 6))
        await desk.hear(OPENED, key=COMPLAINT)
        await desk.hear(ACCEPTED, key=COMPLAINT)
        return desk

    async def test_new_goods_are_not_to_be_credited(self, half: Desk) -> None:
        await until(half, date(2026, 5, 6))
        await deliver(half, "S-2", (1, 4))
        assert await disputed(half) == [60_000, 0]

    async def test_what_was_delivered_by_then_and_is_invoiced_later_is(self, half: Desk) -> None:
        await half.hear(shipped((1, 4), shipment_id="S-2", order_id="O-1"), key="S-2")
        await until(half, date(2026, 5, 6))
        arrived = delivered((1, 4), shipment_id="S-2", order_id="O-1")
        await half.hear(replace(arrived, delivered_at=datetime.combine(DAY, time(12), UTC)), key="S-2")
        assert await disputed(half) == [60_000, 40_000]

    async def test_opened_again_it_is_about_them_too(self, half: Desk) -> None:
        await until(half, date(2026, 5, 6))
        reopened = ComplaintReopenedV1(**ENDED, reason="the new ones too", reopened_on=date(2026, 5, 6))
        await half.hear(reopened, key=COMPLAINT)
        await deliver(half, "S-2", (1, 4))
        assert await disputed(half) == [60_000, 40_000]
