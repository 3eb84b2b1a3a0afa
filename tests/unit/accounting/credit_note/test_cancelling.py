"""An approved credit note that was wrong: cancelled by a document of its own, and everything that followed follows."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from services.accounting.credit_note.approving import ApproveCreditNote, CreditNoteUnknown
from services.accounting.credit_note.cancelling import (
    ApproveCancellation,
    CancellationNotProposed,
    CancellationPending,
    CreditNoteIsCancelled,
    CreditNoteNotApproved,
    OwnCancellation,
    ProposeCancellation,
    RefuseCancellation,
)
from services.accounting.credit_note.events import CancellationProposed, CancellationRefused, CreditNoteCancelled
from services.accounting.number_series.decider import NUMBER_SERIES
from tests.unit.accounting.credit_note.test_credit_notes import APPROVE, DRAFTED, a_credit_note
from tests.unit.accounting.credit_note.test_refunds import granted, kept
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, OTHER_BOSS, bill, invoice_of, late_payer, pay

TODAY: Final = date(2026, 3, 12)
PROPOSE: Final = ProposeCancellation(reason="the wrong customer", by="a.clerk", on=TODAY)
PROPOSED: Final = CancellationProposed(reason="the wrong customer", proposed_by="a.clerk", proposed_on=TODAY)
AGREE: Final = ApproveCancellation(by="m", on=TODAY)
CANCELLED: Final = CreditNoteCancelled(
    series="CC-2026",
    sequence=1,
    number="CC-2026-000001",
    credit_note_number="CN-2026-000001",
    invoice_id="I-1",
    reason="the wrong customer",
    cancelled_by="m",
    cancelled_on=TODAY,
)
WHY: Final = {"reason": "the wrong customer"}
approved = a_credit_note.given(DRAFTED, *a_credit_note.given(DRAFTED).when(APPROVE).facts)
proposed = a_credit_note.given(DRAFTED, *a_credit_note.given(DRAFTED).when(APPROVE).facts, PROPOSED)


class TestDeciding:
    def test_one_proposes_and_another_agrees(self) -> None:
        approved.when(PROPOSE).then(PROPOSED).then_asked_again_nothing()
        proposed.beside(NUMBER_SERIES, "CC-2026").when(AGREE).then(CANCELLED).then_asked_again_nothing()

    def test_who_proposed_it_does_not_approve_it(self) -> None:
        own = ApproveCancellation(by="a.clerk", on=TODAY)
        proposed.beside(NUMBER_SERIES, "CC-2026").when(own).then_rejected(OwnCancellation)

    def test_nobody_agrees_to_what_nobody_proposed(self) -> None:
        approved.beside(NUMBER_SERIES, "CC-2026").when(AGREE).then_rejected(CancellationNotProposed)

    def test_for_another_reason_the_first_is_decided_first(self) -> None:
        other = ProposeCancellation(reason="twice", by="b.clerk", on=TODAY)
        proposed.when(other).then_rejected(CancellationPending)

    def test_what_care_granted_goes_with_it_unless_another_takes_its_place(self) -> None:
        of_return = replace(DRAFTED, return_id="R-1", grant_id="G-1")
        posted = a_credit_note.given(of_return, *a_credit_note.given(of_return).when(APPROVE).facts)
        for anew, gone in ((False, ("R-1", "G-1")), (True, ("", ""))):
            propose = replace(PROPOSE, issued_anew=anew)
            waiting = posted.given(*posted.when(propose).then_asked_again_nothing().facts)
            waiting.when(replace(propose, issued_anew=not anew)).then_rejected(CancellationPending)
            (cancelled,) = waiting.beside(NUMBER_SERIES, "CC-2026").when(AGREE).then_asked_again_nothing().facts
            assert isinstance(cancelled, CreditNoteCancelled)
            assert (cancelled.return_id, cancelled.grant_id) == gone

    def test_refused_it_stands(self) -> None:
        refuse = RefuseCancellation(reason="it is right", by="m", on=TODAY)
        refused = CancellationRefused(reason="it is right", refused_by="m", refused_on=TODAY)
        proposed.when(refuse).then(refused).then_asked_again_nothing()

    def test_only_what_is_posted(self) -> None:
        a_credit_note.when(PROPOSE).then_rejected(CreditNoteUnknown)
        a_credit_note.given(DRAFTED).when(PROPOSE).then_rejected(CreditNoteNotApproved)

    def test_once(self) -> None:
        facts = (DRAFTED, *a_credit_note.given(DRAFTED).when(APPROVE).facts, PROPOSED, CANCELLED)
        gone = a_credit_note.given(*facts)
        gone.when(ProposeCancellation(reason="again", by="a.clerk", on=TODAY)).then_rejected(CreditNoteIsCancelled)
        gone.when(ApproveCreditNote(by="m", on=TODAY)).then_nothing()


@pytest.fixture
async def desk() -> Desk:
    """ACME was billed ten units, 1,000.00, and has paid nothing."""
    return await late_payer(orders={"O-1": (10, 100_000)})


async def credited(desk: Desk, units: int) -> str:
    """So many units are credited; the path of the credit note."""
    invoice = await invoice_of(desk)
    body = {"lines": [{"line_no": 1, "quantity": str(units)}], "reason": "they leak"}
    note = await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body)
    path = f"/credit-notes/{note['id']}"
    await desk.post(f"{path}/approval", **BOSS)
    return path


async def cancelled(desk: Desk, path: str) -> Any:
    """Proposed and approved; what the approval answers."""
    await desk.post(f"{path}/cancellation", WHY)
    return await desk.ask("POST", f"{path}/cancellation/approval", **BOSS)


class TestWhatFollows:
    async def test_it_is_owed_and_in_the_books_as_before(self, desk: Desk) -> None:
        before, balances = await invoice_of(desk), await desk.balances()
        exposure = (await desk.get("/credit-accounts/ACME"))["exposure"]
        path = await credited(desk, 3)
        assert (await invoice_of(desk))["open"]["minor"] == 70_000
        assert (await desk.get("/credit-notes/queues/cancellation"))["items"] == []
        await desk.post(f"{path}/cancellation", WHY)
        (waiting,) = (await desk.get("/credit-notes/queues/cancellation"))["items"]
        assert waiting["cancellation_proposed_by"] == "a.clerk"
        await desk.post(f"{path}/cancellation/approval", **BOSS)
        assert await invoice_of(desk) | {"version": 0} == before | {"version": 0}
        assert await desk.balances() == balances
        assert (await desk.get("/credit-accounts/ACME"))["exposure"] == exposure
        note = await desk.get(path)
        assert (note["status"], note["number"], note["cancelled_by_number"]) == (
            "cancelled",
            "CN-2026-000001",
            "CC-2026-000001",
        )
        (told,) = desk.telling("invoice.credit-cancelled.v1")
        assert (told["open"]["minor"], told["total"]["minor"], told["lines"][0]["quantity"]) == (100_000, 30_000, "3")
        assert (await desk.get("/ageing"))["items"][0]["not_due_minor"] == 100_000

    async def test_what_it_left_the_customer_with_is_theirs_no_more(self, desk: Desk) -> None:
        await pay(desk, 100_000)
        balances = await desk.balances()
        path = await credited(desk, 3)
        assert (await cancelled(desk, path)).status_code == 200
        (money,) = await kept(desk)
        assert (money["status"], money["free"]["minor"]) == ("voided", 0)
        assert (await invoice_of(desk))["settlement"] == "paid"
        assert await desk.balances() == balances

    async def test_not_once_it_is_used(self, desk: Desk) -> None:
        await pay(desk, 100_000)
        path = await credited(desk, 3)
        await bill(desk, "O-2", 50_000)
        (money,) = await kept(desk)
        body = {"invoice_id": (await invoice_of(desk, "O-2"))["invoice_id"], "amount": {"minor": 1, "currency": "USD"}}
        await desk.post(f"/payments/{money['id']}/allocation", body)
        answer = (await cancelled(desk, path)).json()
        assert (answer["status"], answer["code"]) == (409, "accounting.payment.credit-is-used")
        assert (await desk.get(path))["status"] == "approved"

    async def test_nor_while_it_may_be_refunded(self, desk: Desk) -> None:
        await pay(desk, 100_000)
        path = await credited(desk, 3)
        (money,) = await kept(desk)
        refund = await desk.post(f"/payments/{money['id']}/refunds", {"reason": "they want it back"})
        assert (await cancelled(desk, path)).json()["code"] == "accounting.payment.credit-is-refunded"
        shown = await desk.get(f"/payments/{money['id']}")
        (proposal,) = shown["refunds"]
        assert refund["id"]
        path_of_refund = f"/payments/{money['id']}/refunds/{proposal['refund_id']}"
        await desk.post(f"{path_of_refund}/refusal", {"reason": "the credit note was wrong"})
        answer = await desk.ask("POST", f"{path}/cancellation/approval", **BOSS)
        assert answer.status_code == 200, answer.text

    async def test_the_units_may_be_credited_anew(self, desk: Desk) -> None:
        path = await credited(desk, 10)
        assert (await cancelled(desk, path)).status_code == 200
        await credited(desk, 10)
        assert (await invoice_of(desk))["open"]["minor"] == 0

    async def test_a_dispute_that_it_settled_is_open_again(self, desk: Desk) -> None:
        invoice = await invoice_of(desk)
        body = {
            "invoice_id": invoice["invoice_id"],
            "amount": {"minor": 30_000, "currency": "USD"},
            "reason_code": "price",
            "note": "agreed 70 each",
        }
        dispute = await desk.post("/disputes", body)
        await desk.post(f"/disputes/{dispute['id']}/concession", {"reason": "they are right"})
        (note,) = (await desk.get("/credit-notes"))["items"]
        path = f"/credit-notes/{note['credit_note_id']}"
        await desk.post(f"{path}/approval", **BOSS)
        assert (await desk.get(f"/disputes/{dispute['id']}"))["status"] == "settled"
        assert (await cancelled(desk, path)).status_code == 200
        shown = await desk.get(f"/disputes/{dispute['id']}")
        assert (shown["status"], shown["amount"]["minor"]) == ("open", 30_000)
        assert (await invoice_of(desk))["disputed"]["minor"] == 30_000

    async def test_of_goods_that_came_back(self, desk: Desk) -> None:
        await granted(desk, 3, refund=False)
        (note,) = (await desk.get("/credit-notes"))["items"]
        path = f"/credit-notes/{note['credit_note_id']}"
        await desk.post(f"{path}/cancellation", WHY, **BOSS)
        assert await desk.refused(f"{path}/cancellation/approval", **BOSS) == (
            403,
            "accounting.credit-note.own-cancellation",
        )
        await desk.post(f"{path}/cancellation/approval", **OTHER_BOSS)
        assert (await invoice_of(desk))["open"]["minor"] == 100_000
        (told,) = desk.telling("invoice.credit-cancelled.v1")
        assert (told["return_id"], told["grant_id"]) == ("R-1", "G-1")
        assert (await desk.get(path))["issued_anew"] is False

    async def test_of_goods_that_came_back_and_are_credited_anew_by_accounting(self, desk: Desk) -> None:
        await granted(desk, 3, refund=False)
        (note,) = (await desk.get("/credit-notes"))["items"]
        path = f"/credit-notes/{note['credit_note_id']}"
        await desk.post(f"{path}/cancellation", WHY | {"issued_anew": True}, **BOSS)
        await desk.post(f"{path}/cancellation/approval", **OTHER_BOSS)
        (told,) = desk.telling("invoice.credit-cancelled.v1")
        assert (told["return_id"], told["grant_id"]) == ("", "")
        assert (await desk.get(path))["issued_anew"] is True
