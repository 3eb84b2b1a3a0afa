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


async def told_by(desk: Desk, others: Others, *departments: str) -> list[tuple[str, str, str]]:
    """What these departments are told to have done: what, who, which document."""
    contract_id = (await desk.read(f"/orders/{others.order_id}"))["contract_id"]
    entries = (await desk.read(f"/contracts/{contract_id}/timeline"))["entries"]
    return [(one["what"], one["who"], one["document"]) for one in entries if one["department"] in departments]


async def test_it_tells_what_was_bought_from_whom_and_what_came_of_it(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.reserve_credit()
    await others.reserve_stock("0", short="2")
    await desk.company.pass_time(timedelta(seconds=30))
    await others.buy(times=2)
    await desk.company.pass_time(timedelta(seconds=30))
    await others.receive("1", rejected="1", times=2)
    await desk.company.pass_time(timedelta(seconds=30))
    await others.close_short("1")
    assert await told_by(desk, others, "purchasing", "warehouse") == [
        ("Nothing could be reserved; short of 2 of line 1", "warehouse", f"order {others.order_id}"),
        ("Bought 2 of line 1 from Nord, expected by 2026-03-09", "purchasing", "purchase order P1"),
        (
            "Received what was bought: 1 of line 1; rejected 1 of line 1 (cracked)",
            "w.clerk",
            "purchase order P1, receipt R1",
        ),
        ("Purchase closed short, 1 of line 1 will not come from Nord: sold out", "purchasing", "purchase order P1"),
    ]
    contract_id = (await desk.read(f"/orders/{others.order_id}"))["contract_id"]
    story = (await desk.read(f"/contracts/{contract_id}/timeline"))["entries"]
    (bought,) = [entry for entry in story if entry["event_type"] == "order.goods-bought"]
    assert bought["amount"] == {"minor": 20_000, "currency": "USD"}


async def test_it_tells_it_whatever_is_heard_first(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.receive("2")
    await others.cancel_purchase("2")
    await others.buy()
    assert {what.partition(" ")[0] for what, _, _ in await told_by(desk, others, "purchasing", "warehouse")} == {
        "Bought",
        "Received",
        "Purchase",
    }
    (purchase,) = (await desk.read(f"/orders/{others.order_id}"))["purchases"]
    assert (purchase["supplier_name"], purchase["expected_on"], purchase["receipts"]) == ("Nord", "2026-03-09", ["R1"])
    assert (purchase["is_given_up"], purchase["lines"]) == (True, [{"line_no": 1, "quantity": "2"}])


async def test_what_is_bought_for_a_replacement_is_told_of_the_order_that_it_stands_in_for(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.buy("1", grant="G1")
    assert await told_by(desk, others, "purchasing") == [
        (
            "Bought for a replacement 1 of line 1 from Nord, expected by 2026-03-09",
            "purchasing",
            "purchase order P1",
        )
    ]


async def test_a_sender_of_before_that_does_not_say_for_whom_is_heard_and_tells_nothing(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.cancel_purchase("2", is_told_for_whom=False)
    assert await told_by(desk, others, "purchasing") == []
    assert not desk.company.parked()


async def test_a_person_in_another_department_is_named_and_one_of_before_is_not(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.reserve_credit()
    others.person = "wim.storekeeper"
    await others.ship()
    told = [who for _, who, _ in await told_by(desk, others, "accounting", "warehouse")]
    assert told == ["accounting", "wim.storekeeper"]
    shown = await desk.read(f"/orders/{others.order_id}")
    assert (shown["credit"]["heard"]["by"], shown["shipments"][0]["heard"]["by"]) == ("", "wim.storekeeper")
