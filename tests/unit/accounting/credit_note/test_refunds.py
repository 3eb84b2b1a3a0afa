"""Care grants returned units in money: what was paid of them is proposed to go back, and accounting approves that."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from shared.published.care import ReturnCreditGrantedV1, ReturnItem
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, bill, invoice_of, late_payer, pay

DAY: Final = date(2026, 3, 4)


@pytest.fixture
async def desk() -> Desk:
    """ACME was billed ten units, 1,000.00, and has paid nothing."""
    return await late_payer(orders={"O-1": (10, 100_000)})


async def granted(desk: Desk, quantity: int, *, refund: bool = True, order_id: str = "O-1") -> None:
    told = ReturnCreditGrantedV1(
        return_id="R-1",
        grant_id="G-1",
        order_id=order_id,
        customer_id="ACME",
        item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id=f"S-{order_id}", quantity=Decimal(quantity)),
        reason="they leak",
        requested_by="cara.agent",
        granted_by="carl.care-manager",
        granted_on=DAY,
        refund=refund,
    )
    await desk.hear(told, key="R-1")


async def kept(desk: Desk) -> list[dict[str, Any]]:
    """What the customer has of credit notes."""
    return [one for one in (await desk.get("/payments"))["items"] if one["credit_note_number"]]


async def test_what_was_paid_is_proposed_to_go_back_by_who_granted_it(desk: Desk) -> None:
    await pay(desk, 100_000)
    await granted(desk, 3)
    await granted(desk, 3)
    (money,) = await kept(desk)
    (refund,) = money["refunds"]
    assert (refund["amount"]["minor"], refund["status"], refund["proposed_by"]) == (
        30_000,
        "proposed",
        "carl.care-manager",
    )
    assert money["free"]["minor"] == 0
    path = f"/payments/{money['id']}/refunds/{refund['refund_id']}/approval"
    own = await desk.ask("POST", path, **(BOSS | {"person": "carl.care-manager"}))
    assert own.json()["code"] == "accounting.payment.own-refund"
    await desk.post(path, **BOSS)
    ((paid,),) = [one["refunds"] for one in await kept(desk)]
    assert paid["status"] == "approved"


async def test_as_far_as_it_is_not_paid_it_is_owed_no_more(desk: Desk) -> None:
    await pay(desk, 80_000)
    await granted(desk, 3)
    (money,) = await kept(desk)
    assert [one["amount"]["minor"] for one in money["refunds"]] == [10_000]
    assert (await invoice_of(desk))["open"]["minor"] == 0


async def test_of_what_is_not_paid_nothing_goes_back(desk: Desk) -> None:
    await granted(desk, 3)
    assert await kept(desk) == []
    assert (await invoice_of(desk))["open"]["minor"] == 70_000


async def test_a_credit_stays_to_be_used(desk: Desk) -> None:
    await pay(desk, 100_000)
    await granted(desk, 3, refund=False)
    (money,) = await kept(desk)
    assert (money["refunds"], money["free"]["minor"]) == ([], 30_000)


async def test_goods_that_are_invoiced_later_are_refunded_all_the_same(desk: Desk) -> None:
    await granted(desk, 3, order_id="O-2")
    (waiting,) = (await desk.get("/credit-notes", params={"order_id": "O-2"}))["items"]
    assert waiting["status"] == "withheld"
    await bill(desk, "O-2", 50_000, units=10)
    await pay(desk, 50_000, "O-2")
    await desk.post(f"/credit-notes/{waiting['credit_note_id']}/draft", **BOSS)
    (money,) = await kept(desk)
    assert [one["amount"]["minor"] for one in money["refunds"]] == [15_000]
