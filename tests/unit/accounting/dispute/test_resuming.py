"""A write-off is taken back: what it had ended goes on, unless care or the customer has decided otherwise meanwhile."""

from typing import Any, Final

import pytest

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.events import ComplaintDecided, DisputeResumed, DisputeSettled
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.resuming import NoteOwedAgain
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import InvoiceTakenOver
from shared.published.care import (
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ComplaintWithdrawnV1,
    ReturnSettledV1,
)
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dispute.opened import COMPLAINT, DAY, OPENED, USD
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, case, invoice_of, late_payer, until

WRITTEN_OFF: Final = "written-off"
REVERSED: Final = "reversed"
DECIDED: Final = "decided"


@pytest.fixture
async def desk() -> Desk:
    """ACME is late with O-1, 1,000.00 for ten units."""
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    await until(desk, DAY)
    return desk


async def about(desk: Desk) -> dict[str, Any]:
    invoice_id = (await invoice_of(desk))["invoice_id"]
    return {"complaint_id": COMPLAINT, "customer_id": "ACME", "order_id": "", "invoice_id": invoice_id}


async def complained(desk: Desk) -> None:
    opened = ComplaintOpenedV1(**await about(desk), kind="invoice", subject="too high", opened_on=DAY)
    await desk.hear(opened, key=COMPLAINT)


async def decided(desk: Desk, outcome: str) -> None:
    told: Any
    if outcome == "withdrawn":
        told = ComplaintWithdrawnV1(**await about(desk), reason="no longer", withdrawn_on=DAY)
    else:
        resolution = "we looked at it"
        told = ComplaintResolvedV1(**await about(desk), outcome=outcome, resolution=resolution, resolved_on=DAY)
    await desk.hear(told, key=COMPLAINT)


async def write_off(desk: Desk) -> None:
    await desk.post(f"{CASE}/write-off", {"reason": "insolvent"}, **BOSS)
    await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)


async def reverse(desk: Desk) -> None:
    path = f"/invoices/{(await invoice_of(desk))['invoice_id']}/write-off-reversal"
    await desk.post(path, {"reason": "they are back"}, **BOSS)


async def contested(desk: Desk) -> int:
    minor: int = (await invoice_of(desk))["disputed"]["minor"]
    return minor


async def status(desk: Desk, dispute_id: str = COMPLAINT) -> str:
    return str((await desk.get(f"/disputes/{dispute_id}"))["status"])


async def test_what_a_complaint_contests_is_not_dunned_in_between(desk: Desk) -> None:
    await complained(desk)
    await write_off(desk)
    await reverse(desk)
    assert (await status(desk), await contested(desk)) == ("open", 100_000)
    assert (await case(desk))["disputed"]["minor"] == 100_000


async def test_what_is_contested_at_accounting_goes_on_too(desk: Desk) -> None:
    body = {"invoice_id": (await invoice_of(desk))["invoice_id"], "reason_code": "price"}
    parts = [30_000, 50_000]
    ids = [
        str((await desk.post("/disputes", body | {"amount": {"minor": part, "currency": "USD"}}))["id"])
        for part in parts
    ]
    await write_off(desk)
    await reverse(desk)
    assert [await status(desk, one) for one in ids] == ["open", "open"]
    assert await contested(desk) == 80_000


@pytest.mark.parametrize(
    "order", [(DECIDED, WRITTEN_OFF, REVERSED), (WRITTEN_OFF, DECIDED, REVERSED), (WRITTEN_OFF, REVERSED, DECIDED)]
)
@pytest.mark.parametrize(
    ("outcome", "after", "minor"),
    [("accepted", "to-credit", 100_000), ("rejected", "settled", 0), ("withdrawn", "settled", 0)],
)
async def test_what_care_decides_counts_whenever_it_is_heard(
    desk: Desk, order: tuple[str, ...], outcome: str, after: str, minor: int
) -> None:
    await complained(desk)
    for step in order:
        if step == DECIDED:
            await decided(desk, outcome)
        else:
            await (write_off(desk) if step == WRITTEN_OFF else reverse(desk))
    assert (await status(desk), await contested(desk)) == (after, minor)


async def test_decided_and_opened_again_while_it_is_a_loss_it_is_contested(desk: Desk) -> None:
    await complained(desk)
    await write_off(desk)
    await decided(desk, "rejected")
    await desk.hear(ComplaintReopenedV1(**await about(desk), reason="it is", reopened_on=DAY), key=COMPLAINT)
    await reverse(desk)
    assert (await status(desk), await contested(desk)) == ("open", 100_000)


async def test_made_good_by_a_return_it_is_not_to_be_credited(desk: Desk) -> None:
    await complained(desk)
    await write_off(desk)
    settled = ReturnSettledV1(
        return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY
    )
    await desk.hear(settled, key="R-1")
    await decided(desk, "accepted")
    await reverse(desk)
    assert (await status(desk), await contested(desk)) == ("settled", 0)


async def test_a_credit_note_that_takes_the_place_of_the_loss_resumes_nothing(desk: Desk) -> None:
    await complained(desk)
    await write_off(desk)
    path = f"/invoices/{(await invoice_of(desk))['invoice_id']}/credit-notes"
    body = {"reason": "too high", "amount": {"minor": 40_000, "currency": "USD"}}
    note = str((await desk.post(path, body))["id"])
    await desk.post(f"/credit-notes/{note}/approval", **BOSS)
    assert await status(desk) == "settled"
    await reverse(desk)
    assert (await status(desk), await contested(desk)) == ("open", 60_000)


async def test_what_a_person_has_rejected_stays_rejected(desk: Desk) -> None:
    await complained(desk)
    await desk.post(f"/disputes/{COMPLAINT}/rejection", {"reason": "it is right"})
    await write_off(desk)
    await reverse(desk)
    assert (await status(desk), await contested(desk)) == ("settled", 0)


LOST = DisputeSettled(invoice_id="i1", outcome="written-off", reason="a loss", settled_by="", settled_on=DAY)
OWED = InvoiceTakenOver(
    number="INV-1",
    customer_id="ACME",
    amount=USD,
    invoiced_on=DAY,
    due_on=DAY,
    taken_over_by="ann",
    taken_over_on=DAY,
)


class TestTwice:
    def test_each_is_noted_once(self) -> None:
        a_dispute = spec_of(DISPUTE).beside(INVOICE, "i1", OWED).given(OPENED, LOST)
        decision = ComplaintDecided(outcome="for-us", amount=USD, reason="no", decided_by="care", decided_on=DAY)
        ended = HearDisputeEnded(outcome="for-us", reason="no", by="care", on=DAY)
        a_dispute.when(ended).then(decision).then_asked_again_nothing()
        resumed = DisputeResumed(invoice_id="i1", amount=USD, granted_because="", resumed_on=DAY)
        reversal = NoteOwedAgain(invoice_id="i1", ended_by=WRITTEN_OFF, on=DAY)
        a_dispute.when(reversal).then(resumed).then_asked_again_nothing()
