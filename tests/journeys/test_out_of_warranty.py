"""A repair that is paid for, a replacement that is sent in advance. Three settings, each with the proof."""

from deploy.journeys.out_of_warranty import REPAIR_PRICE, out_of_warranty
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, owes_nothing, proof_holds


async def test_out_of_warranty(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 24)
    told = await out_of_warranty(people, buyer)
    repaired = await people.get("cara.agent", f"/care/returns/{told.repaired}")
    assert (repaired["basis"], repaired["agreed_with"]) == ("chargeable", "Ms Hoa, on the phone")
    assert [(one["kind"], one["quantity"]) for one in repaired["charges"]] == [("repair", "1")]
    invoice = await people.get("anh.accountant", f"/accounting/invoices/{told.invoice['invoice_id']}")
    assert (invoice["kind"], invoice["order_id"], invoice["settlement"]) == ("return-charge", "", "paid")
    assert (invoice["net"]["minor"], invoice["total"]["minor"]) == (REPAIR_PRICE, REPAIR_PRICE + REPAIR_PRICE // 10)
    replaced = await people.get("cara.agent", f"/care/returns/{told.replaced}")
    assert (replaced["basis"], replaced["charges"], replaced["grants"][0]["in_advance"]) == ("warranty", [], True)
    # Both pumps of the order are with the customer, and covered as they were.
    entitled = await people.get("cara.agent", f"/care/warranties/{told.sold.order_id}/entitlement?line_no=1")
    assert (entitled["covered"], entitled["returnable"]) == ("2", "2")
    # The repair is no invoice of the order.
    order = await people.get("sara.rep", f"/sales/orders/{told.sold.order_id}")
    assert (order["status"], len(order["invoices"])) == ("completed", 1)
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)
