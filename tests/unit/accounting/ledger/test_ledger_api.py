"""The general ledger over HTTP, and what it books of what others tell."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from shared.kernel.money import Money
from shared.published.corrections import CorrectedLine, GoodsReceiptCorrectedV1
from shared.published.free_goods import ReplacementInspectedV1
from shared.published.purchasing import SupplierInvoiceApprovedV1, SupplierInvoiceLine
from shared.published.warehouse import (
    GoodsReceivedV1,
    InspectedLine,
    ReceivedLine,
    ShipmentDeliveredV1,
    ShipmentInspectedV1,
    ShipmentLostV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
    ShippedLine,
    StockAdjustedV1,
)
from tests.unit.accounting.desk import CLERK, MANAGER, Desk

MONDAY = date(2026, 3, 2)
AUDITOR: dict[str, Any] = {"person": "an.auditor", "roles": ("company.auditor",)}
BOSS: dict[str, Any] = {"person": "the.boss", "roles": MANAGER}
PAID_IN: dict[str, Any] = {
    "text": "Capital paid in",
    "lines": [
        {"role": "bank", "side": "debit", "amount": {"minor": 5000, "currency": "USD"}},
        {"account": "3000", "side": "credit", "amount": {"minor": 5000, "currency": "USD"}},
    ],
}


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


def shipped(*costs: int) -> ShipmentShippedV1:
    return ShipmentShippedV1(
        shipment_id="s1",
        order_id="o1",
        contract_id="c1",
        customer_id="ACME",
        warehouse="HN",
        lines=tuple(
            ShippedLine(line_no=no, sku="PUMP", quantity=Decimal(1), cost=usd(cost)) for no, cost in enumerate(costs)
        ),
        carrier="VNPost",
        tracking_number="1",
        shipped_on=MONDAY,
    )


class TestEntriesByHand:
    async def test_one_drafts_another_approves_and_it_is_taken_back_once(self, desk: Desk) -> None:
        await desk.ask("PUT", "/chart", {"name": "generic"}, **BOSS)
        entry_id = (await desk.post("/journal-entries", PAID_IN, person="the.boss", roles=MANAGER))["id"]
        approval = f"/journal-entries/{entry_id}/approval"
        assert (await desk.get("/journal-entries/queues/approval", **AUDITOR))["items"][0]["id"] == entry_id
        assert await desk.balances() == {}
        assert await desk.refused(approval, **BOSS) == (403, "accounting.ledger.own-draft")
        assert await desk.refused(approval, roles=CLERK) == (403, "shared.auth.role-missing")
        await desk.post(approval, person="second.boss", roles=MANAGER)
        assert await desk.balances() == {"1000": 5000, "3000": -5000}

        reversal = f"/journal-entries/{entry_id}/reversal"
        await desk.post(reversal, {"reason": "was a loan"}, **BOSS)
        assert await desk.balances() == {}
        assert await desk.refused(reversal, {"reason": "again"}, **BOSS) == (
            409,
            "accounting.ledger.reversed-already",
        )
        entry = await desk.get(f"/journal-entries/{entry_id}", **AUDITOR)
        assert (entry["status"], entry["reason"]) == ("reversed", "was a loan")
        taken_back = await desk.get(f"/journal-entries/{entry['reversed_by_entry']}", **AUDITOR)
        assert (taken_back["status"], taken_back["reverses"]) == ("recorded", entry_id)

    async def test_a_draft_may_be_refused(self, desk: Desk) -> None:
        draft = {"text": "Scrap", "lines": [PAID_IN["lines"][0], {**_bank("credit"), "role": "suspense"}]}
        entry_id = (await desk.post("/journal-entries", draft))["id"]
        await desk.post(f"/journal-entries/{entry_id}/refusal", {"reason": "not ours"}, **BOSS)
        assert await desk.refused(f"/journal-entries/{entry_id}/approval", **BOSS) == (
            409,
            "accounting.ledger.draft-was-refused",
        )

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            ([_b, _b], "accounting.ledger.entry-does-not-balance")
            for _b in [{"role": "bank", "side": "debit", "amount": {"minor": 1, "currency": "USD"}}]
        ]
        + [
            ([{"side": "debit", "amount": {"minor": 1, "currency": "USD"}}] * 2, "shared.request.invalid"),
            ([], "shared.request.invalid"),
        ],
    )
    async def test_what_makes_no_entry_is_refused(self, desk: Desk, lines: list[Any], code: str) -> None:
        assert await desk.refused("/journal-entries", {"text": "x", "lines": lines}) == (422, code)

    async def test_readers_do_not_write(self, desk: Desk) -> None:
        assert await desk.refused("/journal-entries", PAID_IN, **AUDITOR) == (403, "shared.auth.role-missing")
        answer = await desk.ask("GET", "/trial-balance", roles=("sales.rep",))
        assert answer.status_code == 403


def _bank(side: str) -> dict[str, Any]:
    return {"role": "bank", "side": side, "amount": {"minor": 5000, "currency": "USD"}}


class TestTheChart:
    async def test_a_company_adopts_one_and_adds_to_it(self, desk: Desk) -> None:
        assert await desk.refused("/chart", {"name": "nobody"}, method="PUT", **BOSS) == (
            422,
            "accounting.ledger.chart-not-offered",
        )
        adopted = await desk.ask("PUT", "/chart", {"name": "vn_circular_99_2025"}, **BOSS)
        assert adopted.status_code == 200, adopted.text
        assert await desk.refused("/chart", {"name": "generic"}, method="PUT", **BOSS) == (
            409,
            "accounting.ledger.chart-already-adopted",
        )
        bank = {"number": "1121", "name": "Bank of Hanoi", "kind": "asset", "normal_side": "debit", "parent": "112"}
        await desk.post("/chart/accounts", bank, **BOSS)
        pointed = await desk.ask("PUT", "/chart/roles/inventory", {"account": "155"}, **BOSS)
        assert pointed.status_code == 200, pointed.text
        chart = await desk.get("/charts/main", **AUDITOR)
        now = {one["role"]: one["account"] for one in chart["roles"]}
        assert (now["bank"], now["inventory"]) == ("1121", "155")

        assert (await desk.get("/accounts/1121/lines", **AUDITOR))["items"] == []
        nobodys = await desk.ask("GET", "/accounts/7777/lines", **AUDITOR)
        assert (nobodys.status_code, nobodys.json()["field"]) == (404, "account")

        await desk.hear(shipped(700), key="s1")
        balance = await desk.get("/trial-balance", params={"currency": "USD"}, **AUDITOR)
        assert [(row["account"], row["name"]) for row in balance["accounts"]] == [
            ("155", "Finished products"),
            ("632", "Cost of goods sold"),
        ]

    async def test_accounts_are_added_to_a_chart_only(self, desk: Desk) -> None:
        account = {"number": "1", "name": "Cash", "kind": "asset", "normal_side": "debit"}
        assert await desk.refused("/chart/accounts", account, **BOSS) == (409, "accounting.ledger.no-chart-adopted")
        assert await desk.refused("/chart/accounts", account) == (403, "shared.auth.role-missing")


class TestWhatOthersTell:
    async def test_goods_that_leave_cost_and_goods_that_come_back_do_not(self, desk: Desk) -> None:
        event_id = uuid4()
        await desk.hear(shipped(700, 55), key="s1", event_id=event_id)
        await desk.hear(shipped(700, 55), key="s1", event_id=event_id)
        assert await desk.balances() == {"5000": 755, "1300": -755}
        back = ShipmentReturnedV2(
            shipment_id="s1",
            order_id="o1",
            contract_id="c1",
            customer_id="ACME",
            lines=shipped(700, 55).lines,
            reason="nobody there",
            returned_on=MONDAY,
            to_inspect=False,
        )
        await desk.hear(back, key="s1")
        assert await desk.balances() == {}

    async def test_what_came_back_is_worth_what_the_inspection_says(self, desk: Desk) -> None:
        gone = shipped(700, 55)
        await desk.hear(gone, key="s1")
        back = ShipmentReturnedV2(
            shipment_id="s1",
            order_id="o1",
            contract_id="c1",
            customer_id="ACME",
            lines=gone.lines,
            reason="nobody there",
            returned_on=MONDAY,
            to_inspect=True,
        )
        await desk.hear(back, key="s1")
        assert await desk.balances() == {"5000": 755, "1300": -755}
        looked_at = InspectedLine(
            line_no=1,
            sku="PUMP",
            good=Decimal(1),
            good_value=usd(300),
            repair=Decimal(1),
            repair_value=usd(200),
            scrap=Decimal(1),
            scrap_cost=usd(200),
            finding="one crushed",
        )
        inspected = ShipmentInspectedV1(
            shipment_id="s1",
            inspection_id="i1",
            order_id="o1",
            customer_id="ACME",
            warehouse="HN",
            lines=(looked_at,),
            inspected_by="w",
            inspected_on=MONDAY,
        )
        event_id = uuid4()
        await desk.hear(inspected, key="s1", event_id=event_id)
        await desk.hear(inspected, key="s1", event_id=event_id)
        assert await desk.balances() == {"5000": 55, "1300": -255, "5400": 200}
        free = ReplacementInspectedV1(
            shipment_id="s2",
            inspection_id="i2",
            grant_id="g1",
            return_id="t1",
            order_id="o1",
            customer_id="ACME",
            kind="replacement",
            warehouse="HN",
            lines=(replace(looked_at, repair_value=usd(0), scrap_cost=usd(0)),),
            inspected_by="w",
            inspected_on=MONDAY,
        )
        await desk.hear(free, key="s2")
        assert await desk.balances() == {"5000": 55, "1300": 45, "5400": 200, "5300": -300}

    async def test_lost_goods_are_a_loss_until_they_turn_up(self, desk: Desk) -> None:
        gone = shipped(700, 55)
        parcel = {"shipment_id": "s1", "order_id": "o1", "contract_id": "c1", "customer_id": "ACME"}
        await desk.hear(gone, key="s1")
        lost = ShipmentLostV1(**parcel, lines=gone.lines, reason="nowhere", declared_by="w", lost_on=MONDAY)
        event_id = uuid4()
        await desk.hear(lost, key="s1", event_id=event_id)
        await desk.hear(lost, key="s1", event_id=event_id)
        assert await desk.balances() == {"5400": 755, "1300": -755}
        back = ShipmentReturnedV2(
            **parcel, lines=gone.lines, reason="found", returned_on=MONDAY, to_inspect=True, was_lost=True
        )
        await desk.hear(back, key="s1")
        assert await desk.balances() == {"5000": 755, "1300": -755}

    async def test_lost_goods_that_the_customer_had_all_along_are_found_when_that_is_known(self, desk: Desk) -> None:
        """Delivered in March, given up in April, and the proof of it comes after that: no loss less in March."""
        gone = shipped(700)
        parcel = {"shipment_id": "s1", "order_id": "o1", "contract_id": "c1", "customer_id": "ACME"}
        given_up, known = date(2026, 4, 2), datetime(2026, 4, 5, 9, tzinfo=UTC)
        await desk.hear(gone, key="s1")
        lost = ShipmentLostV1(**parcel, lines=gone.lines, reason="nowhere", declared_by="w", lost_on=given_up)
        await desk.hear(lost, key="s1")
        delivered = ShipmentDeliveredV1(
            shipment_id="s1",
            order_id="o1",
            contract_id="c1",
            customer_id="ACME",
            lines=gone.lines,
            warranty_months=12,
            signed_by="Grace",
            proof_sha256="0f" * 32,
            delivered_at=datetime(2026, 3, 28, 9, tzinfo=UTC),
            was_lost=True,
        )
        await desk.company.tell("accounting", delivered, key="s1", at=known)
        assert await desk.balances() == {"5000": 700, "1300": -700}
        losses = (await desk.get("/accounts/5400/lines", **AUDITOR))["items"]
        assert sorted(one["posted_on"] for one in losses) == ["2026-04-02", "2026-04-05"]

    async def test_goods_without_cost_write_nothing(self, desk: Desk) -> None:
        await desk.hear(shipped(0), key="s1")
        assert (await desk.get("/journal-entries", **AUDITOR))["items"] == []

    async def test_what_had_not_come_is_booked_back_and_what_left_at_a_wrong_average_adjusted(self, desk: Desk) -> None:
        off = CorrectedLine(
            purchase_line_no=1,
            sku="PUMP",
            accepted=Decimal(1),
            rejected=Decimal(0),
            cost=usd(500),
            value=usd(500),
            accepted_for=(),
            rejected_for=(),
        )
        corrected = GoodsReceiptCorrectedV1(
            receipt_id="r1",
            purchase_order_id="p1",
            supplier_id="PUMPCO",
            warehouse="HN",
            lines=(),
            taken_off=(off,),
            reason="mistyped",
            corrected_by="m",
            corrected_on=MONDAY,
        )
        await desk.hear(corrected, key="r1")
        assert await desk.balances() == {"1300": -500, "2050": 500}
        blended = replace(corrected, receipt_id="r2", taken_off=(replace(off, value=usd(480)),))
        await desk.hear(blended, key="r2")
        assert await desk.balances() == {"1300": -980, "2050": 1000, "5200": -20}
        rejected = replace(off, accepted=Decimal(0), rejected=Decimal(1), cost=usd(0), value=usd(0))
        await desk.hear(replace(corrected, receipt_id="r3", taken_off=(rejected,)), key="r3")
        assert len((await desk.get("/journal-entries", **AUDITOR))["items"]) == 2

    async def test_receipt_and_invoice_meet_in_goods_not_invoiced(self, desk: Desk) -> None:
        received = GoodsReceivedV1(
            receipt_id="r1",
            purchase_order_id="p1",
            supplier_id="PUMPCO",
            warehouse="HN",
            lines=(
                ReceivedLine(
                    purchase_line_no=1,
                    sku="PUMP",
                    accepted=Decimal(2),
                    rejected=Decimal(0),
                    reject_reason="",
                    accepted_value=usd(1000),
                ),
            ),
            received_on=MONDAY,
            received_by="w",
        )
        await desk.hear(received, key="r1")
        assert await desk.balances() == {"1300": 1000, "2050": -1000}
        await desk.hear(supplier_invoice(), key="si1")
        assert await desk.balances() == {"1300": 1000, "5100": 40, "1200": 104, "2000": -1144}

    async def test_an_invoice_that_does_not_add_up_is_owed_as_it_says(self, desk: Desk) -> None:
        await desk.hear(replace(supplier_invoice(), total=usd(1145)), key="si1")
        balances = await desk.balances()
        assert (balances["2000"], balances["4900"]) == (-1145, 1)

    async def test_a_shortage_lowers_inventory(self, desk: Desk) -> None:
        counted = StockAdjustedV1(
            warehouse="HN",
            sku="PUMP",
            quantity=Decimal(-1),
            value=usd(-500),
            reason="count",
            opening=False,
            adjusted_on=MONDAY,
        )
        await desk.hear(counted, key="HN:PUMP")
        assert await desk.balances() == {"1300": -500, "5200": 500}

    async def test_opening_stock_is_taken_over_and_no_income(self, desk: Desk) -> None:
        opening = StockAdjustedV1(
            warehouse="H", sku="PUMP", quantity=Decimal(9), value=usd(5000), reason="", opening=True, adjusted_on=MONDAY
        )
        await desk.hear(opening, key="H:PUMP")
        assert await desk.balances() == {"1300": 5000, "3950": -5000}


def supplier_invoice() -> SupplierInvoiceApprovedV1:
    return SupplierInvoiceApprovedV1(
        supplier_invoice_id="si1",
        supplier_id="PUMPCO",
        purchase_order_id="p1",
        supplier_reference="F-77",
        lines=(
            SupplierInvoiceLine(
                purchase_line_no=1,
                sku="PUMP",
                quantity=Decimal(2),
                unit_price=Decimal("5.20"),
                net=usd(1040),
                ordered_net=usd(1000),
            ),
        ),
        net=usd(1040),
        tax=usd(104),
        total=usd(1144),
        invoice_on=MONDAY,
        due_on=date(2026, 4, 1),
        approved_by="p.buyer",
        approved_on=MONDAY,
    )
