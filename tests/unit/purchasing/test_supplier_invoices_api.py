"""Supplier invoices over HTTP: matched, blocked, released, rejected, and never twice."""

import asyncio
from typing import Any

from shared.kernel.money import Money
from shared.published.accounting import SupplierPaymentFailedV1, SupplierPaymentMadeV1
from tests.unit.purchasing.desk import MONDAY, Desk


def invoice(purchase_order_id: str, reference: str, quantity: str = "10", price: str = "100") -> dict[str, Any]:
    return {
        "purchase_order_id": purchase_order_id,
        "supplier_reference": reference,
        "lines": [{"purchase_line_no": 1, "quantity": quantity, "unit_price": price}],
        "tax": {"minor": int(quantity) * int(price) * 19, "currency": "EUR"},
        "invoice_on": "2026-03-02",
    }


async def ten_pumps(desk: Desk) -> str:
    return await desk.order(await desk.supplier("Nord", payment_days=14), "10", "100")


async def test_what_matches_is_approved_and_told(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10")
    recorded = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    shown = await desk.get(f"/supplier-invoices/{recorded}")
    assert (shown["status"], shown["due_on"], shown["total"]["minor"]) == ("approved", "2026-03-16", 119_000)
    (told,) = desk.telling("supplier-invoice.approved.v1")
    assert told["approved_by"] == "rule:three-way-match"
    assert told["lines"][0]["ordered_net"] == {"minor": 100_000, "currency": "EUR"}
    assert (await desk.get(f"/purchase-orders/{order}"))["status"] == "completed"


async def test_an_approved_invoice_shows_what_accounting_told_of_its_payment(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10")
    path = f"/supplier-invoices/{await desk.post('/supplier-invoices', invoice(order, 'RE 1'))}"
    told: dict[str, Any] = {
        "supplier_payment_id": "p1",
        "supplier_id": "nord",
        "supplier_invoice_ids": (path.rpartition("/")[2],),
        "amount": Money(minor=119_000, currency="EUR"),
    }
    await desk.hear(SupplierPaymentMadeV1(**told, made_on=MONDAY), key="p1")
    assert (await desk.get(path))["payment"] == "paid"
    await desk.hear(SupplierPaymentFailedV1(**told, reason="no such account", failed_on=MONDAY), key="p1")
    shown = await desk.get(path)
    assert (shown["payment"], shown["payment_failed_because"]) == ("failed", "no such account")


async def test_the_same_reference_is_refused_but_the_same_request_is_not(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10")
    body = invoice(order, "RE 1", quantity="4")
    first = await desk.ask("POST", "/supplier-invoices", body, key="once")
    again = await desk.ask("POST", "/supplier-invoices", body, key="once")
    assert (first.status_code, again.json()["repeated"]) == (201, True)
    assert await desk.refused("/supplier-invoices", invoice(order, "re1", quantity="4")) == (
        409,
        "purchasing.supplier-invoice.reference-taken",
    )


async def test_an_invoice_that_came_before_the_goods_is_approved_when_all_of_them_came(desk: Desk) -> None:
    order = await ten_pumps(desk)
    recorded = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    (blocked,) = await desk.items("/supplier-invoices/queues/blocked")
    assert blocked["variances"] == [{"purchase_line_no": 1, "kind": "no-receipt", "expected": "0", "stated": "10"}]
    await desk.receive(order, "4")
    (blocked,) = await desk.items("/supplier-invoices/queues/blocked")
    assert [(one["kind"], one["expected"]) for one in blocked["variances"]] == [("quantity-variance", "4")]
    await desk.receive(order, "6")
    shown = await desk.get(f"/supplier-invoices/{recorded}")
    assert (shown["status"], shown["approved_by"], shown["variances"]) == ("approved", "rule:three-way-match", [])
    assert (await desk.get(f"/purchase-orders/{order}"))["status"] == "completed"
    assert desk.told().count("supplier-invoice.approved.v1") == 1


async def test_of_two_invoices_that_came_before_the_goods_only_one_bills_them(desk: Desk) -> None:
    order = await ten_pumps(desk)
    first = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    second = await desk.post("/supplier-invoices", invoice(order, "RE 2"))
    await desk.receive(order, "10")
    assert (await desk.get(f"/supplier-invoices/{first}"))["status"] == "approved"
    assert (await desk.get(f"/supplier-invoices/{second}"))["status"] == "blocked"


async def test_a_dearer_invoice_and_a_rejected_one_are_not_approved_by_a_receipt(desk: Desk) -> None:
    order = await ten_pumps(desk)
    dearer = await desk.post("/supplier-invoices", invoice(order, "RE 1", quantity="5", price="101"))
    rejected = await desk.post("/supplier-invoices", invoice(order, "RE 2", quantity="5"))
    await desk.post(f"/supplier-invoices/{rejected}/rejection", {"reason": "not ours"}, by="mia")
    await desk.receive(order, "10")
    shown = await desk.get(f"/supplier-invoices/{dearer}")
    assert (shown["status"], [one["kind"] for one in shown["variances"]]) == ("blocked", ["price-variance"])
    assert (await desk.get(f"/supplier-invoices/{rejected}"))["status"] == "rejected"


async def test_a_rejected_invoice_that_bills_another_order_does_not_wait_for_the_first_one(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    order, other = await desk.order(nord, "10", "100"), await desk.order(nord, "10", "100")
    rejected = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    await desk.post(f"/supplier-invoices/{rejected}/rejection", {"reason": "wrong order"}, by="mia")
    assert await desk.post("/supplier-invoices", invoice(other, "RE 1")) == rejected
    await desk.receive(order, "10")
    assert (await desk.get(f"/supplier-invoices/{rejected}"))["status"] == "blocked"
    await desk.receive(other, "10")
    assert (await desk.get(f"/supplier-invoices/{rejected}"))["status"] == "approved"


async def test_a_manager_who_did_not_record_it_releases_it(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10")
    dearer = await desk.post("/supplier-invoices", invoice(order, "RE 1", price="101"), by="mia")
    reason = {"reason": "new price agreed by phone"}
    path = f"/supplier-invoices/{dearer}/release"
    assert await desk.refused(path, reason) == (403, "shared.auth.role-missing")
    assert await desk.refused(path, reason, by="mia") == (403, "purchasing.supplier-invoice.releaser-is-recorder")
    answer = await desk.ask("POST", path, reason, person="max", roles=("purchasing.manager",))
    assert answer.status_code == 200, answer.text
    (told,) = desk.telling("supplier-invoice.approved.v1")
    (line,) = told["lines"]
    assert (told["approved_by"], line["net"]["minor"], line["ordered_net"]["minor"]) == ("max", 101_000, 100_000)


async def test_above_the_limit_nobody_releases_what_their_own_order_is_billed_at(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    line = {"sku": "PUMP-40", "quantity": "10", "unit_price": "100"}
    body = {"supplier_id": nord, "warehouse": "MAIN", "currency": "EUR", "lines": [line]}
    order = await desk.post("/purchase-orders", body, by="mia")
    await desk.receive(order, "10")
    reason = {"reason": "they are worth it"}
    ten_times = (
        f"/supplier-invoices/{await desk.post('/supplier-invoices', invoice(order, 'RE 1', '9', '1200'))}/release"
    )
    assert await desk.refused(ten_times, reason, by="mia") == (403, "purchasing.supplier-invoice.releaser-is-maker")
    small = await desk.post("/supplier-invoices", invoice(order, "RE 2", "1", "101"))
    await desk.post(f"/supplier-invoices/{small}/release", reason, by="mia")
    answer = await desk.ask("POST", ten_times, reason, person="max", roles=("purchasing.manager",))
    assert answer.status_code == 200, answer.text


async def test_goods_that_another_invoice_billed_since_are_not_released_for_their_price(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10")
    path = f"/supplier-invoices/{await desk.post('/supplier-invoices', invoice(order, 'RE 1', price='101'))}"
    await desk.post("/supplier-invoices", invoice(order, "RE 1 corrected"))
    reason = {"reason": "new price agreed by phone"}
    changed = (409, "purchasing.supplier-invoice.variances-changed")
    assert await desk.refused(f"{path}/release", reason, by="mia") == changed
    assert len(desk.telling("supplier-invoice.approved.v1")) == 1
    await desk.post(f"{path}/rematch")
    shown = await desk.get(path)
    assert [(one["kind"], one["expected"]) for one in shown["variances"]] == [
        ("quantity-variance", "0"),
        ("price-variance", "100"),
    ]


async def test_a_tax_beyond_every_rate_waits_for_a_person_also_when_the_goods_come_later(desk: Desk) -> None:
    order = await ten_pumps(desk)
    slip = invoice(order, "RE 1") | {"tax": {"minor": 1_900_000, "currency": "EUR"}}
    path = f"/supplier-invoices/{await desk.post('/supplier-invoices', slip)}"
    await desk.receive(order, "10")
    shown = await desk.get(path)
    assert shown["status"] == "blocked"
    assert shown["variances"] == [
        {"purchase_line_no": 0, "kind": "tax-variance", "expected": "270.00", "stated": "19000.00"}
    ]
    reason = {"reason": "asked the supplier"}
    answer = await desk.ask("POST", f"{path}/release", reason, person="max", roles=("purchasing.manager",))
    assert answer.status_code == 200, answer.text


async def test_a_rejected_invoice_comes_again_under_its_reference(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "8", "2")
    wrong = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    await desk.post(f"/supplier-invoices/{wrong}/rejection", {"reason": "two were broken"}, by="mia")
    right = await desk.post("/supplier-invoices", invoice(order, "RE 1", quantity="8"))
    assert right == wrong
    assert (await desk.get(f"/supplier-invoices/{right}"))["status"] == "approved"


async def test_two_invoices_at_once_cannot_bill_one_receipt(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10")
    await asyncio.gather(*(desk.post("/supplier-invoices", invoice(order, f"RE {number}")) for number in range(6)))
    statuses = [item["status"] for item in await desk.items("/supplier-invoices")]
    assert sorted(statuses) == ["approved", *["blocked"] * 5]
    (line,) = (await desk.get(f"/purchase-orders/{order}"))["lines"]
    assert line["billed"] == "10"


async def test_nonsense_is_refused(desk: Desk) -> None:
    order = await ten_pumps(desk)
    assert await desk.refused("/supplier-invoices", invoice("nothing", "RE 1")) == (
        404,
        "purchasing.purchase-order.unknown",
    )
    dollars = invoice(order, "RE 1") | {"tax": {"minor": 1, "currency": "USD"}}
    assert await desk.refused("/supplier-invoices", dollars) == (
        422,
        "purchasing.supplier-invoice.currency-differs",
    )
    assert await desk.refused("/supplier-invoices/nothing/rematch") == (
        404,
        "shared.request.unknown-document",
    )
    far = invoice(order, "RE 1") | {"invoice_on": "9999-12-31"}
    assert await desk.refused("/supplier-invoices", far) == (422, "shared.request.invalid")


async def test_what_was_billed_and_had_not_come_is_an_exception_until_it_comes(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10", receipt_id="r1")
    paid = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    assert (await desk.get(f"/purchase-orders/{order}"))["status"] == "completed"
    await desk.correct(order, "r1", "1")
    shown = await desk.get(f"/purchase-orders/{order}")
    assert (shown["status"], shown["received"], shown["exception"]) == ("sent", "part", True)
    assert (await desk.get(f"/supplier-invoices/{paid}"))["status"] == "approved"
    more = await desk.post("/supplier-invoices", invoice(order, "RE 2", quantity="1"))
    blocked = await desk.get(f"/supplier-invoices/{more}")
    assert [(one["kind"], one["expected"]) for one in blocked["variances"]] == [("quantity-variance", "0")]
    await desk.receive(order, "9", receipt_id="r2")
    shown = await desk.get(f"/purchase-orders/{order}")
    assert (shown["status"], shown["exception"]) == ("completed", False)


async def test_what_was_billed_and_had_not_come_is_told_until_it_comes(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "10", receipt_id="r1")
    billed = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    await desk.correct(order, "r1", "1")
    (shown,) = await desk.items("/supplier-invoices/queues/goods-missing")
    assert (shown["supplier_invoice_id"], shown["goods_missing_because"]) == (billed, "mistyped")
    (told,) = desk.telling("supplier-invoice.goods-missing.v1")
    assert (told["supplier_invoice_id"], told["purchase_order_id"], told["corrected_by"]) == (billed, order, "w.boss")
    assert told["lines"] == [{"purchase_line_no": 1, "sku": "PUMP-40", "quantity": "9"}]
    await desk.receive(order, "5", receipt_id="r2")
    assert desk.telling("supplier-invoice.goods-came.v1") == []
    await desk.receive(order, "4", receipt_id="r3")
    assert await desk.items("/supplier-invoices/queues/goods-missing") == []
    (told,) = desk.telling("supplier-invoice.goods-came.v1")
    assert (told["supplier_invoice_id"], told["supplier_reference"]) == (billed, "RE 1")


async def test_an_invoice_that_waits_for_goods_says_for_how_many_when_a_receipt_is_corrected(desk: Desk) -> None:
    order = await ten_pumps(desk)
    await desk.receive(order, "8", receipt_id="r1")
    waiting = await desk.post("/supplier-invoices", invoice(order, "RE 1"))
    await desk.correct(order, "r1", "2")
    (variance,) = (await desk.get(f"/supplier-invoices/{waiting}"))["variances"]
    assert (variance["kind"], variance["expected"], variance["stated"]) == ("quantity-variance", "2", "10")


async def test_a_correction_that_is_heard_before_its_receipt_is_the_receipt(desk: Desk) -> None:
    order = await ten_pumps(desk)
    waiting = await desk.post("/supplier-invoices", invoice(order, "RE 1", quantity="2"))
    await desk.correct(order, "r1", "2")
    assert (await desk.get(f"/supplier-invoices/{waiting}"))["status"] == "approved"
    await desk.receive(order, "10", receipt_id="r1")
    shown = await desk.get(f"/purchase-orders/{order}")
    assert (shown["lines"][0]["received"], shown["exception"]) == ("2", False)
