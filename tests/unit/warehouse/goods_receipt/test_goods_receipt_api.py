"""Goods receipts over HTTP, in memory: from the purchase order that is heard to the stock that is there."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import httpx2
import msgspec
import pytest

from services.warehouse.composition import SERVICE
from shared.kernel.money import Money
from shared.published.purchasing import (
    Peg,
    PurchaseLine,
    PurchaseOrderCancelledV1,
    PurchaseOrderClosedShortV1,
    PurchaseOrderSentV1,
)
from shared.published.sales import OrderConfirmedV1, OrderLine
from shared.testing.company import MemoryCompany

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
_KEYS = count()


class Warehouse:
    """The warehouse, a clerk in it, and what it hears of others."""

    def __init__(self, company: MemoryCompany) -> None:
        self.company = company

    async def hears(self, published: Any, key: str) -> None:
        await self.company.tell("warehouse", published, key=key)
        assert not self.company.parked()

    def client(self, person: str = "w.clerk", *roles: str) -> httpx2.AsyncClient:
        headers = {"Authorization": f"Bearer {self.company.token(person, *(roles or ('warehouse.clerk',)))}"}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.company), base_url="http://company/warehouse", headers=headers
        )

    async def receives(self, *lines: dict[str, Any], person: str = "w.clerk", role: str = "") -> httpx2.Response:
        async with self.client(person, *([role] if role else [])) as client:
            return await client.post(
                "/goods-receipts",
                json={"purchase_order_id": "PO1", "supplier_delivery_note": "DN-1", "lines": list(lines)},
                headers={"Idempotency-Key": f"receipt-{next(_KEYS)}"},
            )

    async def corrects(
        self,
        receipt_id: str,
        accepted: str,
        *,
        person: str = "w.boss",
        role: str = "warehouse.manager",
        key: str = "",
    ) -> httpx2.Response:
        async with self.client(person, role) as client:
            return await client.post(
                f"/goods-receipts/{receipt_id}/corrections",
                json={"reason": "mistyped", "lines": [{"purchase_line_no": 1, "accepted": accepted}]},
                headers={"Idempotency-Key": key or f"correction-{next(_KEYS)}"},
            )

    async def counts(self, counted: str, *, unit_cost: str | None = None, currency: str = "USD") -> None:
        line = {"sku": "PUMP-40", "counted": counted, "unit_cost": unit_cost}
        body = {"warehouse": "MAIN", "currency": currency, "opening": False, "reason": "counted", "lines": [line]}
        async with self.client() as clerk, self.client("w.boss", "warehouse.manager") as boss:
            headers = {"Idempotency-Key": f"count-{next(_KEYS)}"}
            handed_in = await clerk.post("/stock-counts", json=body, headers=headers)
            assert handed_in.status_code == 201, handed_in.text
            path = f"/stock-counts/{handed_in.json()['id']}/approval"
            approved = await boss.post(path, headers={"Idempotency-Key": f"approval-{next(_KEYS)}"})
            assert approved.status_code == 200, approved.text

    async def shows(self, path: str, **params: str) -> Any:
        async with self.client("r.reader", "company.reader") as client:
            answer = await client.get(path, params=params)
            assert answer.status_code == 200, answer.text
            return answer.json()

    def told(self, kind: str) -> list[Any]:
        outbox = self.company.departments["warehouse"].store.outbox
        return [row for rows in outbox.values() for row in rows if row.type == kind]


@pytest.fixture
async def warehouse() -> Warehouse:
    return Warehouse(await MemoryCompany.open([SERVICE]))


def sent(*pegs: Peg, currency: str = "USD") -> PurchaseOrderSentV1:
    net = Money(minor=3500, currency=currency)
    line = PurchaseLine(line_no=1, sku="PUMP-40", quantity=Decimal(10), unit_price=Decimal("3.50"), net=net, pegs=pegs)
    return PurchaseOrderSentV1(
        purchase_order_id="PO1",
        supplier_id="V1",
        warehouse="MAIN",
        lines=(line,),
        net=net,
        sent_on=MONDAY,
        expected_on=FRIDAY,
    )


def confirmed(order: str, requested_on: date = FRIDAY) -> OrderConfirmedV1:
    line = OrderLine(
        line_no=1,
        sku="PUMP-40",
        description="Pump",
        quantity=Decimal(6),
        unit_price=Decimal(9),
        net=Money(minor=5400, currency="USD"),
        tax_code="S",
    )
    return OrderConfirmedV1(
        order_id=order,
        contract_id="CT1",
        customer_id="C1",
        lines=(line,),
        ship_from=("MAIN",),
        deliver_to="1 Harbour Road",
        requested_on=requested_on,
        warranty_months=12,
        confirmed_on=MONDAY,
    )


async def test_what_was_accepted_is_stock_and_what_was_rejected_is_still_owed(warehouse: Warehouse) -> None:
    await warehouse.hears(sent(), "PO1")
    first = await warehouse.receives(
        {"purchase_line_no": 1, "accepted": "4", "rejected": "2", "reject_reason": "cracked housing"}
    )
    assert first.status_code == 201, first.text
    stock = await warehouse.shows("/stock-items/MAIN:PUMP-40")
    assert (stock["on_hand"], stock["value"]) == ("4", {"minor": 1400, "currency": "USD"})
    expected = await warehouse.shows("/expected-receipts/PO1")
    assert [(line["accepted"], line["open"]) for line in expected["lines"]] == [("4", "6")]
    assert expected["receipts"] == [first.json()["id"]]
    too_much = await warehouse.receives({"purchase_line_no": 1, "accepted": "7"})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "warehouse.expected-receipt.exceeded")
    assert too_much.json()["field"] == "lines.0.accepted"
    last = await warehouse.receives({"purchase_line_no": 1, "accepted": "6"})
    assert last.status_code == 201, last.text
    assert (await warehouse.shows("/expected-receipts/PO1"))["status"] == "complete"
    stock = await warehouse.shows("/stock-items/MAIN:PUMP-40")
    assert (stock["on_hand"], stock["value"]["minor"]) == ("10", 3500)
    receipts = (await warehouse.shows("/goods-receipts", purchase_order_id="PO1"))["items"]
    assert {receipt["received_by"] for receipt in receipts} == {"w.clerk"}
    assert len(receipts) == 2
    told = warehouse.told("warehouse.goods.received.v1")
    assert sorted(row.key for row in told) == sorted(receipt["receipt_id"] for receipt in receipts)


async def test_goods_that_are_paid_in_another_currency_wait_for_what_is_there_to_leave(warehouse: Warehouse) -> None:
    await warehouse.hears(sent(currency="EUR"), "PO1")
    await warehouse.counts("3", unit_cost="2.00")
    refused = await warehouse.receives({"purchase_line_no": 1, "accepted": "4"})
    assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.stock-item.another-currency")
    assert (refused.json()["currency"], refused.json()["line_no"]) == ("USD", 1)
    assert "once all of that has left, or count that out first, and in again" in refused.json()["detail"]
    await warehouse.counts("0")
    assert (await warehouse.receives({"purchase_line_no": 1, "accepted": "4"})).status_code == 201
    await warehouse.counts("7", unit_cost="1.80", currency="EUR")
    stock = await warehouse.shows("/stock-items/MAIN:PUMP-40")
    assert (stock["on_hand"], stock["value"]) == ("7", {"minor": 1400 + 540, "currency": "EUR"})


async def test_goods_go_first_to_the_order_that_they_were_bought_for(warehouse: Warehouse) -> None:
    await warehouse.hears(confirmed("O1"), "O1")
    await warehouse.hears(confirmed("O2"), "O2")
    await warehouse.hears(sent(Peg(order_id="O2", order_line_no=1, quantity=Decimal(6))), "PO1")

    async def short_of(order: str) -> str:
        return str((await warehouse.shows(f"/reservations/{order}"))["lines"][0]["short"])

    assert (await warehouse.receives({"purchase_line_no": 1, "accepted": "5"})).status_code == 201
    assert (await short_of("O1"), await short_of("O2")) == ("6", "1")
    assert (await warehouse.receives({"purchase_line_no": 1, "accepted": "5"})).status_code == 201
    assert (await short_of("O1"), await short_of("O2")) == ("2", "0")


async def test_others_hear_whom_accepted_and_rejected_goods_are_for(warehouse: Warehouse) -> None:
    pegs = (
        Peg(order_id="O2", order_line_no=1, quantity=Decimal(6)),
        Peg(order_id="G1", order_line_no=3, quantity=Decimal(2), replacement_for="O1"),
    )
    await warehouse.hears(sent(*pegs), "PO1")
    brought = {"purchase_line_no": 1, "accepted": "5", "rejected": "2", "reject_reason": "cracked housing"}
    assert (await warehouse.receives(brought)).status_code == 201
    (row,) = warehouse.told("warehouse.goods.received.v1")
    (line,) = msgspec.json.decode(row.data)["lines"]
    first = {"order_id": "O2", "order_line_no": 1, "replacement_for": ""}
    assert line["accepted_for"] == [{**first, "quantity": "5"}]
    assert line["rejected_for"] == [
        {**first, "quantity": "1"},
        {"order_id": "G1", "order_line_no": 3, "quantity": "1", "replacement_for": "O1"},
    ]


async def test_a_purchase_order_that_is_late_says_so(warehouse: Warehouse) -> None:
    await warehouse.hears(sent(), "PO1")
    await warehouse.company.pass_time(timedelta(days=4))
    assert not (await warehouse.shows("/expected-receipts/PO1"))["overdue"]
    await warehouse.company.pass_time(timedelta(days=1))
    late = (await warehouse.shows("/expected-receipts/queues/overdue"))["items"]
    assert [one["purchase_order_id"] for one in late] == ["PO1"]
    assert (await warehouse.receives({"purchase_line_no": 1, "accepted": "10"})).status_code == 201
    assert (await warehouse.shows("/expected-receipts/queues/expected"))["items"] == []
    assert (await warehouse.shows("/expected-receipts/queues/overdue"))["items"] == []


@pytest.mark.parametrize("withdrawn_first", [True, False])
@pytest.mark.parametrize("cancelled", [True, False])
async def test_a_withdrawn_purchase_order_is_not_received(
    warehouse: Warehouse, withdrawn_first: bool, cancelled: bool
) -> None:
    common: dict[str, Any] = {"purchase_order_id": "PO1", "supplier_id": "V1", "reason": "too late"}
    withdrawal = (
        PurchaseOrderCancelledV1(**common, cancelled_on=MONDAY)
        if cancelled
        else PurchaseOrderClosedShortV1(**common, closed_on=MONDAY)
    )
    for published in (withdrawal, sent()) if withdrawn_first else (sent(), withdrawal):
        await warehouse.hears(published, "PO1")
    assert (await warehouse.shows("/expected-receipts/PO1"))["status"] == ("cancelled" if cancelled else "closed-short")
    refused = await warehouse.receives({"purchase_line_no": 1, "accepted": "1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.expected-receipt.withdrawn")
    assert (await warehouse.shows("/goods-receipts"))["items"] == []


async def test_an_order_that_was_never_sent_and_a_person_who_may_not(warehouse: Warehouse) -> None:
    unknown = await warehouse.receives({"purchase_line_no": 1, "accepted": "1"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "warehouse.expected-receipt.unknown")
    silent = await warehouse.receives({"purchase_line_no": 1, "rejected": "1"})
    assert silent.status_code == 404
    stranger = await warehouse.receives({"purchase_line_no": 1, "accepted": "1"}, person="s.rep", role="sales.rep")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "shared.auth.role-missing")


class TestCorrections:
    async def test_what_had_not_come_is_not_stock_and_is_overdue(self, warehouse: Warehouse) -> None:
        await warehouse.hears(sent(), "PO1")
        receipt = (await warehouse.receives({"purchase_line_no": 1, "accepted": "10"})).json()["id"]
        await warehouse.company.pass_time(timedelta(days=6))
        assert (await warehouse.shows("/expected-receipts/queues/overdue"))["items"] == []
        first = await warehouse.corrects(receipt, "1", key="once")
        assert first.status_code == 200, first.text
        again = await warehouse.corrects(receipt, "1", key="once")
        assert (again.status_code, again.json()["repeated"]) == (200, True)
        stock = await warehouse.shows("/stock-items/MAIN:PUMP-40")
        assert (stock["on_hand"], stock["value"]["minor"]) == ("1", 350)
        expected = await warehouse.shows("/expected-receipts/PO1")
        assert [(line["accepted"], line["open"]) for line in expected["lines"]] == [("1", "9")]
        await warehouse.company.pass_time(timedelta())
        late = (await warehouse.shows("/expected-receipts/queues/overdue"))["items"]
        assert [one["purchase_order_id"] for one in late] == ["PO1"]
        shown = await warehouse.shows(f"/goods-receipts/{receipt}")
        assert [line["accepted"] for line in shown["lines"]] == ["1"]
        assert [(one["reason"], one["corrected_by"]) for one in shown["corrections"]] == [("mistyped", "w.boss")]
        (row,) = warehouse.told("warehouse.goods.receipt-corrected.v1")
        told = msgspec.json.decode(row.data)
        assert [line["accepted"] for line in told["lines"]] == ["1"]
        assert [(off["accepted"], off["cost"], off["value"]) for off in told["taken_off"]] == [
            ("9", {"minor": 3150, "currency": "USD"}, {"minor": 3150, "currency": "USD"})
        ]
        rest = await warehouse.receives({"purchase_line_no": 1, "accepted": "9"})
        assert rest.status_code == 201, rest.text
        assert (await warehouse.shows("/stock-items/MAIN:PUMP-40"))["value"]["minor"] == 3500

    async def test_those_it_was_bought_for_wait_again_then_who_wants_it_latest(self, warehouse: Warehouse) -> None:
        await warehouse.hears(sent(Peg(order_id="O2", order_line_no=1, quantity=Decimal(6))), "PO1")
        await warehouse.hears(confirmed("O1", FRIDAY + timedelta(days=1)), "O1")
        await warehouse.hears(confirmed("O2"), "O2")
        receipt = (await warehouse.receives({"purchase_line_no": 1, "accepted": "10"})).json()["id"]

        async def short_of() -> list[str]:
            found = [await warehouse.shows(f"/reservations/{order}") for order in ("O1", "O2")]
            return [str(one["lines"][0]["short"]) for one in found]

        assert await short_of() == ["2", "0"]
        assert (await warehouse.corrects(receipt, "5")).status_code == 200
        assert await short_of() == ["6", "1"]
        stock = await warehouse.shows("/stock-items/MAIN:PUMP-40")
        assert (stock["on_hand"], stock["reserved"], stock["waiting"]) == ("5", "5", "7")
        withdrawn = [msgspec.json.decode(row.data) for row in warehouse.told("warehouse.reservation.withdrawn.v1")]
        assert {one["order_id"]: one["purchase_order_id"] for one in withdrawn} == {"O1": "PO1", "O2": "PO1"}
        assert (await warehouse.receives({"purchase_line_no": 1, "accepted": "5"})).status_code == 201
        assert await short_of() == ["2", "0"]

    async def test_what_is_picked_has_come(self, warehouse: Warehouse) -> None:
        await warehouse.hears(sent(), "PO1")
        await warehouse.hears(confirmed("O1"), "O1")
        receipt = (await warehouse.receives({"purchase_line_no": 1, "accepted": "10"})).json()["id"]
        (shipment,) = (await warehouse.shows("/shipments"))["items"]
        async with warehouse.client() as client:
            path = f"/shipments/{shipment['shipment_id']}/picking"
            picked = await client.post(path, json={}, headers={"Idempotency-Key": f"pick-{next(_KEYS)}"})
            assert picked.status_code == 200, picked.text
        refused = await warehouse.corrects(receipt, "5")
        assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.stock-item.corrects-below-reserved")
        assert [refused.json()[what] for what in ("on_hand", "reserved", "available")] == ["10", "6", "4"]
        assert (await warehouse.shows(f"/goods-receipts/{receipt}"))["corrections"] == []
        assert (await warehouse.corrects(receipt, "6")).status_code == 200

    async def test_it_takes_a_manager_who_did_not_receive_them(self, warehouse: Warehouse) -> None:
        await warehouse.hears(sent(), "PO1")
        brought = await warehouse.receives(
            {"purchase_line_no": 1, "accepted": "10"}, person="w.boss", role="warehouse.clerk"
        )
        receipt = brought.json()["id"]
        own = await warehouse.corrects(receipt, "1")
        assert (own.status_code, own.json()["code"]) == (403, "warehouse.goods-receipt.receiver-corrects")
        clerk = await warehouse.corrects(receipt, "1", person="w.clerk", role="warehouse.clerk")
        assert (clerk.status_code, clerk.json()["code"]) == (403, "shared.auth.role-missing")
        unknown = await warehouse.corrects("R9", "1")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "shared.request.unknown-document")

    async def test_of_an_order_that_was_closed_short_the_rest_will_not_come(self, warehouse: Warehouse) -> None:
        await warehouse.hears(sent(), "PO1")
        receipt = (await warehouse.receives({"purchase_line_no": 1, "accepted": "4"})).json()["id"]
        closed = PurchaseOrderClosedShortV1(
            purchase_order_id="PO1", supplier_id="V1", reason="gone bust", closed_on=MONDAY
        )
        await warehouse.hears(closed, "PO1")
        assert (await warehouse.corrects(receipt, "1")).status_code == 200
        expected = await warehouse.shows("/expected-receipts/PO1")
        assert (expected["status"], expected["lines"][0]["accepted"]) == ("closed-short", "1")
