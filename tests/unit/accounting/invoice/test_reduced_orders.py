"""An order that shrinks on its way through accounting, as it is heard and asked over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import (
    FREIGHT,
    PUMPS,
    amended,
    cancelled,
    delivered,
    line,
    placed,
    registered,
    returned,
    shipped,
)

BY_MANAGER: dict[str, Any] = {"person": "a.manager", "roles": MANAGER}
TWO = line(1, 2, 6667)
ONE = line(1, 1, 3333)


@pytest.fixture
async def desk() -> Desk:
    """A customer in US dollars, and a tax code at 10 %."""
    desk = await Desk.open()
    await desk.ask("PUT", "/tax-codes/VAT10", {"name": "VAT"}, **BY_MANAGER)
    await desk.post("/tax-codes/VAT10/rates", {"percent": "10", "valid_from": "2009-01-01"}, **BY_MANAGER)
    await desk.hear(registered(), key="ACME")
    return desk


async def tell(desk: Desk, *told: Any) -> None:
    for one in told:
        await desk.hear(one, key=getattr(one, "shipment_id", None) or one.order_id)


async def limit(desk: Desk, minor: int) -> None:
    body = {"limit": {"minor": minor, "currency": "USD"}, "reason": "bank report"}
    await desk.post("/credit-accounts/ACME/limit", body, **BY_MANAGER)


async def exposure(desk: Desk) -> list[int]:
    found = (await desk.get("/credit-accounts/ACME"))["exposure"]
    return [found[bucket]["minor"] for bucket in ("reserved", "shipped", "open", "overdue")]


async def test_what_may_be_billed_and_the_credit_go_down_in_one_transaction(desk: Desk) -> None:
    await tell(desk, placed(charges=(FREIGHT,)), amended(PUMPS, TWO))
    assert await exposure(desk) == [7333 + 1100, 0, 0, 0]
    (shown,) = (await desk.get("/billings/O-1"))["lines"]
    assert [(shown[name], shown[money]["minor"]) for name, money in (("ordered", "net"), ("quantity", "net_now"))] == [
        ("3", 10000),
        ("2", 6667),
    ]
    assert shown["billable"] == "2"
    (told,) = desk.telling("credit.reduced.v1")
    assert [told[name]["minor"] for name in ("given_back", "reserved", "exposure")] == [3667, 8433, 8433]
    assert (told["order_id"], told["customer_id"], told["reduced_on"]) == ("O-1", "ACME", "2026-03-03")
    assert await desk.balances() == {}
    history = (await desk.ask("GET", "/billings/O-1/history")).json()
    assert [one["type"] for one in history] == ["billing.opened", "billing.amended"]


async def test_it_is_explained_and_can_be_read_as_it_was(desk: Desk) -> None:
    await tell(desk, placed())
    opened = desk.company.clock.now().isoformat()
    await desk.company.pass_time(timedelta(days=1))
    await tell(desk, amended(PUMPS, TWO))
    (order,) = (await desk.get("/credit-accounts/ACME/explanation"))["orders"]
    assert [(one["event"], one["change"]["reserved"]["minor"]) for one in order["movements"]] == [
        ("credit_account.credit-reserved", 11000),
        ("credit_account.credit-reduced", -3667),
    ]
    for moment in ("as_of", "known_at"):
        before = await desk.get("/billings/O-1", params={moment: opened})
        assert (before["lines"][0]["quantity"], before["lines"][0]["billable"]) == ("3", "3")
        account = await desk.get("/credit-accounts/ACME", params={moment: opened})
        assert account["exposure"]["reserved"]["minor"] == 11000


async def test_heard_before_or_after_the_shipment_or_twice_it_ends_the_same(desk: Desk) -> None:
    ways = (
        (shipped((1, 1)), amended(PUMPS, ONE), delivered((1, 1))),
        (amended(PUMPS, ONE), shipped((1, 1)), delivered((1, 1))),
        (shipped((1, 1)), delivered((1, 1)), amended(PUMPS, TWO), amended(TWO, ONE)),
    )
    seen = []
    for way in ways:
        company = await Desk.open()
        await company.hear(registered(), key="ACME")
        await tell(company, placed(charges=(FREIGHT,)), *way)
        again = uuid4()
        for _ in range(2):
            await company.hear(amended(PUMPS, ONE), key="O-1", event_id=again)
        billing = await company.get("/billings/O-1")
        assert (billing["status"], billing["lines"][0]["billed_net"]["minor"]) == ("billed", 3333)
        seen.append((billing, await exposure(company)))
    assert seen[0] == seen[1] == seen[2]


async def test_reduced_to_what_was_billed_in_parts_it_is_billed_to_the_cent(desk: Desk) -> None:
    await tell(desk, placed(), delivered((1, 1)), delivered((1, 1), shipment_id="S-2"), amended(PUMPS, TWO))
    (shown,) = (await desk.get("/billings/O-1"))["lines"]
    assert shown["billed_net"] == shown["net_now"] == {"minor": 6667, "currency": "USD"}
    # Of the credit nothing is left behind: what counts is on the invoices.
    assert (await exposure(desk))[:2] == [0, 0]


async def test_what_comes_back_undelivered_is_owed_for_as_many_as_it_is_for(desk: Desk) -> None:
    await tell(desk, placed(), shipped((1, 2)), amended(PUMPS, TWO), returned((1, 2)))
    assert await exposure(desk) == [7333, 0, 0, 0]
    await tell(desk, amended(TWO, ONE), shipped((1, 1), shipment_id="S-2"))
    assert await exposure(desk) == [0, 3667, 0, 0]


async def test_a_held_order_that_fits_now_goes_on_by_itself(desk: Desk) -> None:
    await limit(desk, 8000)
    await tell(desk, placed(), amended(PUMPS, line(1, "2.5", 8333)))
    (account,) = (await desk.get("/credit-accounts/queues/held"))["items"]
    assert [one["amount"]["minor"] for one in account["held_orders"]] == [9167]
    await tell(desk, amended(line(1, "2.5", 8333), TWO))
    assert (await desk.get("/credit-accounts/queues/held"))["items"] == []
    assert await exposure(desk) == [7333, 0, 0, 0]
    assert desk.told() == ["accounting.credit.held.v1", "accounting.credit.held.v1", "accounting.credit.reserved.v1"]
    (reserved,) = desk.telling("credit.reserved.v1")
    assert reserved["released_by"] is None


async def test_goods_that_were_blocked_may_leave_when_the_order_fits(desk: Desk) -> None:
    await tell(desk, placed())
    await limit(desk, 8000)
    await tell(desk, amended(PUMPS, TWO))
    assert desk.told()[1:] == [
        "accounting.credit.delivery-blocked.v1",
        "accounting.credit.reduced.v1",
        "accounting.credit.delivery-unblocked.v1",
    ]


async def test_a_cancelled_order_and_one_that_was_never_placed_are_not_amended(desk: Desk) -> None:
    await tell(desk, amended(PUMPS, ONE, order_id="O-9"))
    await tell(desk, placed(), cancelled(), amended(PUMPS, ONE))
    assert "accounting.credit.reduced.v1" not in desk.told()
    (shown,) = (await desk.get("/billings/O-1"))["lines"]
    assert shown["quantity"] == "3"
