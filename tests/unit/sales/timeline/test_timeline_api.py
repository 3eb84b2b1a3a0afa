"""The story of a contract, told across departments."""

from datetime import timedelta

import pytest

from tests.unit.sales.desk import Desk
from tests.unit.sales.order.others import Others, placed_order


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def whole_story(desk: Desk) -> Others:
    """From the quotation to the cash, a minute between the steps, and accounting late with its first answer."""
    others = await placed_order(desk)
    await desk.company.pass_time(timedelta(minutes=2))
    await others.hold_credit()
    for step in (
        others.reserve_credit,
        others.reserve_stock,
        others.ship,
        others.deliver,
        others.bill,
        others.care,
        others.pay_a_part,
        others.pay,
    ):
        await desk.company.pass_time(timedelta(seconds=30))
        await step()
    return others


async def test_it_tells_what_happened_where_in_order(desk: Desk) -> None:
    others = await whole_story(desk)
    contract_id = (await desk.read(f"/orders/{others.order_id}"))["contract_id"]
    story = await desk.read(f"/contracts/{contract_id}/timeline")
    assert story["is_complete"]
    assert [(entry["department"], entry["what"]) for entry in story["entries"]] == [
        ("sales", "Quotation drafted"),
        ("sales", "Revision 1 approved: it is within the limits"),
        ("sales", "Revision 1 sent to the customer"),
        ("sales", "Revision 1 accepted by Hoa"),
        ("sales", "Contract signed by Hoa, from revision 1 of the quotation"),
        ("sales", "Order placed: 1 line"),
        (
            "sales",
            "Alarm: accounting's answer about credit should have come by 2026-03-02 08:01 UTC",
        ),
        (
            "accounting",
            "Credit held: 398.00 USD ordered, 900.00 USD owed or on order, a limit of 1,000.00 USD, standing hold",
        ),
        ("sales", "Alarm over: accounting's answer about credit has come, or is not waited for any more"),
        ("accounting", "Credit reserved"),
        ("sales", "Order confirmed: credit is there and no hold is left"),
        ("warehouse", "Reserved 2 of line 1"),
        ("warehouse", "Shipped 2 of line 1 from main by DHL JD01"),
        ("warehouse", "Delivered 2 of line 1, signed for by Hoa"),
        ("accounting", "Billed 2 of line 1, due by 2026-04-01"),
        ("care", "Warranty started, until 2027-03-02 at the latest"),
        ("care", "Customer asked how it went"),
        ("accounting", "Payment received, 337.80 USD still open"),
        ("accounting", "Paid in full"),
        ("sales", "Order completed: everything is delivered, billed and paid"),
        ("sales", "Contract fulfilled: nothing is left to call, and every order is completed"),
    ]
    times = [entry["occurred_at"] for entry in story["entries"]]
    assert times == sorted(times)


async def test_each_entry_names_document_person_amount_and_message(desk: Desk) -> None:
    others = await placed_order(desk)
    message = await others.reserve_credit()
    contract_id = (await desk.read(f"/orders/{others.order_id}"))["contract_id"]
    entries = (await desk.read(f"/contracts/{contract_id}/timeline"))["entries"]
    told = {entry["event_type"]: entry for entry in entries}
    placed, reserved = told["order.placed"], told["order.credit-reserved"]
    assert (placed["who"], placed["document"]) == ("rep", f"order {others.order_id}")
    assert placed["caused_by"]
    assert placed["amount"] == {"minor": 39_800, "currency": "USD"}
    assert (reserved["who"], reserved["caused_by"]) == ("accounting", message)
    assert told["order.confirmed"]["who"] == "by rule"
    assert told["order.confirmed"]["correlation_id"] == reserved["correlation_id"]


async def test_it_is_told_to_those_who_may_read_it(desk: Desk) -> None:
    others = await placed_order(desk)
    contract_id = (await desk.read(f"/orders/{others.order_id}"))["contract_id"]
    path = f"/contracts/{contract_id}/timeline"
    assert (await desk.ask("GET", path, roles=("warehouse.clerk",))).status_code == 403
    assert (await desk.ask("GET", path, roles=("company.auditor",))).status_code == 200
