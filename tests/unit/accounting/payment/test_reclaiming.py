"""Money that was refunded and that the bank then took back: the customer owes the refund, wherever that is said."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import AccountOpened
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import ReclaimPosted
from services.accounting.invoice.reclaiming import PostReclaim
from services.accounting.invoice.state import Posted
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.events import NumberTaken
from services.accounting.payment.allocating import ReturnPayment
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import RefundApproved, RefundProposed, RefundReclaimed
from services.accounting.payment.receiving import CustomerUnknown, IdentifiedAlready, PaymentUnknown
from services.accounting.payment.reclaiming import NothingToReclaim, NotReturned, ReclaimedAlready, ReclaimRefund
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.dunning_case.late import POLICY
from tests.unit.accounting.examples import registered
from tests.unit.accounting.payment.examples import MONDAY, RETURNED, UNKNOWN, received, usd

BOSS: dict[str, Any] = {"person": "the.boss", "roles": MANAGER}
OPENED = AccountOpened(customer_name="Acme Corp", currency="USD", opened_on=MONDAY)
a_payment = (
    spec_of(PAYMENT)
    .beside(CREDIT_ACCOUNT, "ACME", OPENED)
    .beside(CREDIT_ACCOUNT, "BOLT", OPENED)
    .beside(CREDIT_ACCOUNT, "NOBODY")
)
REFUND: tuple[Any, ...] = (
    RefundProposed(refund_id="r1", amount=usd(30), reason="paid twice", proposed_by="ann", proposed_on=MONDAY),
    RefundApproved(refund_id="r1", amount=usd(30), customer_id="ACME", approved_by="bob", approved_on=MONDAY),
)
BOUNCE = ReturnPayment(reason="called back", by="ann", on=MONDAY)
RECLAIM = ReclaimRefund(customer_id="ACME", by="ann", on=MONDAY)
RECLAIMED = RefundReclaimed(
    amount=usd(30),
    customer_id="ACME",
    from_suspense=False,
    reason="called back",
    reclaimed_by="ann",
    reclaimed_on=MONDAY,
)


class TestOfThePayment:
    def test_it_is_reclaimed_from_its_customer_as_the_bank_takes_it_back(self) -> None:
        history = a_payment.given(received(100), *REFUND)
        returned, reclaimed = history.when(BOUNCE).facts
        assert (returned.not_allocated, reclaimed) == (usd(100), RECLAIMED)
        history.when(BOUNCE).then(returned, RECLAIMED).then_asked_again_nothing()

    def test_a_refund_that_never_left_is_not(self) -> None:
        assert len(a_payment.given(received(100), REFUND[0]).when(BOUNCE).facts) == 1
        assert len(a_payment.given(received(100)).when(BOUNCE).facts) == 1

    def test_of_nobodys_money_it_waits_for_who_had_it(self) -> None:
        waiting = a_payment.given(UNKNOWN, REFUND[0], replace(REFUND[1], customer_id=""), RETURNED)
        waiting.when(RECLAIM).then(replace(RECLAIMED, from_suspense=True)).then_asked_again_nothing()
        waiting.when(replace(RECLAIM, customer_id="NOBODY")).then_rejected(CustomerUnknown, field="customer_id")

    def test_of_money_returned_before_refunds_were_reclaimed_too(self) -> None:
        returned = replace(RETURNED, customer_id="ACME")
        history = a_payment.given(received(100), *REFUND, returned)
        history.when(RECLAIM).then(RECLAIMED)
        history.when(replace(RECLAIM, customer_id="BOLT")).then_rejected(IdentifiedAlready)

    def test_only_once_and_only_what_is_lost(self) -> None:
        a_payment.when(RECLAIM).then_rejected(PaymentUnknown)
        a_payment.given(received(100), *REFUND).when(RECLAIM).then_rejected(NotReturned)
        a_payment.given(received(100), replace(RETURNED, customer_id="ACME")).when(RECLAIM).then_rejected(
            NothingToReclaim
        )
        history = a_payment.given(UNKNOWN, *REFUND, RETURNED, replace(RECLAIMED, from_suspense=True))
        history.when(replace(RECLAIM, customer_id="BOLT")).then_rejected(ReclaimedAlready)


class TestOfTheReceivable:
    POST = PostReclaim(payment_id="P-1", customer_id="ACME", amount=usd(30), reason="called back", on=MONDAY)
    POSTED = ReclaimPosted(
        series="DN-2026",
        sequence=2,
        number="DN-2026-000002",
        payment_id="P-1",
        customer_id="ACME",
        amount=usd(30),
        due_on=MONDAY,
        reason="called back",
        posted_on=MONDAY,
    )
    nothing = spec_of(INVOICE).beside(
        NUMBER_SERIES, "DN-2026", NumberTaken(sequence=1, document_id="another", taken_on=MONDAY)
    )

    def test_it_has_a_number_of_its_own_and_is_due_at_once(self) -> None:
        self.nothing.when(self.POST).then(self.POSTED).then_asked_again_nothing()
        owed = self.nothing.given(self.POSTED).state
        assert isinstance(owed, Posted)
        assert (owed.open, owed.tax, owed.is_billed, owed.is_taken_over) == (usd(30), usd(0), False, False)


@pytest.fixture
async def desk() -> Desk:
    """Two customers who owe nothing; the credit of one is limited."""
    desk = await Desk.open()
    for customer in ("ACME", "BOLT"):
        await desk.hear(replace(registered(), customer_id=customer), key=customer)
    return desk


async def refunded_and_returned(desk: Desk, **owner: str) -> str:
    """The payment's id."""
    body = {"amount": {"minor": 500, "currency": "USD"}, "bank_reference": "B-1"}
    path = f"/payments/{(await desk.post('/payments', body | owner))['id']}"
    await desk.post(f"{path}/refunds", {"reason": "paid too much", "amount": {"minor": 300, "currency": "USD"}})
    (refund,) = (await desk.get(path))["refunds"]
    await desk.post(f"{path}/refunds/{refund['refund_id']}/approval", **BOSS)
    await desk.post(f"{path}/return", {"reason": "called back"})
    return path.removeprefix("/payments/")


async def reclaims(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.get("/invoices/queues/reclaims"))["items"]
    return found


class TestInTheDepartment:
    async def test_it_is_owed_counts_is_booked_and_told_to_nobody(self, desk: Desk) -> None:
        payment_id = await refunded_and_returned(desk, customer_id="ACME")
        payment = await desk.get(f"/payments/{payment_id}")
        (owed,) = await reclaims(desk)
        assert (payment["reclaim_status"], payment["reclaimed_from"]) == ("reclaimed", "ACME")
        assert payment["reclaimed_by"] == owed["invoice_id"]
        assert (owed["kind"], owed["reclaims_payment_id"]) == ("reclaim", payment_id)
        assert (owed["number"][:3], owed["open"]["minor"], owed["customer_id"]) == ("DN-", 300, "ACME")
        assert (await desk.get("/credit-accounts/ACME"))["exposure"]["total"]["minor"] == 300
        # It came in, 300 of it left again, and then all of it: the bank has 300 less, and the customer owes them.
        assert await desk.balances() == {"1000": -300, "1100": 300}
        assert (await desk.get("/ageing"))["totals"][0]["total_minor"] == 300
        assert [one for one in desk.told() if "invoice" in one] == []

    async def test_it_is_paid_by_its_number(self, desk: Desk) -> None:
        await refunded_and_returned(desk, customer_id="ACME")
        (owed,) = await reclaims(desk)
        body = {"amount": {"minor": 300, "currency": "USD"}, "bank_reference": "B-2", "reference": owed["number"]}
        await desk.post("/payments", body)
        assert await reclaims(desk) == []
        assert (await desk.get(f"/invoices/{owed['invoice_id']}"))["settlement"] == "paid"
        assert (await desk.get("/credit-accounts/ACME"))["exposure"]["total"]["minor"] == 0
        assert await desk.balances() == {}

    async def test_what_is_let_off_of_it_is_a_loss_and_no_sale_returned(self, desk: Desk) -> None:
        await refunded_and_returned(desk, customer_id="ACME")
        (owed,) = await reclaims(desk)
        asked = {"amount": {"minor": 100, "currency": "USD"}, "reason": "our mistake in part"}
        note = (await desk.post(f"/invoices/{owed['invoice_id']}/credit-notes", asked))["id"]
        await desk.post(f"/credit-notes/{note}/approval", **BOSS)
        assert await desk.balances() == {"1000": -300, "1100": 200, "6000": 100}

    async def test_it_falls_due_and_is_dunned(self, desk: Desk) -> None:
        answer = await desk.ask("PUT", "/dunning-policy", POLICY | {"minimum_amounts": []}, **BOSS)
        assert answer.status_code == 200, answer.text
        await refunded_and_returned(desk, customer_id="ACME")
        await desk.company.pass_time(timedelta(days=10))
        (case,) = (await desk.get("/dunning-cases"))["items"]
        assert [one["number"][:3] for one in case["invoices"]] == ["DN-"]

    async def test_of_nobodys_money_it_waits_in_a_queue(self, desk: Desk) -> None:
        payment_id = await refunded_and_returned(desk)
        (waiting,) = (await desk.get("/payments/queues/to-reclaim"))["items"]
        assert (waiting["id"], await reclaims(desk)) == (payment_id, [])
        assert await desk.balances() == {"1000": -300, "2900": 300}
        path = f"/payments/{payment_id}/reclaim"
        assert await desk.refused(path, {"customer_id": "NOBODY"}) == (422, "accounting.payment.customer-unknown")
        await desk.post(path, {"customer_id": "BOLT"})
        assert await desk.refused(path, {"customer_id": "ACME"}) == (409, "accounting.payment.reclaimed-already")
        assert (await desk.get("/payments/queues/to-reclaim"))["items"] == []
        assert await desk.balances() == {"1000": -300, "1100": 300}
        assert (await desk.get("/credit-accounts/BOLT"))["exposure"]["total"]["minor"] == 300


async def failed(desk: Desk, path: str) -> Any:
    """The bank says that it did not deliver the refund."""
    (refund,) = (await desk.get(path))["refunds"]
    return await desk.ask("POST", f"{path}/refunds/{refund['refund_id']}/failure", {"reason": "account closed"})


async def test_nobody_is_charged_with_anothers_refund(desk: Desk) -> None:
    body = {"amount": {"minor": 500, "currency": "USD"}, "bank_reference": "B-1", "customer_id": "BOLT"}
    path = f"/payments/{(await desk.post('/payments', body))['id']}"
    await desk.post(f"{path}/refunds", {"reason": "paid too much", "amount": {"minor": 300, "currency": "USD"}})
    (refund,) = (await desk.get(path))["refunds"]
    await desk.post(f"{path}/refunds/{refund['refund_id']}/approval", **BOSS)
    release = (f"{path}/release", {"reason": "it is ACME's"})
    assert await desk.refused(*release) == (409, "accounting.payment.refund-has-left")
    assert (await failed(desk, path)).status_code == 200
    await desk.post(*release)
    await desk.post(f"{path}/identification", {"customer_id": "ACME"})
    await desk.post(f"{path}/return", {"reason": "called back"})
    assert await reclaims(desk) == []
    assert await desk.balances() == {}


async def test_a_refund_that_failed_as_well_is_owed_by_nobody(desk: Desk) -> None:
    """Nobody knew whose the money was, which went back, did not arrive, and was then taken back by the bank."""
    path = f"/payments/{await refunded_and_returned(desk)}"
    assert (await desk.balances()) != {}
    assert (await failed(desk, path)).status_code == (await failed(desk, path)).status_code == 200
    shown = await desk.get(path)
    assert (shown["reclaim_status"], shown["refunded"]["minor"]) == ("none", 0)
    assert await desk.balances() == {}
    code = "accounting.payment.nothing-to-reclaim"
    assert await desk.refused(f"{path}/reclaim", {"customer_id": "ACME"}) == (409, code)


async def test_what_came_back_of_a_refund_that_is_reclaimed_settles_what_is_owed(desk: Desk) -> None:
    path = f"/payments/{await refunded_and_returned(desk, customer_id='ACME')}"
    answer = (await failed(desk, path)).json()
    assert (answer["status"], answer["code"]) == (409, "accounting.payment.refund-is-reclaimed")
    (owed,) = await reclaims(desk)
    body = {"amount": owed["open"], "reference": owed["number"], "bank_reference": "BACK-1", "customer_id": "ACME"}
    await desk.post("/payments", body)
    assert await desk.balances() == {}
