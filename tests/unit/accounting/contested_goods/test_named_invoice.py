"""A complaint about goods names an invoice: of that one what the goods come to is contested, and the rest dunned."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared.published.care import ComplaintReopenedV1
from tests.unit.accounting.contested_goods.pumps import (
    ACCEPTED,
    COMPLAINT,
    DAY,
    ENDED,
    OPENED,
    PUMPS,
    corrected,
    deliver,
    disputed,
    disputes,
    invoice_id,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import pay, reminders, until
from tests.unit.accounting.examples import placed, registered


class TestNamedInvoice:
    async def test_so_many_units_are_looked_for_on_the_named_invoice_first(self, desk: Desk) -> None:
        named = replace(OPENED, invoice_id=await invoice_id(desk, 1))
        await desk.hear(replace(named, quantity=Decimal(3)), key=COMPLAINT)
        assert await disputed(desk) == [0, 30_000]
        await until(desk, DAY)
        letter = str((await reminders(desk))[-1]["text"])
        assert "In all: $1,410.00" in letter  # all of the first invoice, a pump of the second, the other order's 500.00

    async def test_more_than_it_bills_are_on_the_others_too(self, desk: Desk) -> None:
        named = replace(OPENED, invoice_id=await invoice_id(desk, 1))
        await desk.hear(replace(named, quantity=Decimal(7)), key=COMPLAINT)
        assert await disputed(desk) == [30_000, 40_000]

    async def test_without_a_quantity_it_is_about_what_that_invoice_bills(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, invoice_id=await invoice_id(desk, 0), line_no=None), key=COMPLAINT)
        assert await disputed(desk) == [80_000, 0]

    async def test_what_another_invoice_bills_later_is_not_contested_by_it(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await desk.hear(placed(PUMPS, order_id="O-1"), key="O-1")
        await deliver(desk, "S-1", (1, 6))
        await desk.hear(replace(OPENED, invoice_id=await invoice_id(desk, 0)), key=COMPLAINT)
        await deliver(desk, "S-2", (1, 4))
        assert await disputed(desk) == [60_000, 0]

    async def test_one_of_the_order_that_does_not_bill_them_changes_nothing(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, invoice_id=await invoice_id(desk, 1), line_no=2), key=COMPLAINT)
        assert await disputed(desk) == [20_000, 0]

    async def test_one_of_another_order_is_contested_as_a_whole(self, desk: Desk) -> None:
        """Nobody knows which of its goods they mean, nor whether it bills any, until the complaint is corrected."""
        other = await invoice_id(desk, 0, "O-2")
        await desk.hear(replace(OPENED, invoice_id=other, order_id="O-9"), key=COMPLAINT)
        assert (await disputed(desk), await disputed(desk, "O-2")) == ([0, 0], [50_000])
        told = corrected(order_id_before="O-9", invoice_id_before=other, invoice_id=await invoice_id(desk, 0))
        await desk.hear(told, key=COMPLAINT)
        assert (await disputed(desk), await disputed(desk, "O-2")) == ([60_000, 0], [0])

    @pytest.mark.parametrize("kind", ["invoice", "delivery", "service"])
    async def test_a_complaint_about_anything_else_than_goods_contests_it_as_a_whole(
        self, desk: Desk, kind: str
    ) -> None:
        await desk.hear(replace(OPENED, invoice_id=await invoice_id(desk, 0), kind=kind), key=COMPLAINT)
        assert await disputed(desk) == [81_000, 0]

    async def test_corrected_to_be_about_the_goods_the_rest_of_it_is_dunned(self, desk: Desk) -> None:
        first = await invoice_id(desk, 0)
        await desk.hear(replace(OPENED, invoice_id=first, kind="invoice"), key=COMPLAINT)
        goods = corrected(invoice_id=first, invoice_id_before=first, kind_before="invoice", quantity=Decimal(2))
        await desk.hear(goods, key=COMPLAINT)
        assert await disputed(desk) == [20_000, 0]
        back = corrected(invoice_id=first, invoice_id_before=first, kind="invoice", quantity_before=Decimal(2))
        await desk.hear(back, key=COMPLAINT)
        assert await disputed(desk) == [81_000, 0]

    async def test_corrected_to_another_invoice_its_units_are_on_that_one(self, desk: Desk) -> None:
        first, second = await invoice_id(desk, 0), await invoice_id(desk, 1)
        await desk.hear(replace(OPENED, invoice_id=first, quantity=Decimal(2)), key=COMPLAINT)
        told = corrected(invoice_id_before=first, invoice_id=second, quantity_before=Decimal(2), quantity=Decimal(2))
        await desk.hear(told, key=COMPLAINT)
        assert await disputed(desk) == [0, 20_000]

    @pytest.mark.parametrize("paid", [False, True])
    async def test_accepted_only_its_units_are_to_be_credited(self, desk: Desk, *, paid: bool) -> None:
        if paid:
            await pay(desk, 121_000, "O-1")
        second = await invoice_id(desk, 1)
        await desk.hear(replace(OPENED, invoice_id=second, quantity=Decimal(3)), key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, invoice_id=second, kind="goods"), key=COMPLAINT)
        (waiting,) = await disputes(desk, status="to-credit")
        assert (waiting["invoice_id"], waiting["contested"]["minor"]) == (second, 30_000)
        reopened = ComplaintReopenedV1(**ENDED | {"invoice_id": second}, reason="more", reopened_on=DAY, kind="goods")
        await desk.hear(reopened, key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, invoice_id=second, kind="goods", outcome="rejected"), key=COMPLAINT)
        assert await disputed(desk) == [0, 0]
        assert {one["outcome"] for one in await disputes(desk)} == {"for-us"}

    async def test_contested_as_a_whole_before_care_said_of_what_kind_it_is_it_is_decided_as_a_whole(
        self, desk: Desk
    ) -> None:
        first = await invoice_id(desk, 0)
        await desk.hear(replace(OPENED, invoice_id=first, kind="invoice"), key=COMPLAINT)
        await desk.hear(replace(ACCEPTED, invoice_id=first, kind="goods"), key=COMPLAINT)
        (waiting,) = await disputes(desk, status="to-credit")
        assert (waiting["id"], waiting["contested"]["minor"]) == (COMPLAINT, 81_000)
