"""The trial balance and the sheets of accounts, of all days and of a period's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.kernel.money import Money
from shared.published.warehouse import ShipmentShippedV1, ShippedLine
from tests.unit.accounting.desk import Desk

AUDITOR: dict[str, Any] = {"person": "an.auditor", "roles": ("company.auditor",)}
MANAGER: dict[str, Any] = {"person": "a.manager", "roles": ("accounting.manager",)}
INVENTORY, COST_OF_GOODS_SOLD = "1300", "5000"


def shipped(day: int, cost: Money) -> ShipmentShippedV1:
    return ShipmentShippedV1(
        shipment_id=f"s{day}{cost.currency}",
        order_id="o1",
        contract_id="c1",
        customer_id="ACME",
        warehouse="HN",
        lines=(ShippedLine(line_no=1, sku="PUMP", quantity=Decimal(1), cost=cost),),
        carrier="VNPost",
        tracking_number="1",
        shipped_on=date(2026, 3, day),
    )


@pytest.fixture
async def desk() -> Desk:
    """Goods left on the 5th, the 3rd and the 4th, and for another currency on the 4th."""
    desk = await Desk.open()
    for day, cost in ((5, 100), (3, 20), (4, 3)):
        await desk.hear(shipped(day, Money(minor=cost, currency="USD")), key=f"s{day}")
    await desk.hear(shipped(4, Money(minor=7000, currency="VND")), key="s4v")
    return desk


def march(day: int) -> str:
    return f"2026-03-{day:02}"


async def lines_of(desk: Desk, account: str, **asked: str) -> dict[str, Any]:
    return await desk.get(f"/accounts/{account}/lines", params=asked, **AUDITOR)


async def trial_balance(desk: Desk, **asked: str) -> dict[str, Any]:
    return await desk.get("/trial-balance", params={"currency": "USD", **asked}, **AUDITOR)


def of_inventory(balance: dict[str, Any]) -> tuple[int, int, int]:
    """What it came to before, what was credited, and what it comes to."""
    (row,) = [one for one in balance["accounts"] if one["account"] == INVENTORY]
    assert row["opening_minor"] + row["debit_minor"] - row["credit_minor"] == row["balance_minor"]
    return row["opening_minor"], row["credit_minor"], row["balance_minor"]


class TestTheTrialBalance:
    async def test_without_a_period_it_is_of_all_entries(self, desk: Desk) -> None:
        whole = await desk.get("/trial-balance", **AUDITOR)
        assert (whole["from_day"], whole["until"]) == (None, None)
        assert [(one["account"], one["currency"], one["balance_minor"]) for one in whole["accounts"]] == [
            (INVENTORY, "USD", -123),
            (INVENTORY, "VND", -7000),
            (COST_OF_GOODS_SOLD, "USD", 123),
            (COST_OF_GOODS_SOLD, "VND", 7000),
        ]
        assert whole["totals"] == [
            {"currency": "USD", "debit_minor": 123, "credit_minor": 123},
            {"currency": "VND", "debit_minor": 7000, "credit_minor": 7000},
        ]

    async def test_of_a_day_that_has_passed_it_leaves_out_what_is_posted_later(self, desk: Desk) -> None:
        assert of_inventory(await trial_balance(desk, until=march(4))) == (0, 23, -23)
        assert of_inventory(await trial_balance(desk, until=march(5))) == (0, 123, -123)
        assert (await trial_balance(desk, until=march(2)))["accounts"] == []

    async def test_of_a_period_it_begins_with_what_was_brought_forward(self, desk: Desk) -> None:
        fourth = await trial_balance(desk, from_day=march(4), until=march(4))
        assert of_inventory(fourth) == (-20, 3, -23)
        assert sum(one["opening_minor"] for one in fourth["accounts"]) == 0
        assert fourth["totals"] == [{"currency": "USD", "debit_minor": 3, "credit_minor": 3}]
        assert of_inventory(await trial_balance(desk, from_day=march(6))) == (-123, 0, -123)

    async def test_each_period_begins_with_what_the_one_before_came_to(self, desk: Desk) -> None:
        for day in range(3, 7):
            before = await trial_balance(desk, until=march(day - 1))
            after = await trial_balance(desk, from_day=march(day))
            ended = {one["account"]: one["balance_minor"] for one in before["accounts"]}
            assert {one["account"]: one["opening_minor"] for one in after["accounts"] if one["opening_minor"]} == ended

    @pytest.mark.parametrize("path", ["/trial-balance", "/accounts/1300/lines"])
    async def test_a_period_does_not_end_before_it_begins(self, desk: Desk, path: str) -> None:
        answer = await desk.ask("GET", path, params={"from_day": march(4), "until": march(3)}, **AUDITOR)
        refusal = (answer.status_code, answer.json()["code"], answer.json()["field"])
        assert refusal == (422, "accounting.books.period-ends-before-it-begins", "until")


class TestTheSheetOfAnAccount:
    async def test_it_pages_by_day(self, desk: Desk) -> None:
        first = await lines_of(desk, INVENTORY, limit="3")
        rest = await lines_of(desk, INVENTORY, limit="3", cursor=first["next"])
        assert sorted(one["credit_minor"] for one in first["items"]) == [3, 20, 7000]
        assert [one["posted_on"] for one in first["items"]] == [march(3), march(4), march(4)]
        assert ([one["credit_minor"] for one in rest["items"]], rest["next"]) == ([100], None)
        assert (await lines_of(desk, "7777"))["items"] == []

    async def test_of_a_period_it_begins_with_what_was_brought_forward(self, desk: Desk) -> None:
        since = await lines_of(desk, INVENTORY, from_day=march(5))
        assert [one["credit_minor"] for one in since["items"]] == [100]
        assert since["opening"] == [
            {"currency": "USD", "balance_minor": -23},
            {"currency": "VND", "balance_minor": -7000},
        ]
        until = await lines_of(desk, INVENTORY, until=march(3))
        assert ([one["credit_minor"] for one in until["items"]], until["opening"]) == ([20], [])

    async def test_an_account_of_before_the_chart_has_one_of_any_period(self, desk: Desk) -> None:
        adopted = await desk.ask("PUT", "/chart", {"name": "vn_circular_99_2025"}, **MANAGER)
        assert adopted.status_code == 200, adopted.text
        for asked, opening in (({"from_day": march(6)}, [-123, -7000]), ({"until": march(2)}, [])):
            sheet = await lines_of(desk, INVENTORY, **asked)
            assert sheet["items"] == []
            assert [one["balance_minor"] for one in sheet["opening"]] == opening
        nobodys = await desk.ask("GET", "/accounts/7777/lines", params={"from_day": march(6)}, **AUDITOR)
        assert nobodys.status_code == 404

    async def test_a_cursor_belongs_to_its_account_and_its_period(self, desk: Desk) -> None:
        asked = {"from_day": march(4), "limit": "1"}
        first = await lines_of(desk, INVENTORY, **asked)
        assert len((await lines_of(desk, INVENTORY, **asked, cursor=first["next"]))["items"]) == 1
        for account, other in ((COST_OF_GOODS_SOLD, asked), (INVENTORY, {"from_day": march(3)}), (INVENTORY, {})):
            params = {**other, "cursor": first["next"]}
            answer = await desk.ask("GET", f"/accounts/{account}/lines", params=params, **AUDITOR)
            assert (answer.status_code, answer.json()["code"]) == (422, "shared.request.cursor-invalid")
        nonsense = await desk.ask("GET", f"/accounts/{INVENTORY}/lines", params={"cursor": "nonsense"}, **AUDITOR)
        assert nonsense.status_code == 422
