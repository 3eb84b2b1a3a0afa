"""Orders over HTTP, in memory, with what the other departments tell."""

from datetime import timedelta

import pytest

from tests.unit.sales.desk import BOSS, Desk
from tests.unit.sales.order.others import Others, placed_order, signed_contract


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def test_the_straight_way_from_the_call_to_the_cash(desk: Desk) -> None:
    others = await placed_order(desk, customer_reference="PO 4711")
    path = f"/orders/{others.order_id}"
    assert (await desk.read(path))["status"] == "placed"
    await others.reserve_credit(times=2)
    assert (await desk.read(path))["status"] == "confirmed"
    await others.reserve_stock()
    await others.ship()
    await others.deliver()
    await others.bill()
    await others.care()
    await others.pay_a_part()
    shown = await desk.read(path)
    facets = {name: shown[name] for name in ("supply", "fulfilment", "billing", "payment")}
    assert facets == {"supply": "reserved", "fulfilment": "full", "billing": "full", "payment": "partial"}
    assert shown["invoices"][0]["open"]["minor"] == 33_780
    await others.pay()
    shown = await desk.read(path)
    assert (shown["status"], shown["payment"], shown["is_alarmed"]) == ("completed", "paid", False)
    contract = await desk.read(f"/contracts/{shown['contract_id']}")
    assert (contract["status"], contract["orders"]) == (
        "fulfilled",
        [{"order_id": others.order_id, "status": "completed"}],
    )
    assert sorted(told for told in desk.told() if not told.startswith("sales.customer")) == [
        "sales.contract.fulfilled.v1",
        "sales.contract.signed.v1",
        "sales.order.completed.v1",
        "sales.order.confirmed.v1",
        "sales.order.placed.v1",
    ]
    sales = desk.company.departments["sales"].store
    assert await sales.next_deadline() is None
    assert not desk.company.parked()


async def test_a_blocked_customer_calls_nothing_and_what_was_ordered_goes_on(desk: Desk) -> None:
    contract = await signed_contract(desk, quantity="4")
    half = {"contract_id": contract, "lines": [{"line_no": 1, "quantity": "2"}]}
    others = Others(desk, contract, (await desk.write("/orders", half))["id"])
    customer = (await desk.read(f"/contracts/{contract}"))["customer_id"]
    await desk.write(f"/customers/{customer}/block", {"reason": "fraud"}, **BOSS)
    assert await desk.refused("/orders", half) == (
        409,
        "sales.customer.blocked",
        "contract_id",
    )
    assert [one["order_id"] for one in (await desk.read(f"/contracts/{contract}"))["orders"]] == [others.order_id]
    await others.reserve_credit()
    assert (await desk.read(f"/orders/{others.order_id}"))["status"] == "confirmed"
    await desk.write(f"/customers/{customer}/unblock", {"reason": "cleared"}, **BOSS)
    await desk.write("/orders", half)


async def test_a_debt_that_is_written_off_is_over_and_not_paid(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await others.reserve_stock()
    await others.ship()
    await others.deliver()
    await others.bill()
    await others.pay_a_part()
    await others.give_up()
    shown = await desk.read(path)
    assert (shown["status"], shown["payment"]) == ("completed", "written-off")
    assert [one["order_id"] for one in (await desk.read("/orders?payment=written-off"))["items"]] == [others.order_id]
    story = (await desk.read(f"/contracts/{shown['contract_id']}/timeline"))["entries"]
    assert [entry["what"] for entry in story if entry["event_type"] == "order.completed"] == [
        "Order completed: everything is delivered, billed and paid, but for what was written off"
    ]
    await others.bounce()
    assert (await desk.read(path))["payment"] == "partial"
    await others.pay()
    assert (await desk.read(path))["payment"] == "paid"


async def test_a_bounced_payment_reopens_order_and_contract_until_it_is_paid_again(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await others.reserve_stock()
    await others.ship()
    await others.deliver()
    await others.bill()
    await others.pay_a_part()
    await others.pay()
    await others.bounce()
    shown = await desk.read(path)
    assert (shown["status"], shown["payment"], shown["completed_on"]) == ("confirmed", "partial", None)
    contract_path = f"/contracts/{shown['contract_id']}"
    assert (await desk.read(contract_path))["status"] == "active"
    assert {"sales.order.reopened.v1", "sales.contract.reopened.v1"} <= set(desk.told())
    assert await desk.company.departments["sales"].store.next_deadline() is not None
    await others.pay()
    shown = await desk.read(path)
    assert (shown["status"], shown["payment"]) == ("completed", "paid")
    assert (await desk.read(contract_path))["status"] == "fulfilled"
    told = [entry["what"] for entry in (await desk.read(f"{contract_path}/timeline"))["entries"]]
    assert "Payment taken back, 337.80 USD open again: no funds" in told
    assert await desk.company.departments["sales"].store.next_deadline() is None
    assert not desk.company.parked()


async def test_what_others_told_is_shown_with_its_place_and_age(desk: Desk) -> None:
    others = await placed_order(desk)
    shown = await desk.read(f"/orders/{others.order_id}")
    customer_path = f"/customers/{shown['customer_id']}"
    assert (shown["credit"]["heard"], shown["supply_heard"], shown["debt_heard"]) == (None, None, None)
    nothing_owed = {"customer_id": shown["customer_id"], "open": [], "overdue": [], "heard": None}
    assert await desk.read(f"{customer_path}/debt") == nothing_owed
    told = await others.reserve_credit()
    await others.reserve_stock()
    await others.ship()
    await others.bill()
    await others.pay_a_part()
    shown = await desk.read(f"/orders/{others.order_id}")
    assert (shown["credit"]["heard"]["event_id"], shown["credit"]["heard"]["version"]) == (told, 1)
    assert shown["supply_heard"]["stream"].endswith(others.order_id)
    assert shown["shipments"][0]["heard"]["at"]
    assert shown["invoices"][0]["heard"] == shown["debt_heard"]
    debt = await desk.read(f"{customer_path}/debt")
    assert debt["open"] == [{"minor": 33_780, "currency": "USD"}]
    assert debt["overdue"] == [{"minor": 0, "currency": "USD"}]
    assert (debt["heard"]["stream"], debt["heard"]["version"]) == ("invoice-I1", 2)
    assert (await desk.refused("/customers/nobody/debt", method="GET"))[:2] == (404, "shared.request.unknown-document")


async def test_what_is_past_its_day_is_shown_as_overdue_until_it_is_paid_or_contested(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    customer_id = (await desk.read(path))["customer_id"]

    async def standing() -> tuple[str, int]:
        debt = await desk.read(f"/customers/{customer_id}/debt")
        return (await desk.read(path))["payment"], debt["overdue"][0]["minor"]

    for step in (others.reserve_credit, others.reserve_stock, others.ship, others.deliver, others.bill):
        await step()
    await others.pay_a_part()
    assert await standing() == ("partial", 0)
    await others.fall_overdue()
    assert await standing() == ("overdue", 33_780)
    (listed,) = (await desk.read("/orders/queues/overdue"))["items"]
    assert (listed["order_id"], listed["invoices"][0]["overdue"]["minor"]) == (others.order_id, 33_780)
    debt = await desk.read(f"/customers/{customer_id}/debt")
    assert (debt["heard"]["stream"], debt["heard"]["version"]) == ("invoice-I1", 3)
    await others.contest()
    assert await standing() == ("partial", 0)
    await others.settle_dispute()
    assert await standing() == ("overdue", 33_780)
    await others.pay()
    assert await standing() == ("paid", 0)
    story = (await desk.read(f"/contracts/{listed['contract_id']}/timeline"))["entries"]
    told = [(one["what"], one["document"], one["amount"]) for one in story if one["event_type"].startswith("order.inv")]
    amount = {"minor": 33_780, "currency": "USD"}
    assert told[1:] == [
        ("Overdue: not paid by 2026-04-01", "invoice INV-2026-000001", amount),
        ("Contested by the customer: not asked for while the dispute is open", "invoice INV-2026-000001", amount),
        ("Not contested any more, 337.80 USD is overdue", "invoice INV-2026-000001", None),
    ]


async def test_an_order_cannot_exceed_its_contract(desk: Desk) -> None:
    contract_id = await signed_contract(desk, quantity="3")
    part = {"contract_id": contract_id, "lines": [{"line_no": 1, "quantity": "2"}]}
    key = "the same request"
    first = await desk.write("/orders", part, key=key)
    assert (await desk.write("/orders", part, key=key)) == {**first, "repeated": True}
    refused = await desk.ask("POST", "/orders", part)
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["field"]) == (
        409,
        "sales.order.exceeds-contract",
        "lines.0.quantity",
    )
    assert (problem["called"], problem["left"]) == ("2", "1")
    await desk.write("/orders", {"contract_id": contract_id})
    listed = await desk.read(f"/orders?contract_id={contract_id}&status=placed")
    assert sorted(one["net"]["minor"] for one in listed["items"]) == [19_900, 39_800]
    nothing_left = await desk.refused("/orders", {"contract_id": contract_id})
    assert nothing_left[:2] == (409, "sales.contract.nothing-left-to-call")


async def test_refusals_of_what_is_called(desk: Desk) -> None:
    assert await desk.refused("/orders", {"contract_id": "nowhere"}) == (404, "sales.contract.unknown", "contract_id")
    contract_id = await signed_contract(desk)
    wrong = {"contract_id": contract_id, "lines": [{"line_no": 9, "quantity": "1"}]}
    assert await desk.refused("/orders", wrong) == (422, "sales.contract.line-unknown", "lines.0.line_no")
    one = {"line_no": 1, "quantity": "1"}
    twice = {"contract_id": contract_id, "lines": [one, one]}
    assert (await desk.refused("/orders", twice))[:2] == (422, "sales.contract.line-called-twice")
    far = {"contract_id": contract_id, "requested_on": "2999-12-31"}
    assert (await desk.refused("/orders", far))[:2] == (422, "sales.contract.requested-too-far-off")
    assert (await desk.refused("/orders", {"contract_id": contract_id}, roles=("company.reader",)))[0] == 403


async def test_holds_keep_the_order_waiting_until_the_last_is_released(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await desk.write(f"{path}/holds", {"name": "export", "reason": "the licence is awaited"})
    await others.hold_credit()
    shown = await desk.read(path)
    assert [hold["name"] for hold in shown["holds"]] == ["export", "credit"]
    assert shown["credit"]["status"] == "held"
    waiting = await desk.read("/orders/queues/held")
    assert [one["order_id"] for one in waiting["items"]] == [others.order_id]
    assert (await desk.refused(f"{path}/holds/credit/release", {"reason": "please"}, **BOSS))[0] == 422
    assert (await desk.refused(f"{path}/holds/export/release", {"reason": "it is here"}))[0] == 403
    await others.reserve_credit()
    assert (await desk.read(path))["status"] == "placed"
    await desk.write(f"{path}/holds/export/release", {"reason": "it is here"}, **BOSS)
    shown = await desk.read(path)
    assert (shown["status"], shown["is_held"]) == ("confirmed", False)


async def test_a_confirmed_order_is_held_until_a_manager_releases_it(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await others.reserve_stock()
    hold = {"name": "dispute", "reason": "they contest the price"}
    await desk.write(f"{path}/holds", hold)
    await desk.write(f"{path}/holds", hold)
    (waiting,) = (await desk.read("/orders/queues/held"))["items"]
    assert (waiting["order_id"], waiting["status"], waiting["irregularities"]) == (others.order_id, "confirmed", [])
    held = waiting["holds"][0]
    assert (held["name"], held["by"], held["overtaken_by"]) == ("dispute", "rep", [])
    await desk.company.pass_time(timedelta(days=9))
    assert (await desk.read(path))["alarms"] == []
    release = f"{path}/holds/dispute/release"
    assert (await desk.refused(release, {"reason": "agreed"}))[:2] == (403, "shared.auth.role-missing")
    await desk.write(release, {"reason": "agreed"}, **BOSS)
    assert (await desk.read("/orders/queues/held"))["items"] == []
    await desk.company.pass_time(timedelta(hours=1))
    assert (await desk.read(path))["alarms"] == []
    await desk.company.pass_time(timedelta(days=1))
    assert [alarm["name"] for alarm in (await desk.read(path))["alarms"]] == ["shipment"]
    await desk.write(f"{path}/holds", {"name": "manual", "reason": "call them first"})
    assert (await desk.read(path))["alarms"] == []
    told = [kind for kind in desk.told() if "hold" in kind or "held" in kind]
    assert told == ["sales.order.held.v1", "sales.order.hold-released.v1", "sales.order.held.v1"]
    contract_id = waiting["contract_id"]
    story = [entry["what"] for entry in (await desk.read(f"/contracts/{contract_id}/timeline"))["entries"]]
    assert {"Order held (dispute): they contest the price", "Hold released (dispute): agreed"} <= set(story)


async def test_nobody_waits_for_a_shipment_that_credit_and_a_person_keep_until_both_let_it_go(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await others.reserve_stock()
    await others.block_delivery()
    await desk.write(f"{path}/holds", {"name": "export", "reason": "the licence is awaited"})
    await desk.company.pass_time(timedelta(days=9))
    await others.unblock_delivery()
    shown = await desk.read(path)
    assert ([hold["name"] for hold in shown["holds"]], shown["alarms"]) == (["export"], [])
    await others.block_delivery()
    await desk.write(f"{path}/holds/export/release", {"reason": "it is here"}, **BOSS)
    await desk.company.pass_time(timedelta(days=9))
    shown = await desk.read(path)
    assert ([hold["name"] for hold in shown["holds"]], shown["alarms"]) == (["credit"], [])
    await others.unblock_delivery()
    await desk.company.pass_time(timedelta(days=2))
    shown = await desk.read(path)
    assert (shown["is_held"], [alarm["name"] for alarm in shown["alarms"]]) == (False, ["shipment"])


async def test_goods_that_overtook_a_hold_have_left_and_the_order_shows_it(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await others.reserve_stock()
    await desk.write(f"{path}/holds", {"name": "export", "reason": "the licence is awaited"})
    await others.ship()
    (irregular,) = (await desk.read("/orders/queues/irregular"))["items"]
    assert irregular["irregularities"] == ["shipped-while-held"]
    assert irregular["holds"][0]["overtaken_by"] == ["S1"]
    late = await desk.refused(f"{path}/holds", {"name": "manual", "reason": "too late"})
    assert late[:2] == (409, "sales.order.too-late-to-hold")
    await desk.write(f"{path}/holds/export/release", {"reason": "it is here"}, **BOSS)
    assert (await desk.read("/orders/queues/irregular"))["items"] == []


async def test_a_cancelled_order_gives_its_call_back(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await desk.write(f"{path}/cancellation", {"reason": "ordered by mistake"})
    shown = await desk.read(path)
    assert (shown["status"], shown["because"], shown["cancelled_by"]) == ("cancelled", "ordered by mistake", "rep")
    contract = await desk.read(f"/contracts/{shown['contract_id']}")
    assert contract["lines"][0]["left_quantity"] == "2"
    assert contract["orders"][0]["status"] == "returned"
    assert "sales.order.cancelled.v1" in desk.told()
    await others.ship()
    irregular = await desk.read("/orders/queues/irregular")
    assert irregular["items"][0]["irregularities"] == ["shipped-after-cancellation"]
    looked_at = f"{path}/irregularities/shipped-after-cancellation/acknowledgement"
    reason = {"reason": "they keep it"}
    assert (await desk.refused(looked_at, reason))[:2] == (403, "shared.auth.role-missing")
    other = f"{path}/irregularities/billed-too-much/acknowledgement"
    assert await desk.refused(other, reason, **BOSS) == (409, "sales.order.not-irregular", "name")
    await desk.write(looked_at, reason, **BOSS)
    assert (await desk.read("/orders/queues/irregular"))["items"] == []
    shown = await desk.read(path)
    assert [(one["name"], one["reason"], one["by"]) for one in shown["acknowledged"]] == [
        ("shipped-after-cancellation", "they keep it", "boss")
    ]
    assert (await desk.read(f"{path}/history"))[-1]["type"] == "order.irregularity-acknowledged"


async def test_goods_that_crossed_the_cancellation_and_are_billed_are_called_after_all(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    await others.reserve_credit()
    await desk.write(f"{path}/cancellation", {"reason": "ordered by mistake"})
    contract_path = f"/contracts/{(await desk.read(path))['contract_id']}"
    await others.ship()
    await others.deliver()
    assert (await desk.read(contract_path))["lines"][0]["left_quantity"] == "2"
    await others.bill()
    await others.bill()
    contract = await desk.read(contract_path)
    line = contract["lines"][0]
    assert (line["left_quantity"], line["left_net"]["minor"], contract["status"]) == ("0", 0, "fulfilled")
    shown = await desk.read(path)
    assert (shown["status"], shown["irregularities"]) == (
        "cancelled",
        ["shipped-after-cancellation", "billed-after-cancellation"],
    )
    story = [entry["what"] for entry in (await desk.read(f"{contract_path}/timeline"))["entries"]]
    assert "Goods of the cancelled order were billed: they are called under the contract after all" in story
    assert not desk.company.parked()


async def test_what_is_shipped_cannot_be_cancelled(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.reserve_credit()
    await others.ship()
    refused = await desk.refused(f"/orders/{others.order_id}/cancellation", {"reason": "ordered by mistake"})
    assert refused[:2] == (409, "sales.order.already-shipped")


async def test_a_short_order_is_in_its_queue(desk: Desk) -> None:
    others = await placed_order(desk)
    await others.reserve_credit()
    await others.reserve_stock("1", "1")
    waiting = await desk.read("/orders/queues/short")
    assert [(one["order_id"], one["supply"]) for one in waiting["items"]] == [(others.order_id, "partly")]


async def test_silence_raises_an_alarm_that_the_answer_clears(desk: Desk) -> None:
    others = await placed_order(desk)
    await desk.company.pass_time(timedelta(minutes=2))
    waiting = await desk.read("/orders/queues/alarmed")
    assert [alarm["name"] for alarm in waiting["items"][0]["alarms"]] == ["credit"]
    await others.reserve_credit()
    shown = await desk.read(f"/orders/{others.order_id}")
    assert (shown["status"], shown["is_alarmed"]) == ("confirmed", False)
    await desk.company.pass_time(timedelta(days=2))
    shown = await desk.read(f"/orders/{others.order_id}")
    assert sorted(alarm["name"] for alarm in shown["alarms"]) == ["shipment", "stock"]


async def test_an_unpaid_invoice_raises_an_alarm_after_its_grace(desk: Desk) -> None:
    others = await placed_order(desk)
    for step in (others.reserve_credit, others.reserve_stock, others.ship, others.deliver, others.bill):
        await step()
    await desk.company.pass_time(timedelta(days=32))
    assert (await desk.read(f"/orders/{others.order_id}"))["alarms"] == []
    await desk.company.pass_time(timedelta(days=3))
    alarms = (await desk.read(f"/orders/{others.order_id}"))["alarms"]
    assert alarms == [{"name": "payment", "since": "2026-04-05T00:00:00Z"}]
    await others.pay()
    shown = await desk.read(f"/orders/{others.order_id}")
    assert (shown["status"], shown["alarms"]) == ("completed", [])
    assert await desk.company.departments["sales"].store.next_deadline() is None


async def test_a_customer_finds_an_order_by_their_own_reference(desk: Desk) -> None:
    theirs = await placed_order(desk, customer_reference="PO 4712")
    found, none = [(await desk.read(f"/orders?customer_reference=PO%20{one}"))["items"] for one in (4712, 4711)]
    assert ([one["order_id"] for one in found], none) == ([theirs.order_id], [])
