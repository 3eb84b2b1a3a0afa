"""Customers' credit over HTTP, in memory."""

from dataclasses import replace
from typing import Any

import pytest

from shared.testing.company import MemoryCompany
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import cancelled, line, placed, registered, shipped

BY_MANAGER: dict[str, Any] = {"person": "a.manager", "roles": MANAGER}
WHY = {"reason": "their bank confirmed"}
EXEMPT = line(1, 1, 1000, tax_code="EXEMPT")


def limit(minor: int | None, currency: str = "USD") -> dict[str, Any]:
    amount = None if minor is None else {"minor": minor, "currency": currency}
    return {"limit": amount, "reason": "bank report of March"}


@pytest.fixture
async def desk() -> Desk:
    """A customer with a limit of 15.00 USD and one order of 10.00."""
    desk = await Desk.open()
    await desk.hear(registered(), key="ACME")
    await desk.post("/credit-accounts/ACME/limit", limit(1500), **BY_MANAGER)
    await desk.hear(placed(EXEMPT), key="O-1")
    return desk


async def test_an_order_over_the_limit_is_held_and_released_by_somebody_else(desk: Desk) -> None:
    await desk.hear(placed(EXEMPT, order_id="O-2", placed_by="b.manager"), key="O-2")
    (account,) = (await desk.get("/credit-accounts/queues/held"))["items"]
    assert [(held["order_id"], held["fits_now"]) for held in account["held_orders"]] == [("O-2", False)]
    await desk.post("/credit-accounts/ACME/limit", limit(2000), **BY_MANAGER)
    account = await desk.get("/credit-accounts/ACME")
    assert [held["fits_now"] for held in account["held_orders"]] == [True]

    path = "/credit-accounts/ACME/holds/O-2/release"
    assert await desk.refused(path, WHY) == (403, "shared.auth.role-missing")
    assert await desk.refused(path, WHY, person="b.manager", roles=MANAGER) == (
        403,
        "accounting.credit-account.own-order",
    )
    await desk.post(path, WHY, **BY_MANAGER)
    account = await desk.get("/credit-accounts/ACME")
    assert (account["exposure"]["total"]["minor"], account["standing"]) == (2000, "watch")
    assert desk.told() == [
        "accounting.credit.reserved.v1",
        "accounting.credit.held.v1",
        "accounting.credit.reserved.v1",
    ]


async def test_a_refused_order_is_cancelled_by_sales_and_forgotten(desk: Desk) -> None:
    await desk.hear(placed(EXEMPT, order_id="O-2"), key="O-2")
    await desk.post("/credit-accounts/ACME/holds/O-2/refusal", WHY, **BY_MANAGER)
    await desk.hear(cancelled("O-2"), key="O-2")
    assert desk.told()[-2:] == ["accounting.credit.refused.v1", "accounting.credit.given-back.v1"]
    assert await desk.refused("/credit-accounts/ACME/holds/O-2/refusal", WHY, **BY_MANAGER) == (
        404,
        "accounting.credit-account.not-held",
    )


async def test_further_reasons_for_a_stop_are_kept_for_whoever_lifts_it(desk: Desk) -> None:
    for reason in ("suspected fraud", "bankrupt", "suspected fraud"):
        await desk.post("/credit-accounts/ACME/stop", {"reason": reason}, **BY_MANAGER)
    assert (await desk.get("/credit-accounts/ACME"))["stopped_because"] == "suspected fraud; bankrupt"
    await desk.post("/credit-accounts/ACME/stop-lift", WHY, **BY_MANAGER)
    assert (await desk.get("/credit-accounts/ACME"))["stopped_because"] == ""


async def test_a_stopped_customer_is_held_until_a_person_lifts_the_stop(desk: Desk) -> None:
    await desk.post("/credit-accounts/ACME/stop", WHY, **BY_MANAGER)
    assert len((await desk.get("/credit-accounts/queues/stopped"))["items"]) == 1
    await desk.hear(placed(line(1, 1, 1, tax_code="EXEMPT"), order_id="O-2"), key="O-2")
    path = "/credit-accounts/ACME/holds/O-2/release"
    assert await desk.refused(path, WHY, **BY_MANAGER) == (409, "accounting.credit-account.stopped")
    await desk.post("/credit-accounts/ACME/stop-lift", WHY, **BY_MANAGER)
    assert (await desk.get("/credit-accounts/queues/held"))["items"] == []
    assert desk.told() == [
        "accounting.credit.reserved.v1",
        "accounting.credit.stopped.v1",
        "accounting.credit.delivery-blocked.v1",
        "accounting.credit.held.v1",
        "accounting.credit.stop-lifted.v1",
        "accounting.credit.reserved.v1",
        "accounting.credit.delivery-unblocked.v1",
    ]


async def test_goods_that_are_over_a_lower_limit_stay_until_somebody_else_lets_them_go(desk: Desk) -> None:
    await desk.post("/credit-accounts/ACME/limit", limit(500), **BY_MANAGER)
    (account,) = (await desk.get("/credit-accounts/queues/held"))["items"]
    assert [(one["order_id"], one["standing"], one["exposure"]["minor"]) for one in account["blocked_orders"]] == [
        ("O-1", "hold", 1000)
    ]
    path = "/credit-accounts/ACME/holds/O-1/release"
    assert await desk.refused(path, WHY, person="s.rep", roles=MANAGER) == (
        403,
        "accounting.credit-account.own-order",
    )
    await desk.post(path, WHY, **BY_MANAGER)
    assert (await desk.get("/credit-accounts/queues/held"))["items"] == []
    assert desk.told()[-2:] == ["accounting.credit.delivery-blocked.v1", "accounting.credit.delivery-unblocked.v1"]


async def test_goods_that_an_approver_refused_are_shown_to_wait_for_a_person(desk: Desk) -> None:
    async def blocked() -> list[tuple[str, bool]]:
        shown = await desk.get("/credit-accounts/ACME")
        return [(one["order_id"], one["refused"]) for one in shown["blocked_orders"]]

    await desk.post("/credit-accounts/ACME/limit", limit(500), **BY_MANAGER)
    assert await blocked() == [("O-1", False)]
    await desk.post("/credit-accounts/ACME/holds/O-1/refusal", WHY, **BY_MANAGER)
    await desk.post("/credit-accounts/ACME/limit", limit(1500), **BY_MANAGER)
    assert await blocked() == [("O-1", True)]
    await desk.post("/credit-accounts/ACME/holds/O-1/release", WHY, **BY_MANAGER)
    assert await blocked() == []


async def test_another_currency_is_held_for_refusal(desk: Desk) -> None:
    await desk.hear(placed(line(1, 1, 1, tax_code="EXEMPT", currency="EUR"), order_id="O-2"), key="O-2")
    path = "/credit-accounts/ACME/holds/O-2/release"
    assert await desk.refused(path, WHY, **BY_MANAGER) == (
        409,
        "accounting.credit-account.order-in-other-currency",
    )


async def test_the_limit_is_in_the_customers_currency_and_set_by_a_manager(desk: Desk) -> None:
    path = "/credit-accounts/ACME/limit"
    assert await desk.refused(path, limit(1)) == (403, "shared.auth.role-missing")
    assert await desk.refused(path, limit(1, "EUR"), **BY_MANAGER) == (
        422,
        "accounting.credit-account.limit-in-other-currency",
    )
    assert await desk.refused("/credit-accounts/NOBODY/limit", limit(1), **BY_MANAGER) == (
        404,
        "shared.request.unknown-document",
    )
    await desk.post(path, limit(None), **BY_MANAGER)
    assert (await desk.get("/credit-accounts/ACME"))["limit"] is None


async def test_the_exposure_is_explained_down_to_the_events(desk: Desk) -> None:
    await desk.hear(shipped((1, 1)), key="S-1")
    explained = await desk.get("/credit-accounts/ACME/explanation")
    (order,) = explained["orders"]
    assert explained["exposure"]["minor"] == order["buckets"]["shipped"]["minor"] == 1000
    assert [
        (one["version"], one["event"], one["document"], one["change"]["reserved"]["minor"])
        for one in order["movements"]
    ] == [
        (3, "credit_account.credit-reserved", "order O-1", 1000),
        (4, "credit_account.exposure-shipped", "shipment S-1", -1000),
    ]
    assert order["movements"][1]["change"]["shipped"]["minor"] == 1000
    assert explained["buckets"]["shipped"] == explained["exposure"]
    history = (await desk.ask("GET", "/credit-accounts/ACME/history")).json()
    for one in order["movements"]:
        told = history[one["version"] - 1]
        assert all(one[name] == told[name] for name in ("event_id", "actor", "reason", "causation_id"))
    before = await desk.refused("/credit-accounts/ACME/explanation?as_of=2020-01-01", method="GET")
    assert before == (404, "shared.request.unknown-document")
    assert await desk.refused("/credit-accounts/NOBODY/explanation", method="GET") == (
        404,
        "shared.request.unknown-document",
    )


async def test_the_account_can_be_read_from_a_snapshot() -> None:
    desk = await Desk.open()
    await desk.hear(registered(), key="ACME")
    for number in range(120):
        await desk.hear(placed(EXEMPT, order_id=f"O-{number}"), key=f"O-{number}")
        await desk.hear(shipped((1, 1), order_id=f"O-{number}", shipment_id=f"S-{number}"), key=f"S-{number}")
    company: MemoryCompany = desk.company
    department = company.departments["accounting"].runtime
    assert any(stream == "credit_account-ACME" for stream in company.departments["accounting"].store.snapshots)
    department.handler._cache.clear()
    await desk.hear(cancelled("O-1"), key="O-1")
    account = await desk.get("/credit-accounts/ACME")
    assert (account["orders"], account["exposure"]["shipped"]["minor"]) == (120, 120_000)


async def test_the_limit_of_new_accounts_is_policy_and_who_has_none_waits_in_a_queue() -> None:
    desk = await Desk.open()
    await desk.hear(replace(registered(), customer_id="OLD"), key="OLD")
    policy = {"default_limits": [{"minor": 1500, "currency": "USD"}]}
    assert await desk.get("/credit-policy") == {"version": 0, "default_limits": []}
    assert await desk.refused("/credit-policy", policy, method="PUT") == (403, "shared.auth.role-missing")
    twice = {"default_limits": policy["default_limits"] * 2}
    code = "accounting.credit-policy.currency-named-twice"
    assert await desk.refused("/credit-policy", twice, method="PUT", **BY_MANAGER) == (422, code)
    assert (await desk.ask("PUT", "/credit-policy", policy, **BY_MANAGER)).status_code == 200
    await desk.hear(registered(), key="ACME")
    assert (await desk.get("/credit-policy"))["version"] == 1
    assert (await desk.get("/credit-accounts/ACME"))["limit"]["minor"] == 1500
    (waiting,) = (await desk.get("/credit-accounts/queues/without-limit"))["items"]
    assert waiting["customer_id"] == "OLD"
    await desk.post("/credit-accounts/OLD/limit", limit(1), **BY_MANAGER)
    assert (await desk.get("/credit-accounts/queues/without-limit"))["items"] == []
