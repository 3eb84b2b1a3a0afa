"""Part of I7: what is let off is no more than the settlement policy of its day tolerates, and of what is paid else."""

from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Sums
from services.accounting.invoice.events import SmallDifferenceLetOff, SmallDifferenceRestored
from services.accounting.settlement_policy.events import SettlementPolicySet, Tolerance
from shared.kernel.money import Money


async def differences_are_small(evidence: Evidence, found: Found, invoices: dict[str, Any]) -> None:
    """An instalment shows what its facts let off, is paid for the rest, and is within the tolerance."""
    policies = [fact.data.tolerances for fact in await evidence.facts("accounting", SettlementPolicySet)]
    stands: Sums[tuple[str, int]] = Sums()
    widest: dict[str, tuple[Tolerance, ...]] = {}
    for fact in await evidence.facts("accounting", SmallDifferenceLetOff, SmallDifferenceRestored):
        sign = 1 if isinstance(fact.data, SmallDifferenceLetOff) else -1
        for one in fact.data.allocations:
            stands.add((fact.id, one.instalment_no), sign * one.amount.minor)
        if isinstance(fact.data, SmallDifferenceLetOff):
            version = fact.data.policy_version
            known = policies[version - 1] if 0 < version <= len(policies) else ()
            _is_tolerated(found, fact.data, invoices.get(fact.id), known)
            widest[fact.id] = (*widest.get(fact.id, ()), *known)
    for invoice in invoices.values():
        for one in invoice.instalments:
            shown = 0 if one.let_off is None else one.let_off.minor
            what = f"invoice {invoice.number}, instalment {one.instalment_no}: let off"
            found.same(what, shown, stands.pop((invoice.invoice_id, one.instalment_no), 0))
            found.require(not shown or not one.open, f"{what} {one.let_off}, and {one.open} is open")
        if invoice.let_off is not None:
            most = max((_tolerated(one, invoice.total) for one in widest.get(invoice.invoice_id, ())), default=0)
            whole = f"invoice {invoice.number}: {invoice.let_off} let off"
            found.require(invoice.let_off.minor <= most, f"{whole}, and {most} minor units are tolerated")
    for (invoice_id, _), minor in stands.items():
        if minor:
            found.breach(f"invoice {invoice_id} is let off {minor:,} minor units and was never posted")


def _is_tolerated(found: Found, fact: SmallDifferenceLetOff, invoice: Any, tolerances: tuple[Tolerance, ...]) -> None:
    if invoice is None:
        return
    amounts = {one.instalment_no: one.amount for one in invoice.instalments}
    for one in fact.allocations:
        most = max((_tolerated(tolerance, amounts[one.instalment_no]) for tolerance in tolerances), default=0)
        found.require(
            one.amount.minor <= most,
            f"invoice {invoice.number}, instalment {one.instalment_no}: {one.amount} let off of "
            f"{amounts[one.instalment_no]}, and version {fact.policy_version} tolerates {most} minor units",
        )


def _tolerated(tolerance: Tolerance, of: Money) -> int:
    """Reckoned anew, not by the policy's own code."""
    if tolerance.most.currency != of.currency:
        return 0
    return min(tolerance.most.minor, int(of.minor * tolerance.percent // 100))
