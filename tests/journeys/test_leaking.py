"""Goods that nobody paid yet are complained about, come back and are credited. Three settings, each with the proof."""

from deploy.journeys.leaking import goods_of, leaking
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, owes_nothing, proof_holds


async def test_leaking(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 22)
    told = await leaking(people, buyer)
    goods = goods_of(told.invoice)
    assert (told.awaiting["raised_by"], told.awaiting["amount"]["minor"]) == ("care", goods)
    assert told.awaiting["id"] == told.settled["id"]
    assert (told.settled["outcome"], told.settled["contested"]["minor"]) == ("for-customer", 0)
    note = await people.get("anh.accountant", f"/accounting/credit-notes/{told.settled['credit_note_id']}")
    assert (note["status"], note["total"]["minor"], note["invoice_id"]) == (
        "approved",
        goods,
        told.invoice["invoice_id"],
    )
    queue = await people.get("anh.accountant", "/accounting/disputes/queues/to-credit")
    assert all(one["customer_id"] != buyer for one in queue["items"])
    invoice = await people.get("anh.accountant", f"/accounting/invoices/{told.invoice['invoice_id']}")
    assert (invoice["disputed"]["minor"], invoice["credited"]["minor"]) == (0, goods)
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)
