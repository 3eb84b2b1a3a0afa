"""Part of I7: what is contested of an invoice is what its disputes contest, as far as it is open."""

from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Sums


async def disputes_contest_what_is_open(evidence: Evidence, found: Found, invoices: dict[str, Any]) -> None:
    """A dispute that is settled contests nothing any more."""
    contested: Sums[str] = Sums()
    for dispute in await evidence.documents("accounting", "dispute"):
        invoice = invoices.get(dispute.invoice_id)
        found.require(
            invoice is not None and invoice.customer_id == dispute.customer_id,
            f"dispute {dispute.id} contests {dispute.invoice_number}, no invoice of its customer",
        )
        if dispute.status != "settled":
            amount = dispute.amount if dispute.contested is None else dispute.contested
            contested.add(dispute.invoice_id, amount.minor)
    for invoice in invoices.values():
        of_it = min(contested.get(invoice.invoice_id, 0), invoice.open.minor)
        found.same(f"invoice {invoice.number}: disputed", invoice.disputed.minor, of_it)
