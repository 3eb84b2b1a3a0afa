"""Part of I7: what debtors are dunned for is owed and undisputed, and their charges are receivables of their own."""

from itertools import pairwise
from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Sums
from services.accounting.dunning_case.events import MoneyOnAccountNoted

Debtor = tuple[str, str]
"""Customer and currency."""


async def debtors_are_dunned_right(evidence: Evidence, found: Found, invoices: dict[str, Any]) -> None:
    """A case shows its invoices as they stand, its charges add up, no day is charged twice, and resolved is even."""
    settled: Sums[Debtor] = Sums()
    late: set[Debtor] = set()
    for case in await evidence.documents("accounting", "dunning_case"):
        what = f"dunning case {case.id}"
        for watched in case.invoices:
            invoice = invoices.get(watched.invoice_id)
            if invoice is None or invoice.customer_id != case.customer_id:
                found.breach(f"{what} watches {watched.number}, no invoice of its debtor")
                continue
            found.same(f"{what}: open of {watched.number}", watched.open, invoice.open)
            found.same(f"{what}: disputed of {watched.number}", watched.disputed, invoice.disputed)
            found.require(watched.disputed <= watched.open, f"{what}: more of {watched.number} is disputed than open")
        for charge in case.charges:
            left = charge.amount - charge.settled - charge.waived - charge.written_off
            found.same(f"{what}: open of charge {charge.charge_id}", charge.open, left)
            found.require(left.minor >= 0, f"{what}: charge {charge.charge_id} is settled by more than it is")
            settled.add((case.customer_id, case.currency), charge.settled.minor)
        _no_day_is_charged_twice(what, case.charges, found)
        if case.status in ("watched", "resolved"):
            found.require(not case.charged, f"{what} is {case.status}, and {case.charged} of charges are open")
        else:
            late.add((case.customer_id, case.currency))
    for number, invoice in invoices.items():
        is_overdue = any(one.overdue for one in invoice.instalments)
        is_followed = (invoice.customer_id, invoice.currency) in late
        found.require(is_followed or not is_overdue, f"invoice {number} is overdue, and no dunning case runs for it")
    cleared: Sums[Debtor] = Sums()
    for payment in await evidence.documents("accounting", "payment"):
        if payment.customer_id:
            cleared.add((payment.customer_id, payment.amount.currency), payment.cleared.minor)
    found.same_sums("charges of debtor, settled", settled, cleared)
    await _money_on_account_is_free(evidence, found)


async def _money_on_account_is_free(evidence: Evidence, found: Found) -> None:
    """A case that was told of a payment knows what of it settles nothing and is with us, also while a refund waits."""
    held: dict[tuple[str, str], int] = {}
    for payment in await evidence.documents("accounting", "payment"):
        if payment.status not in ("returned", "voided"):
            rest = payment.amount.minor - payment.allocated.minor - payment.cleared.minor - payment.refunded.minor
            held[payment.id, f"{payment.customer_id}:{payment.amount.currency}"] = rest
    noted: dict[tuple[str, str], int] = {}
    for fact in await evidence.facts("accounting", MoneyOnAccountNoted):
        noted[fact.data.payment_id, fact.id] = fact.data.held.minor
    for (payment_id, case_id), minor in noted.items():
        what = f"dunning case {case_id}: on account of payment {payment_id}"
        found.same(what, minor, held.get((payment_id, case_id), 0))


def _no_day_is_charged_twice(what: str, charges: tuple[Any, ...], found: Found) -> None:
    """Of an instalment, whatever became of it in between. A charge that was let off altogether charged nothing."""
    reckoned = sorted(
        (basis.invoice_id, basis.instalment_no, basis.from_day, basis.until, charge.charge_id)
        for charge in charges
        if charge.waived < charge.amount
        for basis in charge.interest_on
    )
    for (*place, _, until, earlier), (*next_place, from_day, _, later) in pairwise(reckoned):
        if place == next_place:
            found.require(
                until <= from_day, f"{what}: {later} and {earlier} charge interest for the same days before {until}"
            )
