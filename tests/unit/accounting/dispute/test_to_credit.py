"""What care decides for the customer: not dunned, and in a queue of accounting, until it is credited."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.events import (
    ComplaintDecided,
    DisputeCredited,
    DisputeGranted,
    DisputeSettled,
    ReturnSettled,
)
from services.accounting.dispute.hearing import HearDisputeEnded, NoteReturnCredited, NoteReturnSettled
from services.accounting.dispute.settling import NoteInvoicePaid
from shared.kernel.money import Money
from shared.published.care import (
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    ReturnSettledV1,
)
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dispute.opened import COMPLAINT, DAY, OPENED, USD
from tests.unit.accounting.dunning_case.late import BOSS, OTHER_BOSS, case, invoice_of, late_payer, pay, until

WHY = {"reason": "as agreed by phone"}


@pytest.fixture
async def desk() -> Desk:
    """ACME is late with O-1, 1,000.00 for ten units, and complains about that invoice; and with O-2, 500.00."""
    desk = await late_payer(orders={"O-1": (10, 100_000), "O-2": (1, 50_000)})
    invoice = await invoice_of(desk)
    await until(desk, DAY)
    opened = ComplaintOpenedV1(
        complaint_id=COMPLAINT,
        customer_id="ACME",
        order_id="",
        invoice_id=invoice["invoice_id"],
        kind="invoice",
        subject="the contract says less",
        opened_on=DAY,
    )
    await desk.hear(opened, key=COMPLAINT)
    return desk


async def decided(desk: Desk, outcome: str = "accepted") -> None:
    resolved = ComplaintResolvedV1(
        complaint_id=COMPLAINT,
        customer_id="ACME",
        order_id="",
        invoice_id=(await invoice_of(desk))["invoice_id"],
        outcome=outcome,
        resolution="the contract says so",
        resolved_on=DAY,
    )
    await desk.hear(resolved, key=COMPLAINT)


async def reopened(desk: Desk) -> None:
    told = ComplaintReopenedV1(
        complaint_id=COMPLAINT,
        customer_id="ACME",
        order_id="",
        invoice_id=(await invoice_of(desk))["invoice_id"],
        reason="it is more",
        reopened_on=DAY,
    )
    await desk.hear(told, key=COMPLAINT)


async def credited(desk: Desk, quantity: int, grant: str = "G-1", complaint_id: str = COMPLAINT) -> None:
    granted = ReturnCreditGrantedV1(
        return_id="R-1",
        grant_id=grant,
        order_id="O-1",
        customer_id="ACME",
        item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-O-1", quantity=Decimal(quantity)),
        reason="unused",
        requested_by="cara.agent",
        granted_by="carl.care-manager",
        granted_on=DAY,
        complaint_id=complaint_id,
    )
    await desk.hear(granted, key="R-1")


async def return_settled(desk: Desk) -> None:
    told = ReturnSettledV1(return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY)
    await desk.hear(told, key="R-1")


async def the_dispute(desk: Desk) -> dict[str, Any]:
    return await desk.get(f"/disputes/{COMPLAINT}")


async def contested(desk: Desk) -> int:
    minor: int = (await case(desk))["disputed"]["minor"]
    return minor


class TestAccountingCredits:
    @pytest.mark.parametrize("outcome", ["accepted", "partly-accepted"])
    async def test_it_is_not_dunned_and_waits_until_accounting_says_how_much(self, desk: Desk, outcome: str) -> None:
        await decided(desk, outcome)
        (waiting,) = (await desk.get("/disputes/queues/to-credit"))["items"]
        assert (waiting["id"], waiting["granted_because"]) == (COMPLAINT, "the contract says so")
        await until(desk, date(2026, 5, 15))
        assert await contested(desk) == 100_000
        body = WHY | {"amount": {"minor": 40_000, "currency": "USD"}}
        await desk.post(f"/disputes/{COMPLAINT}/concession", body, **BOSS)
        assert (await desk.get("/disputes/queues/to-credit"))["items"] == []
        note = (await the_dispute(desk))["credit_note_id"]
        await desk.post(f"/credit-notes/{note}/approval", **OTHER_BOSS)
        found = await the_dispute(desk)
        assert (found["status"], found["outcome"], found["credit_note_id"]) == ("settled", "for-customer", note)
        assert (await invoice_of(desk))["open"]["minor"] == 60_000
        assert await contested(desk) == 0

    async def test_a_refused_credit_note_leaves_it_to_be_credited(self, desk: Desk) -> None:
        await decided(desk)
        await desk.post(f"/disputes/{COMPLAINT}/concession", WHY, **BOSS)
        note = (await the_dispute(desk))["credit_note_id"]
        await desk.post(f"/credit-notes/{note}/refusal", WHY)
        assert (await the_dispute(desk))["status"] == "to-credit"
        assert await contested(desk) == 100_000

    async def test_conceded_before_care_decides_a_refused_credit_note_leaves_it_to_be_credited(
        self, desk: Desk
    ) -> None:
        await desk.post(f"/disputes/{COMPLAINT}/concession", WHY, **BOSS)
        await decided(desk)
        conceded = await the_dispute(desk)
        assert conceded["status"] == "conceded"
        await desk.post(f"/credit-notes/{conceded['credit_note_id']}/refusal", WHY)
        assert (await the_dispute(desk))["status"] == "to-credit"

    async def test_where_nothing_is_to_be_credited_accounting_says_so(self, desk: Desk) -> None:
        await decided(desk)
        await desk.post(f"/disputes/{COMPLAINT}/rejection", WHY)
        found = await the_dispute(desk)
        assert (found["outcome"], found["settled_because"]) == ("for-us", WHY["reason"])
        assert await contested(desk) == 0

    async def test_care_decides_anew(self, desk: Desk) -> None:
        await decided(desk)
        await reopened(desk)
        assert (await the_dispute(desk))["status"] == "to-credit"
        await decided(desk, "rejected")
        assert (await the_dispute(desk))["outcome"] == "for-us"
        assert await contested(desk) == 0

    async def test_what_accounting_had_rejected_is_contested_again(self, desk: Desk) -> None:
        await desk.post(f"/disputes/{COMPLAINT}/rejection", WHY)
        await decided(desk)
        assert (await the_dispute(desk))["status"] == "to-credit"
        assert await contested(desk) == 100_000

    async def test_what_was_paid_before_care_decides_is_credited_all_the_same(self, desk: Desk) -> None:
        await pay(desk, 150_000, "ACME")
        assert (await the_dispute(desk))["outcome"] == "paid"
        await decided(desk)
        assert (await the_dispute(desk))["status"] == "to-credit"
        await desk.post(f"/disputes/{COMPLAINT}/concession", WHY, **BOSS)
        await desk.post(f"/credit-notes/{COMPLAINT}.credit1/approval", **OTHER_BOSS)
        assert (await the_dispute(desk))["outcome"] == "for-customer"

    async def test_who_pays_after_care_decided_is_credited_all_the_same(self, desk: Desk) -> None:
        await decided(desk)
        await pay(desk, 150_000, "ACME")
        assert (await the_dispute(desk))["status"] == "to-credit"


class TestGoodsComeBack:
    async def test_as_long_as_they_are_on_their_way_nothing_is_dunned(self, desk: Desk) -> None:
        await decided(desk)
        await credited(desk, 2)
        found = await the_dispute(desk)
        assert (found["status"], found["contested"]["minor"]) == ("to-credit", 80_000)
        assert await contested(desk) == 80_000
        await credited(desk, 1, "G-2")
        await return_settled(desk)
        await return_settled(desk)
        over = await the_dispute(desk)
        (first, second) = (await desk.get("/credit-notes", params={"order_id": "O-1"}))["items"]
        assert (over["status"], over["outcome"]) == ("settled", "for-customer")
        assert over["credit_note_id"] in (first["credit_note_id"], second["credit_note_id"])
        assert (await invoice_of(desk))["open"]["minor"] == 70_000
        assert await contested(desk) == 0

    async def test_settled_before_care_decides_the_decision_ends_it(self, desk: Desk) -> None:
        await credited(desk, 1)
        await return_settled(desk)
        assert (await the_dispute(desk))["status"] == "open"
        await decided(desk)
        assert (await the_dispute(desk))["outcome"] == "for-customer"
        assert await contested(desk) == 0

    async def test_all_that_is_contested_is_credited(self, desk: Desk) -> None:
        await decided(desk)
        await credited(desk, 10)
        over = await the_dispute(desk)
        assert (over["status"], over["outcome"], over["contested"]["minor"]) == ("settled", "for-customer", 0)
        assert over["credit_note_id"]

    async def test_a_credit_that_no_complaint_led_to_changes_nothing(self, desk: Desk) -> None:
        await decided(desk)
        await credited(desk, 1, complaint_id="")
        assert (await the_dispute(desk))["contested"]["minor"] == 100_000


GRANTED = DisputeGranted(invoice_id="i1", amount=USD, reason="they are right", granted_by="care", granted_on=DAY)
ENDED = HearDisputeEnded(outcome="for-customer", reason="they are right", by="care", on=DAY)
CREDITED = NoteReturnCredited(invoice_id="i1", credit_note_id="cn1", number="CN-1", amount=USD, on=DAY)
SETTLED = NoteReturnSettled(return_id="R-1", on=DAY)
a_dispute = spec_of(DISPUTE)


class TestTwice:
    def test_each_is_noted_once(self) -> None:
        a_dispute.given(OPENED).when(ENDED).then(GRANTED).then_asked_again_nothing()
        a_dispute.given(OPENED, GRANTED).when(replace(CREDITED, amount=Money(minor=1, currency="USD"))).then(
            DisputeCredited(
                invoice_id="i1",
                credit_note_id="cn1",
                amount=Money(minor=1, currency="USD"),
                left=Money(minor=499, currency="USD"),
                credited_on=DAY,
            )
        ).then_asked_again_nothing()
        a_dispute.given(OPENED).when(SETTLED).then_asked_again_nothing()

    def test_what_was_never_contested_is_not_settled(self) -> None:
        for heard in (ENDED, NoteInvoicePaid(on=DAY)):
            a_dispute.when(heard).then_nothing()

    def test_what_came_back_before_anything_was_contested_is_remembered(self) -> None:
        settled = ReturnSettled(return_id="R-1", settled_on=DAY)
        a_dispute.when(SETTLED).then(settled).then_asked_again_nothing()
        noted = DisputeCredited(
            invoice_id="i1", credit_note_id="cn1", amount=USD, left=Money(minor=0, currency="USD"), credited_on=DAY
        )
        a_dispute.when(CREDITED).then(noted).then_asked_again_nothing()
        early = a_dispute.given(noted, settled, OPENED)
        early.when(CREDITED).then_nothing()
        early.when(SETTLED).then_nothing()
        early.when(ENDED).then(
            DisputeSettled(
                invoice_id="i1",
                outcome="for-customer",
                reason="they are right",
                settled_by="care",
                settled_on=DAY,
                credit_note_id="cn1",
            )
        )

    def test_paid_and_credited_there_is_nothing_left_to_grant(self) -> None:
        paid = DisputeSettled(
            invoice_id="i1", outcome="paid", reason="the invoice is paid", settled_by="", settled_on=DAY
        )
        nothing = Money(minor=0, currency="USD")
        noted = DisputeCredited(invoice_id="i1", credit_note_id="cn1", amount=USD, left=nothing, credited_on=DAY)
        a_dispute.given(OPENED, paid).when(CREDITED).then(noted)
        decided = ComplaintDecided(
            outcome="for-customer", amount=nothing, reason="they are right", decided_by="care", decided_on=DAY
        )
        a_dispute.given(OPENED, paid, noted).when(ENDED).then(decided).then_asked_again_nothing()


async def test_a_credit_note_that_is_cancelled_is_contested_again(desk: Desk) -> None:
    await credited(desk, 3)
    assert ((await the_dispute(desk))["amount"]["minor"], (await invoice_of(desk))["disputed"]["minor"]) == (
        100_000,
        70_000,
    )
    (note,) = (await desk.get("/credit-notes"))["items"]
    path = f"/credit-notes/{note['credit_note_id']}/cancellation"
    await desk.post(path, WHY, **BOSS)
    await desk.post(f"{path}/approval", **OTHER_BOSS)
    assert (await invoice_of(desk))["open"]["minor"] == (await invoice_of(desk))["disputed"]["minor"] == 100_000
