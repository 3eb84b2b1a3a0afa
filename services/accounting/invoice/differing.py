"""Small differences: what is missing so little of an instalment that nobody asks the customer for it.

An instalment of which something is let off is otherwise settled: as soon as more of it is open, all of it is owed.
"""

from collections.abc import Iterable
from datetime import date

from services.accounting.invoice.balances import by_instalment
from services.accounting.invoice.events import Allocation, SmallDifferenceLetOff, SmallDifferenceRestored
from services.accounting.invoice.state import Posted, debt_after
from services.accounting.settlement_policy.decider import MAIN, SETTLEMENT_POLICY
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.records import replace


def small_difference(
    payment_id: str, settled: tuple[Allocation, ...], invoice: Posted, on: date, given: Given
) -> list[SmallDifferenceLetOff]:
    """What that settlement leaves open of its instalments, where the settlement policy lets it off.

    Each instalment is held against the tolerance of what is to be paid of it, and all that is let off of an invoice
    against that of all of them, so that a customer who pays in parts is not let off more than one who pays at once.
    Nothing of what is contested: what the customer owes of that is for the dispute to say.
    """
    policy = given.of(SETTLEMENT_POLICY, MAIN)
    left = policy.tolerated(total((one.payable for one in invoice.instalments), invoice.total.currency))
    left = left - invoice.let_off
    paid = by_instalment(settled)
    found: list[Allocation] = []
    for one in invoice.instalments:
        if one.instalment_no not in paid or invoice.disputes:
            continue
        missing = one.open - paid[one.instalment_no]
        if missing and missing <= min(policy.tolerated(one.payable), left):
            found.append(Allocation(instalment_no=one.instalment_no, amount=missing))
            left = left - missing
    if not found:
        return []
    fact = SmallDifferenceLetOff(
        payment_id=payment_id,
        amount=_sum(found, invoice),
        allocations=tuple(found),
        debt=invoice.debt,
        policy_version=policy.version,
        let_off_on=on,
    )
    return [replace(fact, debt=debt_after(invoice, fact))]


def difference_restored(
    invoice: Posted, reopened: Iterable[Allocation], reason: str, on: date
) -> list[SmallDifferenceRestored]:
    """What was let off of the instalments that money is taken back of."""
    again = by_instalment(reopened)
    found = [
        Allocation(instalment_no=one.instalment_no, amount=one.let_off)
        for one in invoice.instalments
        if one.instalment_no in again and one.let_off
    ]
    return _restored(invoice, found, reason, on)


def nothing_let_off_after_all(invoice: Posted, credited: Money, reason: str, on: date) -> list[SmallDifferenceRestored]:
    """What of the differences a credit note takes the place of: as much as it exceeds what is open, the last
    instalments first. The customer never paid it, so that it cannot become their credit.
    """
    found: list[Allocation] = []
    left = credited - invoice.open
    for one in reversed(invoice.instalments):
        part = min(left, one.let_off)
        if part.minor > 0:
            found.append(Allocation(instalment_no=one.instalment_no, amount=part))
            left = left - part
    return _restored(invoice, found, reason, on)


def _restored(invoice: Posted, allocations: list[Allocation], reason: str, on: date) -> list[SmallDifferenceRestored]:
    if not allocations:
        return []
    fact = SmallDifferenceRestored(
        amount=_sum(allocations, invoice),
        allocations=tuple(allocations),
        debt=invoice.debt,
        reason=reason,
        restored_on=on,
    )
    return [replace(fact, debt=debt_after(invoice, fact))]


def _sum(allocations: Iterable[Allocation], invoice: Posted) -> Money:
    return total((one.amount for one in allocations), invoice.total.currency)
