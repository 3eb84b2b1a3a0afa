"""Care decides for a customer who has paid: accounting sees it as to be credited, and the money can go back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from shared.published.care import (
    ComplaintCorrectedV1,
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ComplaintWithdrawnV1,
    ReturnSettledV1,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, OTHER_BOSS, bill, invoice_of, late_payer, pay

DAY: Final = date(2026, 3, 4)
COMPLAINT: Final = "CP-1"
WHY: Final = {"reason": "as agreed by phone"}
GOODS: Final[dict[str, Any]] = {
    "complaint_id": COMPLAINT,
    "customer_id": "ACME",
    "order_id": "O-1",
    "invoice_id": "",
}
OPENED: Final = ComplaintOpenedV1(
    **GOODS, kind="goods", subject="three leak", opened_on=DAY, line_no=1, quantity=Decimal(3)
)
RESOLVED: Final = ComplaintResolvedV1(**GOODS, outcome="accepted", resolution="they do leak", resolved_on=DAY)


@pytest.fixture
async def desk() -> Desk:
    """ACME was billed ten units, 1,000.00, and has paid them."""
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    await pay(desk, 100_000)
    return desk


async def named(desk: Desk, order_id: str = "O-1") -> dict[str, Any]:
    """About the invoice as a whole."""
    invoice_id = (await invoice_of(desk, order_id))["invoice_id"]
    return {"complaint_id": COMPLAINT, "customer_id": "ACME", "order_id": "", "invoice_id": invoice_id}


async def to_credit(desk: Desk) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await desk.get("/disputes/queues/to-credit"))["items"]
    return items


async def hear(desk: Desk, *told: Any) -> None:
    for one in told:
        await desk.hear(one, key=COMPLAINT)


class TestGoods:
    async def test_the_complained_units_are_to_be_credited_and_the_money_goes_back(self, desk: Desk) -> None:
        await hear(desk, OPENED)
        assert (await desk.get("/disputes"))["items"] == []
        await hear(desk, RESOLVED)
        (waiting,) = await to_credit(desk)
        assert (waiting["contested"]["minor"], waiting["granted_because"]) == (30_000, "they do leak")
        assert (waiting["reference"], waiting["raised_by"]) == (COMPLAINT, "care")
        path = f"/disputes/{waiting['id']}"
        await desk.post(f"{path}/concession", WHY, **BOSS)
        await desk.post(f"/credit-notes/{waiting['id']}.credit1/approval", **OTHER_BOSS)
        assert (await desk.get(path))["outcome"] == "for-customer"
        kept = [one for one in (await desk.get("/payments"))["items"] if one["free"]["minor"] == 30_000]
        assert len(kept) == 1
        await desk.post(f"/payments/{kept[0]['id']}/refunds", {"reason": "three leaked"})

    async def test_where_nothing_is_to_be_given_back_accounting_says_so(self, desk: Desk) -> None:
        await hear(desk, OPENED, RESOLVED)
        (waiting,) = await to_credit(desk)
        await desk.post(f"/disputes/{waiting['id']}/rejection", WHY)
        assert await to_credit(desk) == []
        assert (await desk.get(f"/disputes/{waiting['id']}"))["outcome"] == "for-us"

    @pytest.mark.parametrize(
        "ended",
        [
            replace(RESOLVED, outcome="rejected"),
            ComplaintWithdrawnV1(**GOODS, reason="they do not", withdrawn_on=DAY),
        ],
    )
    async def test_decided_otherwise_there_is_nothing_to_see(self, desk: Desk, ended: Any) -> None:
        await hear(desk, OPENED, ended)
        assert (await desk.get("/disputes"))["items"] == []

    async def test_what_came_back_is_made_good_by_the_return(self, desk: Desk) -> None:
        settled = ReturnSettledV1(
            return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY
        )
        await hear(desk, OPENED, settled, RESOLVED)
        assert await to_credit(desk) == []

    async def test_a_return_that_is_settled_after_the_decision_ends_it(self, desk: Desk) -> None:
        settled = ReturnSettledV1(
            return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY
        )
        await hear(desk, OPENED, RESOLVED, settled)
        assert await to_credit(desk) == []
        (over,) = (await desk.get("/disputes"))["items"]
        assert over["outcome"] == "for-customer"

    async def test_reopened_and_rejected_it_is_no_longer_to_be_credited(self, desk: Desk) -> None:
        await hear(desk, OPENED, RESOLVED)
        await hear(desk, ComplaintReopenedV1(**GOODS, reason="all of them", reopened_on=DAY))
        await hear(desk, replace(RESOLVED, outcome="rejected"))
        assert await to_credit(desk) == []

    async def test_goods_that_are_invoiced_after_the_decision_are_to_be_credited(self) -> None:
        desk = await late_payer(orders={"O-2": (1, 50_000)})
        await hear(desk, OPENED, RESOLVED)
        await bill(desk, "O-1", 100_000, units=10)
        (waiting,) = await to_credit(desk)
        assert waiting["contested"]["minor"] == 30_000
        assert (await invoice_of(desk))["disputed"]["minor"] == 30_000


class TestInvoices:
    async def test_a_paid_invoice_is_to_be_credited_once_care_decides_for_the_customer(self, desk: Desk) -> None:
        about = await named(desk)
        opened = ComplaintOpenedV1(**about, kind="invoice", subject="too high", opened_on=DAY)
        await hear(desk, opened)
        assert (await desk.ask("GET", f"/disputes/{COMPLAINT}")).status_code == 404
        await hear(desk, ComplaintResolvedV1(**about, outcome="accepted", resolution="it is", resolved_on=DAY))
        (waiting,) = await to_credit(desk)
        assert (waiting["id"], waiting["contested"]["minor"]) == (COMPLAINT, 100_000)

    async def test_a_goods_complaint_that_names_its_invoice_is_to_be_credited_once(self, desk: Desk) -> None:
        both = GOODS | {"invoice_id": (await named(desk))["invoice_id"]}
        await hear(desk, ComplaintOpenedV1(**both, kind="goods", subject="leak", opened_on=DAY, line_no=1))
        resolved = ComplaintResolvedV1(**both, outcome="accepted", resolution="it is", resolved_on=DAY)
        await hear(desk, replace(resolved, kind="goods"))
        (waiting,) = await to_credit(desk)
        assert (waiting["reference"], waiting["contested"]["minor"]) == (COMPLAINT, 100_000)

    async def test_told_before_care_said_that_it_is_about_goods_it_is_to_be_credited_as_a_whole(
        self, desk: Desk
    ) -> None:
        both = GOODS | {"invoice_id": (await named(desk))["invoice_id"]}
        await hear(desk, ComplaintOpenedV1(**both, kind="goods", subject="leak", opened_on=DAY, line_no=1))
        await hear(desk, ComplaintResolvedV1(**both, outcome="accepted", resolution="it is", resolved_on=DAY))
        assert [one["id"] for one in await to_credit(desk)] == [COMPLAINT]

    async def test_another_customers_invoice_is_not(self, desk: Desk) -> None:
        about = await named(desk) | {"customer_id": "BOLT"}
        await hear(desk, ComplaintResolvedV1(**about, outcome="accepted", resolution="it is", resolved_on=DAY))
        assert (await desk.get("/disputes"))["items"] == []

    async def test_who_has_paid_a_part_may_be_right_about_more_than_is_open(self, desk: Desk) -> None:
        await bill(desk, "O-2", 50_000)
        await pay(desk, 40_000, "O-2")
        about = await named(desk, "O-2")
        await hear(desk, ComplaintOpenedV1(**about, kind="invoice", subject="too high", opened_on=DAY))
        assert (await desk.get(f"/disputes/{COMPLAINT}"))["contested"]["minor"] == 10_000
        await hear(desk, ComplaintResolvedV1(**about, outcome="accepted", resolution="it is", resolved_on=DAY))
        assert (await to_credit(desk))[0]["contested"]["minor"] == 50_000
        assert (await invoice_of(desk, "O-2"))["disputed"]["minor"] == 10_000

    async def test_what_another_dispute_contests_is_not_to_be_credited_twice(self, desk: Desk) -> None:
        await bill(desk, "O-2", 50_000)
        about = await named(desk, "O-2")
        body = {"invoice_id": about["invoice_id"], "reason_code": "price"}
        await desk.post("/disputes", body | {"amount": {"minor": 20_000, "currency": "USD"}})
        await hear(desk, ComplaintResolvedV1(**about, outcome="accepted", resolution="it is", resolved_on=DAY))
        assert (await to_credit(desk))[0]["contested"]["minor"] == 30_000

    async def test_corrected_to_a_paid_invoice_that_one_is_to_be_credited(self, desk: Desk) -> None:
        await bill(desk, "O-2", 50_000)
        before, about = await named(desk, "O-2"), await named(desk)
        await hear(desk, ComplaintOpenedV1(**before, kind="invoice", subject="too high", opened_on=DAY))
        told = ComplaintCorrectedV1(
            complaint_id=COMPLAINT,
            customer_id="ACME",
            subject="too high",
            kind="invoice",
            order_id="",
            line_no=None,
            invoice_id=about["invoice_id"],
            kind_before="invoice",
            order_id_before="",
            line_no_before=None,
            invoice_id_before=before["invoice_id"],
            reason="they meant the other one",
            corrected_on=DAY,
        )
        await hear(desk, told)
        await hear(desk, ComplaintResolvedV1(**about, outcome="accepted", resolution="it is", resolved_on=DAY))
        (waiting,) = await to_credit(desk)
        assert (waiting["invoice_id"], waiting["contested"]["minor"]) == (about["invoice_id"], 100_000)
