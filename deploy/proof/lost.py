"""Part of I7: what is lost was given up by two persons, invoice by invoice and charge by charge; nothing else is."""

from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Sums
from services.accounting.dunning_case.events_of_endings import WriteOffApproved, WriteOffProposed
from services.accounting.dunning_case.writing_off import write_off_id
from services.accounting.invoice.events import InvoiceWrittenOff, WriteOffReversed

Loss = tuple[str, str]
"""An invoice, and the decision that gave it up."""
Charge = tuple[str, str]
"""A dunning case, and one of its charges."""


async def losses_were_approved(evidence: Evidence, found: Found, invoices: dict[str, Any]) -> None:
    """Approved is what was proposed by somebody else; an invoice shows what was approved less what is owed again."""
    given_up, charges = await _approved(evidence, found)
    lost: Sums[Loss] = Sums()
    stands: Sums[str] = Sums()
    for fact in await evidence.facts("accounting", InvoiceWrittenOff, WriteOffReversed):
        match fact.data:
            case InvoiceWrittenOff(write_off_id=decision, amount=amount):
                lost.add((fact.id, decision), amount.minor)
                stands.add(fact.id, amount.minor)
            case WriteOffReversed(amount=amount):
                stands.add(fact.id, -amount.minor)
    found.same_sums("written off of invoice, by decision", lost, given_up)
    for identity in sorted(stands.keys() - invoices.keys()):
        found.breach(f"invoice {identity} is written off and was never posted")
    for invoice in invoices.values():
        found.same(
            f"invoice {invoice.number}: written off",
            sum(one.written_off.minor for one in invoice.instalments),
            stands.get(invoice.invoice_id, 0),
        )
    shown: Sums[Charge] = Sums()
    for case in await evidence.documents("accounting", "dunning_case"):
        for charge in case.charges:
            shown.add((case.id, charge.charge_id), charge.written_off.minor)
    found.same_sums("written off of charge, dunning case", shown, charges)


async def _approved(evidence: Evidence, found: Found) -> tuple[Sums[Loss], Sums[Charge]]:
    """By invoice and by charge. Invoices know the decision by the case and the number of the write-off."""
    given_up: Sums[Loss] = Sums()
    charges: Sums[Charge] = Sums()
    proposed: dict[tuple[str, int], WriteOffProposed] = {}
    for fact in await evidence.facts("accounting", WriteOffProposed, WriteOffApproved):
        match fact.data:
            case WriteOffProposed():
                proposed[fact.id, fact.data.write_off_no] = fact.data
            case WriteOffApproved() as approved:
                what = f"dunning case {fact.id}: write-off {approved.write_off_no}"
                for lost in approved.invoices:
                    given_up.add((lost.invoice_id, write_off_id(fact.id, approved)), lost.amount.minor)
                for one in approved.charges:
                    charges.add((fact.id, one.charge_id), one.amount.minor)
                parts = sum(one.amount.minor for one in approved.invoices)
                parts += sum(one.amount.minor for one in approved.charges)
                found.same(f"{what}: amount", approved.amount.minor, parts)
                _was_proposed_by_another(found, what, proposed.get((fact.id, approved.write_off_no)), approved)
    return given_up, charges


def _was_proposed_by_another(
    found: Found, what: str, proposed: WriteOffProposed | None, approved: WriteOffApproved
) -> None:
    if proposed is None:
        found.breach(f"{what}: approved, and nobody proposed it")
        return
    found.same(
        f"{what}: approved of what was proposed",
        (approved.invoices, approved.charges),
        (proposed.invoices, proposed.charges),
    )
    found.require(
        approved.approved_by != proposed.proposed_by, f"{what}: approved by {approved.approved_by}, who proposed it"
    )
