"""An order's way through accounting, as it is heard and asked over HTTP: credit, billing, invoice, credit note."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.accounting.billing.decider import BILLING
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.settling import ReopenAmount, SettleInvoice
from shared.event_store.unit import Cause
from shared.handling.work import ByKey, Work
from shared.kernel.clock import derived_id
from shared.kernel.decider import Send
from shared.published.sales import InstalmentTerm
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import (
    FREIGHT,
    cancelled,
    delivered,
    line,
    placed,
    registered,
    returned,
    shipped,
    usd,
)

BY_MANAGER: dict[str, Any] = {"person": "a.manager", "roles": MANAGER}
WHY = {"reason": "as agreed by phone"}


def invoice_of(shipment_id: str) -> str:
    return str(derived_id("invoice", shipment_id))


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


async def command(desk: Desk, *sends: Send) -> None:
    """What payments will send, as long as nothing is paid in this file's own right."""
    runtime = desk.company.departments["accounting"].runtime
    ids, now = runtime.ids, runtime.clock.now()
    cause_id = ids.new()
    cause = Cause(command_id=cause_id, actor="p", correlation_id=cause_id, causation_id=cause_id, occurred_at=now)
    once = ByKey(scope="test", key=str(cause_id), fingerprint="")
    await runtime.writer.perform(Work(sends=sends, cause=cause, once=once))


async def exposure(desk: Desk) -> list[int]:
    found = (await desk.get("/credit-accounts/ACME"))["exposure"]
    return [found[bucket]["minor"] for bucket in ("reserved", "shipped", "open", "overdue")]


async def settle(desk: Desk, minor: int, payment_id: str = "P-1", shipment_id: str = "S-1") -> None:
    settling = SettleInvoice(payment_id=payment_id, instalment_no=None, amount=usd(minor), on=date(2026, 3, 10))
    await command(desk, Send(settling, INVOICE.stream(invoice_of(shipment_id))))


async def test_the_straight_way_of_one_order(desk: Desk) -> None:
    store = desk.company.departments["accounting"].store
    await tell(desk, placed(charges=(FREIGHT,)))
    assert await exposure(desk) == [12100, 0, 0, 0]
    await tell(desk, shipped((1, 3)))
    assert await exposure(desk) == [0, 12100, 0, 0]
    before = sum(len(log) for log in store.logs)
    await tell(desk, delivered((1, 3)))
    assert sum(len(log) for log in store.logs) - before == 5
    assert await exposure(desk) == [0, 0, 12100, 0]

    invoice = await desk.get(f"/invoices/{invoice_of('S-1')}")
    assert (invoice["number"], invoice["total"], invoice["settlement"]) == (
        "INV-2026-000001",
        {"minor": 12100, "currency": "USD"},
        "open",
    )
    assert (invoice["posted_on"], invoice["due_on"]) == ("2026-03-04", "2026-04-03")
    assert (await desk.get("/number-series/INV-2026"))["issued"] == 1
    assert (await desk.get("/billings/O-1"))["status"] == "billed"
    balances = await desk.balances()
    assert (balances["1100"], balances["4000"], balances["4050"], balances["2100"]) == (
        12100,
        -10000,
        -1000,
        -1100,
    )

    await settle(desk, 5000)
    await settle(desk, 7100, "P-2")
    assert await exposure(desk) == [0, 0, 0, 0]
    told = desk.told()
    assert sorted(told) == sorted(
        [
            "accounting.credit.reserved.v1",
            "accounting.invoice.posted.v1",
            "accounting.invoice.part-paid.v1",
            "accounting.invoice.paid.v1",
        ]
    )


async def test_part_deliveries_bill_the_order_to_the_cent(desk: Desk) -> None:
    await tell(desk, placed(charges=(FREIGHT,)))
    for number in (1, 2, 3):
        await tell(
            desk,
            shipped((1, 1), shipment_id=f"S-{number}"),
            delivered((1, 1), shipment_id=f"S-{number}"),
        )
    listed = (await desk.get("/invoices", params={"order_id": "O-1", "order_by": "number"}))["items"]
    assert [invoice["lines"][0]["net"]["minor"] for invoice in listed] == [3333, 3334, 3333]
    assert [len(invoice["charges"]) for invoice in listed] == [1, 0, 0]
    assert (await desk.get("/number-series/INV-2026"))["issued"] == 3
    assert (await exposure(desk))[:2] == [0, 0]


async def test_any_order_of_arrival_ends_the_same(desk: Desk) -> None:
    late = await Desk.open()
    await late.ask("PUT", "/tax-codes/VAT10", {"name": "VAT"}, **BY_MANAGER)
    await late.post("/tax-codes/VAT10/rates", {"percent": "10", "valid_from": "2009-01-01"}, **BY_MANAGER)
    facts = [placed(charges=(FREIGHT,)), shipped((1, 2)), delivered((1, 2)), shipped((1, 1), shipment_id="S-2")]
    await tell(desk, *facts)
    await tell(late, *facts[1:])
    waiting = (await late.get("/billings/queues/awaiting-order"))["items"]
    assert [one["unbilled"][0]["because"] for one in waiting] == ["order-unknown"]
    await tell(late, facts[0])
    await late.hear(registered(), key="ACME")
    for path in ("/billings/O-1", f"/invoices/{invoice_of('S-1')}", "/credit-accounts/ACME"):
        assert await late.get(path) == await desk.get(path)


async def test_a_failed_delivery_gives_the_goods_back_to_the_order(desk: Desk) -> None:
    await tell(desk, placed(), shipped((1, 3)), returned((1, 3)))
    assert await exposure(desk) == [11000, 0, 0, 0]
    await tell(desk, cancelled())
    assert await exposure(desk) == [0, 0, 0, 0]
    assert "accounting.credit.given-back.v1" in desk.told()


async def test_goods_that_crossed_a_cancellation_wait_for_a_decision(desk: Desk) -> None:
    await tell(desk, placed(), shipped((1, 3)), cancelled(), delivered((1, 3)))
    assert await exposure(desk) == [0, 11000, 0, 0]
    assert len((await desk.get("/billings/queues/unbilled"))["items"]) == 1
    path = "/billings/O-1/unbilled/S-1"
    assert (await desk.refused(f"{path}/billing", WHY))[0] == 403
    assert await desk.refused("/billings/O-1/unbilled/S-9/billing", WHY, **BY_MANAGER) == (
        404,
        "accounting.billing.nothing-unbilled",
    )
    await desk.post(f"{path}/billing", WHY, **BY_MANAGER)
    assert await exposure(desk) == [0, 0, 11000, 0]


async def test_they_can_be_let_go(desk: Desk) -> None:
    await tell(desk, placed(), cancelled(), delivered((1, 3)))
    await desk.post("/billings/O-1/unbilled/S-1/clearance", WHY, **BY_MANAGER)
    assert await exposure(desk) == [0, 0, 0, 0]
    assert (await desk.get("/billings/queues/unbilled"))["items"] == []


async def test_a_missing_tax_rate_withholds_the_invoice_until_a_person_posts_it(desk: Desk) -> None:
    await tell(desk, placed(line(1, 1, 1000, tax_code="NEW")), delivered((1, 1)))
    path = f"/invoices/{invoice_of('S-1')}"
    (withheld,) = (await desk.get("/invoices/queues/withheld"))["items"]
    assert withheld["withheld_because"] == "no tax rate on 2026-03-04 for NEW"
    assert await desk.refused(f"{path}/posting") == (409, "accounting.invoice.not-yet-postable")
    await desk.ask("PUT", "/tax-codes/NEW", {"name": "New tax"}, **BY_MANAGER)
    await desk.post("/tax-codes/NEW/rates", {"percent": "5", "valid_from": "2026-03-01"}, **BY_MANAGER)
    await desk.post(f"{path}/posting")
    assert (await desk.get(path))["total"]["minor"] == 1050
    assert await desk.refused("/invoices/nothing/posting") == (404, "shared.request.unknown-document")


async def test_unpaid_it_falls_due_and_a_bounced_payment_is_owed_again(desk: Desk) -> None:
    terms = tuple(InstalmentTerm(percent=Decimal(50), due_in_days=days) for days in (10, 30))
    await tell(desk, placed(terms=terms), delivered((1, 3)))
    await settle(desk, 5500)
    await desk.company.pass_time(timedelta(days=20))
    assert (await exposure(desk))[2:] == [5500, 0]
    await desk.company.pass_time(timedelta(days=20))
    assert (await exposure(desk))[2:] == [0, 5500]
    (overdue,) = (await desk.get("/invoices/queues/overdue"))["items"]
    assert [one["overdue"] for one in overdue["instalments"]] == [False, True]
    bounced = ReopenAmount(payment_id="P-1", reason="no funds", on=date(2026, 4, 11))
    await command(desk, Send(bounced, INVOICE.stream(invoice_of("S-1"))))
    await desk.company.settle()
    assert (await exposure(desk))[2:] == [0, 11000]


async def test_a_credit_note_needs_a_second_person_and_never_exceeds_the_invoice(desk: Desk) -> None:
    await tell(desk, placed(charges=(FREIGHT,)), delivered((1, 3)))
    await settle(desk, 12000)
    path = f"/invoices/{invoice_of('S-1')}/credit-notes"
    units = {"lines": [{"line_no": 1, "quantity": "2"}], "charges": [1], "reason": "two came back"}
    note = (await desk.post(path, units))["id"]
    other = (await desk.post(path, units))["id"]
    assert await desk.refused(f"/credit-notes/{note}/approval") == (403, "shared.auth.role-missing")
    assert await desk.refused(f"/credit-notes/{note}/approval", person="a.clerk", roles=MANAGER) == (
        403,
        "accounting.credit-note.own",
    )
    await desk.post(f"/credit-notes/{note}/approval", **BY_MANAGER)
    assert await desk.refused(f"/credit-notes/{other}/approval", **BY_MANAGER) == (
        409,
        "accounting.invoice.exceeds-what-is-creditable",
    )
    await desk.post(f"/credit-notes/{other}/refusal", WHY)
    shown = await desk.get(f"/credit-notes/{note}")
    assert (shown["number"], shown["total"]["minor"], shown["status"]) == ("CN-2026-000001", 8434, "approved")
    assert (await desk.get("/number-series/CN-2026"))["issued"] == 1
    invoice = await desk.get(f"/invoices/{invoice_of('S-1')}")
    assert (invoice["open"]["minor"], invoice["status"]) == (0, "partly-credited")
    assert await exposure(desk) == [0, 0, 0, 0]
    balances = await desk.balances()
    # 100 was still owed; the rest of the 8,434 was paid already and is the customer's now.
    assert (balances["2200"], balances["4100"]) == (-(8434 - 100), 6667)
    assert "accounting.invoice.credited.v1" in desk.told()


async def test_a_credit_note_names_pieces_or_an_amount(desk: Desk) -> None:
    await tell(desk, placed(), delivered((1, 3)))
    path = f"/invoices/{invoice_of('S-1')}/credit-notes"
    both = {"charges": [1], "amount": {"minor": 1, "currency": "USD"}, "reason": "wrong"}
    for body in ({"reason": "wrong"}, both):
        assert await desk.refused(path, body) == (422, "shared.request.invalid")
    assert await desk.refused("/invoices/nothing/credit-notes", {"charges": [1], "reason": "wrong"}) == (
        404,
        "accounting.invoice.unknown",
    )


async def test_hearing_it_again_changes_nothing(desk: Desk) -> None:
    facts = [placed(), shipped((1, 3)), delivered((1, 3))]
    await tell(desk, *facts)
    streams = [BILLING.stream("O-1"), CREDIT_ACCOUNT.stream("ACME"), INVOICE.stream(invoice_of("S-1"))]
    store = desk.company.departments["accounting"].store
    before = [len(store.streams[stream]) for stream in streams]
    await tell(desk, *facts)
    assert [len(store.streams[stream]) for stream in streams] == before
