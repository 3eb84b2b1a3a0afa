"""Units that came back and are credited: a complaint about goods of the line is about others."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.crediting import NoteUnitsCreditCancelled, NoteUnitsCredited
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.contested_goods.events import CreditedUnits, UnitsCreditCancelled, UnitsCredited
from shared.published.care import ComplaintReopenedV1, ReturnCreditGrantedV1, ReturnItem, ReturnSettledV1
from shared.testing.specification import spec_of
from tests.unit.accounting.contested_goods.pumps import (
    ACCEPTED,
    COMPLAINT,
    DAY,
    ENDED,
    OPENED,
    disputed,
    disputes,
    invoice_id,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, reminders, until

goods = spec_of(CONTESTED_GOODS)
NOTED = NoteUnitsCredited(
    invoice_id="i1",
    credit_note_id="c1",
    units=(CreditedUnits(line_no=1, quantity=Decimal(2)),),
    complaint_id="",
)
CREDITED = UnitsCredited(invoice_id="i1", credit_note_id="c1", units=NOTED.units, complaint_id="")
CANCEL = NoteUnitsCreditCancelled(credit_note_id="c1")
CANCELLED = UnitsCreditCancelled(credit_note_id="c1")


async def credit(desk: Desk, shipment_id: str, quantity: int, complaint_id: str = "", return_id: str = "R-1") -> None:
    """So many pumps of the shipment came back, and care grants their price."""
    granted = ReturnCreditGrantedV1(
        return_id=return_id,
        grant_id=f"G-{return_id}",
        order_id="O-1",
        customer_id="ACME",
        item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id=shipment_id, quantity=Decimal(quantity)),
        reason="ordered too many",
        requested_by="cara.agent",
        granted_by="carl.care-manager",
        granted_on=DAY,
        complaint_id=complaint_id,
    )
    await desk.hear(granted, key=return_id)


async def cancel_credit(desk: Desk) -> None:
    """The only credit note was wrong."""
    (note,) = (await desk.get("/credit-notes"))["items"]
    path = f"/credit-notes/{note['credit_note_id']}/cancellation"
    assert (await desk.ask("POST", path, {"reason": "not theirs"})).is_success
    assert (await desk.ask("POST", f"{path}/approval", **BOSS)).is_success


class TestCreditedUnits:
    async def test_what_is_left_of_the_line_is_contested_where_it_is_billed(self, desk: Desk) -> None:
        await credit(desk, "S-1", 6)
        await desk.hear(replace(OPENED, quantity=Decimal(4)), key=COMPLAINT)
        assert await disputed(desk) == [0, 40_000]
        await desk.hear(ACCEPTED, key=COMPLAINT)
        (waiting,) = await disputes(desk, status="to-credit")
        assert waiting["contested"]["minor"] == 40_000
        await until(desk, DAY)
        letter = str((await reminders(desk))[-1]["text"])
        assert "In all: $710.00" in letter  # hose 200.00, freight 10.00 and the other order's 500.00

    @pytest.mark.parametrize(
        ("quantity", "contested"), [(2, [20_000, 0]), (5, [30_000, 20_000]), (7, [30_000, 40_000])]
    )
    async def test_of_an_invoice_so_many_as_are_not_credited(
        self, desk: Desk, quantity: int, contested: list[int]
    ) -> None:
        await credit(desk, "S-1", 3)
        await desk.hear(replace(OPENED, quantity=Decimal(quantity)), key=COMPLAINT)
        assert await disputed(desk) == contested

    async def test_the_named_invoice_has_none_of_them_left(self, desk: Desk) -> None:
        await credit(desk, "S-1", 6)
        named = replace(OPENED, invoice_id=await invoice_id(desk, 0), quantity=Decimal(4))
        await desk.hear(named, key=COMPLAINT)
        assert await disputed(desk) == [0, 40_000]

    async def test_where_the_credit_note_was_cancelled_they_may_be_among_them(self, desk: Desk) -> None:
        await credit(desk, "S-1", 6)
        await cancel_credit(desk)
        await desk.hear(replace(OPENED, quantity=Decimal(4)), key=COMPLAINT)
        assert await disputed(desk) == [40_000, 0]

    async def test_what_came_back_because_of_the_complaint_is_of_its_units(self, desk: Desk) -> None:
        await credit(desk, "S-1", 3, complaint_id=COMPLAINT)
        await desk.hear(replace(OPENED, quantity=Decimal(6)), key=COMPLAINT)
        assert await disputed(desk) == [30_000, 0]

    async def test_reopened_it_is_about_the_units_that_came_back_for_it(self, desk: Desk) -> None:
        await desk.hear(replace(OPENED, quantity=Decimal(6)), key=COMPLAINT)
        await desk.hear(ACCEPTED, key=COMPLAINT)
        await credit(desk, "S-1", 5, complaint_id=COMPLAINT)
        over = ReturnSettledV1(
            return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY
        )
        await desk.hear(over, key="R-1")
        assert await disputed(desk) == [0, 0]
        await desk.hear(ComplaintReopenedV1(**ENDED, reason="the last one too", reopened_on=DAY), key=COMPLAINT)
        assert await disputed(desk) == [10_000, 0]


class TestNoting:
    def test_they_are_noted_once(self) -> None:
        goods.when(NOTED).then(CREDITED).then_asked_again_nothing()

    def test_they_are_billed_again_once(self) -> None:
        goods.given(CREDITED).when(CANCEL).then(CANCELLED).then_asked_again_nothing()
        assert goods.given(CREDITED, CANCELLED).state == goods.state

    def test_of_a_credit_note_of_before_nothing_is_known(self) -> None:
        goods.beside(BILLING, "O-1").when(CANCEL).then_nothing()
