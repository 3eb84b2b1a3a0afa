"""A late payer from the reminder before due to the stop of their credit and out of it, in three settings."""

from deploy.journeys.late_payer import WRITTEN_OFF, late_payer
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, owes_nothing, proof_holds

SERIAL = 41


async def test_late_payer(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, SERIAL)
    dunned = await late_payer(people, buyer, setting.time)
    assert dunned.exhausted["status"] == "exhausted"
    assert (dunned.exhausted["promises_broken"], dunned.exhausted["plans_broken"]) == (1, 1)
    resolved = dunned.resolved
    assert (resolved["open"]["minor"], resolved["charged"]["minor"]) == (0, 0)
    assert sorted({one["kind"] for one in resolved["charges"]}) == ["fee", "interest"]
    assert sum(one["waived"]["minor"] for one in resolved["charges"]) == 300_000
    invoice = await people.get("anh.accountant", f"/accounting/invoices/{dunned.invoice['invoice_id']}")
    assert (invoice["settlement"], invoice["written_off"]["minor"]) == ("written-off", WRITTEN_OFF)
    number = invoice["number"]
    survey = f"Quý khách có hài lòng không? Đơn hàng {invoice['order_id']}"
    mailed = setting.mailed(f"ketoan{SERIAL}@songhong.example")
    assert mailed.count(survey) == 1
    assert [subject for subject in mailed if subject != survey] == [
        f"Sắp đến hạn thanh toán: {number}",
        f"Nhắc nợ: {number}",
        f"Nhắc nợ lần hai: {number}",
        f"Thông báo cuối cùng: {number}",
    ]
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)
