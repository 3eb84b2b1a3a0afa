"""What a supplier takes back of an invoice that is owed, over HTTP: recorded, released by another person, told."""

from typing import Any

from tests.unit.purchasing.desk import Desk
from tests.unit.purchasing.test_supplier_invoices_api import invoice, ten_pumps


def credit(reference: str, quantity: str) -> dict[str, Any]:
    return {
        "supplier_reference": reference,
        "lines": [{"purchase_line_no": 1, "quantity": quantity}],
        "tax": {"minor": int(quantity) * 1_900, "currency": "EUR"},
        "invoice_on": "2026-03-02",
    }


async def billed(desk: Desk) -> tuple[str, str]:
    """Ten pumps that came and are owed."""
    order = await ten_pumps(desk)
    await desk.receive(order, "10", receipt_id="r1")
    return order, await desk.post("/supplier-invoices", invoice(order, "RE 1"))


async def test_goods_that_never_come_are_credited(desk: Desk) -> None:
    order, owed = await billed(desk)
    await desk.correct(order, "r1", "6")
    await desk.post(f"/purchase-orders/{order}/closing", {"reason": "bust"})
    taken_back = await desk.post(f"/supplier-invoices/{owed}/credits", credit("GS 1", "4"))
    (waiting,) = await desk.items("/supplier-invoices/queues/blocked")
    assert (waiting["supplier_invoice_id"], waiting["credits"]) == (taken_back, owed)
    assert [(one["kind"], one["stated"]) for one in waiting["variances"]] == [("credit", "-476.00")]
    path = f"/supplier-invoices/{taken_back}"
    assert await desk.refused(f"{path}/release", {"reason": "they never came"}) == (403, "shared.auth.role-missing")
    await desk.post(f"{path}/release", {"reason": "they never came"}, by="mia")
    assert await desk.items("/supplier-invoices/queues/goods-missing") == []
    (came,) = desk.telling("supplier-invoice.goods-came.v1")
    assert came["supplier_invoice_id"] == owed
    told = desk.telling("supplier-invoice.approved.v1")[-1]
    assert (told["credits"], told["total"]["minor"], told["tax"]["minor"]) == (owed, -47_600, -7_600)
    (line,) = told["lines"]
    assert (line["quantity"], line["net"]["minor"], line["ordered_net"]["minor"]) == ("-4", -40_000, -40_000)
    shown = await desk.get(f"/purchase-orders/{order}")
    assert (shown["status"], shown["lines"][0]["billed"], shown["exception"]) == ("closed-short", "6", False)


async def test_what_was_billed_wrongly_is_credited_and_billed_anew(desk: Desk) -> None:
    order, owed = await billed(desk)
    taken_back = await desk.post(f"/supplier-invoices/{owed}/credits", credit("GS 1", "10"))
    await desk.post(f"/supplier-invoices/{taken_back}/release", {"reason": "another address"}, by="mia")
    assert len(await desk.items("/purchase-orders/queues/to-bill")) == 1
    await desk.post("/supplier-invoices", invoice(order, "RE 2"))
    assert (await desk.get(f"/purchase-orders/{order}"))["status"] == "completed"


async def test_two_credits_do_not_take_back_the_same(desk: Desk) -> None:
    _, owed = await billed(desk)
    path = f"/supplier-invoices/{owed}/credits"
    first = await desk.post(path, credit("GS 1", "6"))
    second = await desk.post(path, credit("GS 2", "6"))
    release = {"reason": "they never came"}
    await desk.post(f"/supplier-invoices/{first}/release", release, by="mia")
    exceeds = (409, "purchasing.purchase-order.exceeds-billed")
    assert await desk.refused(f"/supplier-invoices/{second}/release", release, by="mia") == exceeds
    assert await desk.refused(path, credit("GS 3", "5")) == exceeds
    await desk.post(f"/supplier-invoices/{second}/rejection", {"reason": "credited twice"}, by="mia")
    await desk.post(path, credit("GS 2", "4"))


async def test_nor_the_same_tax(desk: Desk) -> None:
    _, owed = await billed(desk)
    path = f"/supplier-invoices/{owed}/credits"
    all_of_it = {"tax": {"minor": 19_000, "currency": "EUR"}}
    first = await desk.post(path, credit("GS 1", "1") | all_of_it)
    second = await desk.post(path, credit("GS 2", "1") | all_of_it)
    release = {"reason": "they never came"}
    await desk.post(f"/supplier-invoices/{first}/release", release, by="mia")
    exceeds = (409, "purchasing.purchase-order.exceeds-billed")
    assert await desk.refused(f"/supplier-invoices/{second}/release", release, by="mia") == exceeds
    more_tax = (422, "purchasing.supplier-invoice.exceeds-billed-tax")
    assert await desk.refused(path, credit("GS 3", "1")) == more_tax
    await desk.post(path, credit("GS 3", "1") | {"tax": {"minor": 0, "currency": "EUR"}})


async def test_what_cannot_be_credited_is_refused(desk: Desk) -> None:
    order, owed = await billed(desk)
    path = f"/supplier-invoices/{owed}/credits"
    taken = (409, "purchasing.supplier-invoice.reference-taken")
    assert await desk.refused(path, credit("re 1", "4")) == taken
    unknown = (404, "shared.request.unknown-document")
    assert await desk.refused("/supplier-invoices/nothing/credits", credit("GS 1", "4")) == unknown
    assert await desk.refused(path, credit("GS 1", "0")) == (422, "shared.request.invalid")
    more_tax = credit("GS 1", "4") | {"tax": {"minor": 19_001, "currency": "EUR"}}
    assert await desk.refused(path, more_tax) == (422, "purchasing.supplier-invoice.exceeds-billed-tax")
    taken_back = await desk.post(path, credit("GS 1", "4"))
    of_a_credit = f"/supplier-invoices/{taken_back}/credits"
    not_owed = (409, "purchasing.supplier-invoice.not-owed")
    assert await desk.refused(of_a_credit, credit("GS 2", "1")) == not_owed
    await desk.post(f"/supplier-invoices/{taken_back}/release", {"reason": "agreed"}, by="mia")
    assert await desk.refused(of_a_credit, credit("GS 2", "1")) == not_owed
    blocked = await desk.post("/supplier-invoices", invoice(order, "RE 2"))
    assert await desk.refused(f"/supplier-invoices/{blocked}/credits", credit("GS 2", "1")) == not_owed


async def test_a_manager_who_recorded_it_does_not_release_it(desk: Desk) -> None:
    _, owed = await billed(desk)
    own = await desk.post(f"/supplier-invoices/{owed}/credits", credit("GS 1", "4"), by="mia")
    answer = await desk.refused(f"/supplier-invoices/{own}/release", {"reason": "mine"}, by="mia")
    assert answer == (403, "purchasing.supplier-invoice.releaser-is-recorder")
