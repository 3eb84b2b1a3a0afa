"""I7: money that came in is all accounted for, and settles what it says it settles."""

from typing import Any

from deploy.proof.contested import disputes_contest_what_is_open
from deploy.proof.differing import differences_are_small
from deploy.proof.dunned import debtors_are_dunned_right
from deploy.proof.evidence import Evidence, invariant
from deploy.proof.letters import reminders_are_letters
from deploy.proof.lost import losses_were_approved
from deploy.proof.reclaimed import refunds_of_returned_money_are_owed
from deploy.proof.verdict import Found, Sums
from shared.kernel.money import Money, total

Settlement = tuple[str, str]
"""An invoice, and the name under which it knows an allocation: payment and number."""


@invariant(
    "I7",
    "payment = allocated + not allocated + refunded; each allocation once; no invoice over-allocated; "
    "allocations = what invoices say is settled; what was refunded of money that did not stay is owed to us; "
    "debtors are dunned for what is open and not contested, by one letter per reminder, charges settled by payments; "
    "what is written off two persons gave up, what is let off the settlement policy tolerates",
    may_be_empty="no money moved yet",
)
async def payments_are_accounted_for(evidence: Evidence, found: Found) -> None:
    """Payments, the invoices they settle, the credit that credit notes left, and payments to suppliers."""
    payments = await evidence.documents("accounting", "payment")
    invoices = {
        one.invoice_id: one for one in await evidence.documents("accounting", "invoice") if one.total is not None
    }
    settled: Sums[Settlement] = Sums()
    for payment in payments:
        _adds_up(found, payment)
        for allocation in payment.allocations:
            invoice = invoices.get(allocation.invoice_id)
            if invoice is None or invoice.customer_id != payment.customer_id:
                found.breach(f"payment {payment.id} settles {allocation.invoice_number}, no invoice of its customer")
            settled.add((allocation.invoice_id, f"{payment.id}.{allocation.allocation_no}"), allocation.amount.minor)
    by_invoice: Sums[str] = Sums()
    names: dict[str, list[str]] = {}
    for (invoice_id, name), minor in sorted(settled.items()):
        by_invoice.add(invoice_id, minor)
        names.setdefault(invoice_id, []).append(name)
    for invoice in invoices.values():
        known = names.get(invoice.invoice_id, [])
        found.same(f"invoice {invoice.number}: its payments", sorted(invoice.payment_ids), known)
        found.same(
            f"invoice {invoice.number}: settled",
            sum(one.settled.minor for one in invoice.instalments),
            by_invoice.get(invoice.invoice_id, 0),
        )
        _is_not_over_allocated(found, invoice)
    refunds_of_returned_money_are_owed(found, payments, invoices)
    await debtors_are_dunned_right(evidence, found, invoices)
    await losses_were_approved(evidence, found, invoices)
    await differences_are_small(evidence, found, invoices)
    await disputes_contest_what_is_open(evidence, found, invoices)
    await reminders_are_letters(evidence, found)
    await _credit_notes_are_used_up(evidence, found, invoices, payments)
    await _suppliers_are_paid_once(evidence, found)


def _adds_up(found: Found, payment: Any) -> None:
    currency = payment.amount.currency
    proposed = total((one.amount for one in payment.refunds if one.status == "proposed"), currency)
    refunded = total((one.amount for one in payment.refunds if one.status == "approved"), currency)
    allocated = total((one.amount for one in payment.allocations), currency)
    found.same(f"payment {payment.id}: refunded", payment.refunded, refunded)
    found.same(f"payment {payment.id}: allocated", payment.allocated, allocated)
    if payment.status in ("returned", "voided"):
        in_use = allocated + payment.cleared + payment.free
        found.same(f"payment {payment.id}, which is {payment.status}: in use", in_use, _none(currency))
    else:
        whole = allocated + payment.cleared + payment.free + proposed + refunded
        found.same(f"payment {payment.id}: allocated, free and refunded", whole, payment.amount)
        found.require(payment.free.minor >= 0, f"payment {payment.id}: {payment.free} is free")
    numbers = [one.allocation_no for one in payment.allocations]
    found.require(
        len(set(numbers)) == len(numbers) and all(one.amount.minor > 0 for one in payment.allocations),
        f"payment {payment.id}: allocation numbers {numbers}",
    )


def _none(currency: str) -> Money:
    return Money.zero(currency)


def _is_not_over_allocated(found: Found, invoice: Any) -> None:
    for one in invoice.instalments:
        let_off = one.let_off or _none(invoice.currency)
        found.require(
            one.open == one.amount - one.settled - one.credited - one.written_off - let_off
            and min(one.open, one.settled, one.credited, one.written_off, let_off).minor >= 0,
            f"invoice {invoice.number}, instalment {one.instalment_no}: {one.settled} settled, {one.credited} credited "
            f"and {one.written_off} written off of {one.amount}, {let_off} let off, {one.open} open",
        )
    is_open = total((one.open for one in invoice.instalments), invoice.currency)
    found.same(f"invoice {invoice.number}: open", invoice.open, is_open)


async def _credit_notes_are_used_up(
    evidence: Evidence, found: Found, invoices: dict[str, Any], payments: list[Any]
) -> None:
    """What a credit note takes back comes off the invoice, or is kept for the customer like a payment."""
    kept: Sums[str] = Sums()
    for payment in payments:
        if payment.credit_note_number and payment.status != "voided":
            kept.add(payment.credit_note_number, payment.amount.minor)
    credited: Sums[str] = Sums()
    for note in await evidence.documents("accounting", "credit_note"):
        if note.status == "approved":
            credited.add(note.invoice_id, note.total.minor - kept.pop(note.number, 0))
    for invoice in invoices.values():
        off = sum(one.credited.minor for one in invoice.instalments)
        found.same(f"invoice {invoice.number}: credited", off, credited.get(invoice.invoice_id, 0))
    for number in kept:
        found.breach(f"customer credit of {number}, which is no credit note")


async def _suppliers_are_paid_once(evidence: Evidence, found: Found) -> None:
    paid_by: dict[str, list[str]] = {}
    for payment in await evidence.documents("accounting", "supplier_payment"):
        whole = total((line.amount for line in payment.lines), payment.amount.currency)
        found.same(f"supplier payment {payment.id}", payment.amount, whole)
        if payment.status in ("sent", "succeeded", "cleared"):
            for line in payment.lines:
                paid_by.setdefault(line.payable_id, []).append(payment.id)
    for payable in await evidence.documents("accounting", "payable"):
        payments = paid_by.pop(payable.id, [])
        expected = [payable.supplier_payment_id] if payable.status == "paid" else []
        found.same(f"payable {payable.id}, {payable.status}: paid by", payments, expected)
    for payable_id, payments in paid_by.items():
        found.breach(f"supplier payment {payments[0]} pays {payable_id}, which nobody owes")
