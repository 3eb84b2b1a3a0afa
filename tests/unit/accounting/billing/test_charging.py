"""What customers owe for units of a return: invoiced once, at the agreed price or the order's."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services.accounting.billing.bill import BillCharge
from services.accounting.billing.charging import KEPT_GOODS, REPAIR, ChargeReturn, LineNotOrdered
from services.accounting.billing.events import ReturnCharged, ReturnChargeHeardEarly
from services.accounting.billing.state import Open
from services.accounting.tax_code.decider import TAX_CODE
from shared.published.care import ReturnChargedV1, ReturnItem
from tests.unit.accounting.billing.test_delivering import OPEN, TERMS, WEDNESDAY, a_billing, after, usd
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, late_payer

REPAIRED = ChargeReturn(
    charge_id="R-1.charge1",
    return_id="R-1",
    kind=REPAIR,
    line_no=1,
    quantity=Decimal(2),
    unit_price=usd(1550),
    on=WEDNESDAY,
)
KEPT = replace(REPAIRED, kind=KEPT_GOODS, unit_price=None)


class TestCharging:
    def test_a_repair_at_the_agreed_price_by_the_terms_of_the_order(self) -> None:
        (charged,) = after().when(REPAIRED).then_asked_again_nothing().facts
        assert isinstance(charged, ReturnCharged)
        assert charged.charge == BillCharge(
            kind="repair", description="Repair of 2 PUMP-40 Pump", amount=usd(3100), tax_code="VAT10"
        )
        assert (charged.customer_id, charged.contract_id, charged.terms) == ("ACME", "C-1", TERMS)

    def test_kept_goods_at_the_price_of_the_order(self) -> None:
        (charged,) = after().when(KEPT).facts
        assert isinstance(charged, ReturnCharged)
        assert charged.charge.amount == usd(6667)  # two thirds of 100.00, half up

    def test_a_line_that_was_not_ordered_is_not_charged(self) -> None:
        after().when(replace(REPAIRED, line_no=9)).then_rejected(LineNotOrdered, field="line_no")

    def test_what_is_heard_before_the_order_waits_for_it(self) -> None:
        (early,) = a_billing.when(REPAIRED).then_asked_again_nothing().facts
        assert isinstance(early, ReturnChargeHeardEarly)
        opened = a_billing.given(early).beside(TAX_CODE, "VAT10").when(OPEN)
        assert [type(fact).__name__ for fact in opened.facts] == ["BillingOpened", "ReturnCharged"]
        billing = opened.state_after()
        assert isinstance(billing, Open)
        assert billing.return_charges == ("R-1.charge1",)
        a_billing.given(early, *opened.facts).when(REPAIRED).then()

    def test_nothing_of_the_order_is_billed_by_it(self) -> None:
        billing = after().when(REPAIRED).state_after()
        assert isinstance(billing, Open)
        assert not billing.lines[0].billed
        assert not billing.charges_billed


@pytest.fixture
async def desk() -> Desk:
    """ACME was billed ten units, 1,000.00."""
    return await late_payer(orders={"O-1": (10, 100_000)})


def told(kind: str = REPAIR, price: int | None = 1_550, charge: int = 1) -> ReturnChargedV1:
    return ReturnChargedV1(
        return_id="R-1",
        charge_id=f"R-1.charge{charge}",
        order_id="O-1",
        customer_id="ACME",
        kind=kind,
        item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-O-1", quantity=Decimal(2)),
        unit_price=None if price is None else usd(price),
        charged_on=WEDNESDAY,
    )


async def _of_return(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.get("/invoices?return_id=R-1"))["items"]
    return found


class TestInvoicing:
    async def test_it_is_an_invoice_of_its_own(self, desk: Desk) -> None:
        before = await desk.balances()
        await desk.hear(told(), key="R-1")
        await desk.hear(told(KEPT_GOODS, None, charge=2), key="R-1")
        repair, kept = sorted(await _of_return(desk), key=lambda one: one["number"])
        assert [(one["kind"], one["order_id"], one["net"]["minor"]) for one in (repair, kept)] == [
            ("return-charge", "", 3_100),
            ("return-charge", "", 20_000),
        ]
        assert repair["charges"][0]["kind"] == "repair"
        after_it = await desk.balances()
        moved = {name: after_it.get(name, 0) - before.get(name, 0) for name in after_it}
        assert {name: minor for name, minor in moved.items() if minor} == {"1100": 23_100, "4000": -23_100}

    async def test_heard_twice_it_is_owed_once(self, desk: Desk) -> None:
        for _ in range(2):
            await desk.hear(told(), key="R-1")
        assert len(await _of_return(desk)) == 1

    async def test_it_counts_against_the_limit_and_is_told_to_nobody(self, desk: Desk) -> None:
        path = "/credit-accounts/ACME"
        before = (await desk.get(path))["exposure"]["total"]["minor"]
        posted = len(desk.telling("invoice.posted.v1"))
        await desk.hear(told(), key="R-1")
        assert (await desk.get(path))["exposure"]["total"]["minor"] == before + 3_100
        assert len(desk.telling("invoice.posted.v1")) == posted

    async def test_nor_is_one_that_comes_to_nothing(self) -> None:
        desk = await late_payer(orders={"O-1": (2, 0)})
        paid = desk.telling("invoice.paid.v1")
        await desk.hear(told(KEPT_GOODS, None), key="R-1")
        (invoice,) = await _of_return(desk)
        assert (invoice["settlement"], invoice["total"]["minor"]) == ("paid", 0)
        assert desk.telling("invoice.paid.v1") == paid

    async def test_what_was_charged_wrongly_is_credited(self, desk: Desk) -> None:
        await desk.hear(told(), key="R-1")
        (invoice,) = await _of_return(desk)
        body = {"charges": [1], "reason": "it was covered"}
        note = await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body)
        await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
        (invoice,) = await _of_return(desk)
        assert (invoice["status"], invoice["open"]["minor"]) == ("credited", 0)
