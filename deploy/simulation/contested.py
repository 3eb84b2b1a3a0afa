"""Customers who contest an invoice, or complain about it: rejected, withdrawn, or conceded by a credit note."""

from collections.abc import Mapping
from typing import Any, Final

from deploy.journeys.late_payer import CHIEF, CLERK
from deploy.journeys.people import Refused
from deploy.journeys.shop import amount
from deploy.journeys.straight import pay
from deploy.simulation.case import Case, went_through
from deploy.simulation.paying import EXCEEDS_INVOICE
from deploy.simulation.shipping import HEARD_SECONDS
from deploy.simulation.staff import SimulatedStaff

BY_CARE: Final = 0.4
PAYS_MEANWHILE: Final = 0.3
DAYS_MEANWHILE: Final = (0, 0, 2, 35)
REOPENED: Final = 0.3
LOOKS: Final = 6
"""How often accounting looks for a dispute of which it may never hear."""

WROTE_AGAIN: Final = {"kind": "from-customer", "text": "We do not agree."}
TOO_LATE: Final = "care.complaint.too-late-to-reopen"
SETTLED: Final = "accounting.dispute.settled-already"
NOTHING_OPEN: Final = "accounting.dispute.nothing-to-dispute"
LAPSED: Final = "accounting.credit-note.already-refused"
"""Another credit note left less of the invoice than was conceded: nobody approves it any more."""


async def contest_and_pay(case: Case, invoice: Mapping[str, Any]) -> None:
    """Whatever is decided, what is left of the invoice is paid in the end. Who pays all of it contests nothing."""
    complains = case.chance.random() < BY_CARE
    dispute = await (_complaint(case, invoice) if complains else _dispute(case, invoice))
    if dispute is None:
        return
    if case.chance.random() < PAYS_MEANWHILE:
        part = case.chance.randint(1, invoice["total"]["minor"])
        await pay(case.staff, dict(invoice), part, f"{case.bank}-{invoice['number']}-meanwhile")
    case.staff.let_pass(case.chance.choice(DAYS_MEANWHILE))
    await case.pause()
    if not complains:
        await _decided(case, dispute)
        return
    deciding = [resolved(case, dispute, case.chance.choice(("rejected", "accepted", "partly-accepted")))]
    if case.chance.random() < 0.7:
        deciding.insert(case.chance.randint(0, 1), _decided(case, dispute))
    for one in deciding:
        await one


async def _dispute(case: Case, invoice: Mapping[str, Any]) -> str | None:
    """About all of it or a part, unless others' money has paid it."""
    body = {"invoice_id": invoice["invoice_id"], "reason_code": "price", "note": "the contract says 10 % less"}
    if case.chance.random() < 0.5:
        body["amount"] = amount(case.chance.randint(1, invoice["total"]["minor"]))
    try:
        return str((await case.staff.post(CLERK, "/accounting/disputes", body))["id"])
    except Refused as refused:
        if refused.code != NOTHING_OPEN:
            raise
        return None


async def _complaint(case: Case, invoice: Mapping[str, Any]) -> str:
    """Care takes it down, and accounting hears of it: the dispute has the id of the complaint."""
    body = {
        "customer_id": case.customer.id,
        "title": f"Invoice {invoice['number']} is too high",
        "about": {"kind": "invoice", "invoice_id": invoice["invoice_id"]},
    }
    return str((await case.staff.post("cara.agent", "/care/complaints", body))["id"])


async def resolved(case: Case, complaint_id: str, outcome: str) -> None:
    """Who is right by care has something credited; who is not, contests nothing. Some complain again about it."""
    path = f"/care/complaints/{complaint_id}"
    body = {"outcome": outcome, "resolution": "We have looked at it."}
    await case.staff.post("cara.agent", f"{path}/resolution", body)
    if case.chance.random() < REOPENED:
        await case.pause()
        again = case.chance.choice((("reopening", {"reason": "they do not agree"}), ("notes", WROTE_AGAIN)))
        if await went_through(case.staff.post("cara.agent", f"{path}/{again[0]}", again[1]), TOO_LATE):
            follows = (await case.staff.get("cara.agent", path))["followed_by"]
            path = f"/care/complaints/{follows}" if follows else path
            await case.staff.post("cara.agent", f"{path}/resolution", {**body, "outcome": "rejected"})


async def _decided(case: Case, dispute_id: str) -> None:
    """By accounting, once it knows of the dispute; a credit note by two persons, of whom one may say no."""
    path = f"/accounting/disputes/{dispute_id}"
    chosen = case.chance.choice(("rejection", "withdrawal", "concession", "concession"))
    found = await _known(case, dispute_id)
    if found is None or not found["contested"]["minor"]:
        return
    if chosen != "concession":
        await went_through(case.staff.post(CLERK, f"{path}/{chosen}", {"reason": "by the file"}), SETTLED)
        if case.chance.random() < REOPENED:
            again = case.staff.post(CLERK, f"{path}/reopening", {"reason": "they call again"})
            if await went_through(again, SETTLED, NOTHING_OPEN):
                await _rejected(case, path)
        return
    body: dict[str, Any] = {"reason": "the contract says so"}
    if case.chance.random() < 0.5:
        body["amount"] = amount(case.chance.randint(1, found["contested"]["minor"]))
    if not await went_through(case.staff.post(CLERK, f"{path}/concession", body), SETTLED, EXCEEDS_INVOICE):
        await _rejected(case, path)
        return
    note = (await case.staff.get(CLERK, path))["credit_note_id"]
    if not note:  # goods that came back were credited in between, and took the place of what was conceded
        await _rejected(case, path)
        return
    agrees = case.chance.random() < 0.8
    approval = f"/accounting/credit-notes/{note}/approval"
    if not agrees or not await went_through(case.staff.post(CHIEF, approval), EXCEEDS_INVOICE, LAPSED):
        await case.staff.post(CHIEF, f"/accounting/credit-notes/{note}/refusal", {"reason": "it was agreed so"})
        await _rejected(case, path)


async def _rejected(case: Case, path: str) -> None:
    """After all. Whoever has paid meanwhile contests nothing."""
    await went_through(case.staff.post(CLERK, f"{path}/rejection", {"reason": "the price is right"}), SETTLED)


async def decide_the_rest(staff: SimulatedStaff) -> None:
    """In the end of a run: where care was right, and nobody in accounting has said how much, there is no credit."""
    for one in (await staff.get(CLERK, "/accounting/disputes?status=to-credit&limit=200"))["items"]:
        path = f"/accounting/disputes/{one['id']}/rejection"
        await went_through(staff.post(CLERK, path, {"reason": "nothing is left to credit"}), SETTLED)


async def _known(case: Case, dispute_id: str) -> dict[str, Any] | None:
    """The dispute; none where accounting heard of a complaint when the invoice was paid already."""
    for _ in range(LOOKS):
        try:
            return await case.staff.get(CLERK, f"/accounting/disputes/{dispute_id}")
        except Refused as refused:
            if refused.status != 404:
                raise
        await case.staff.nap(HEARD_SECONDS)
    return None
