"""What a debtor's money settles of their charges, before or after their invoices, by the clearing order that is policy.

The order comes first: whatever invoice a payer names, costs and interest that come before the principal are settled.
But money settles nothing that was claimed only after it came: who had paid by then is not late, and may be let off.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, assert_never

from services.accounting.dunning_case.account import FEE, INTEREST, Charge, DebtorAccount
from services.accounting.dunning_case.parts import Clearing
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_policy.state import COSTS, PRINCIPAL, DunningPolicy
from services.accounting.dunning_policy.state import INTEREST as INTEREST_KIND
from shared.kernel.money import Money, total

_KIND_OF: Final = {COSTS: FEE, INTEREST_KIND: INTEREST}


def cleared_before_principal(
    case: DunningCase, policy: DunningPolicy, amount: Money, *, paid_on: date
) -> tuple[Clearing, ...]:
    """What of the amount goes to charges that come before the invoices."""
    order = policy.clearing_order
    return _cleared(case, order[: order.index(PRINCIPAL)], amount, paid_on)


def cleared_after_principal(
    case: DunningCase, policy: DunningPolicy, amount: Money, *, paid_on: date
) -> tuple[Clearing, ...]:
    """What of the amount, which the invoices left, goes to the other charges."""
    order = policy.clearing_order
    return _cleared(case, order[order.index(PRINCIPAL) + 1 :], amount, paid_on)


def cleared_sum(clearings: Sequence[Clearing], currency: str) -> Money:
    """The sum of clearings."""
    return total((one.amount for one in clearings), currency)


def _cleared(case: DunningCase, order: Sequence[str], amount: Money, paid_on: date) -> tuple[Clearing, ...]:
    match case:
        case Unwatched():
            return ()
        case Watched(account=account) | Running(account=account):
            claimed = [charge for charge in _in_order(account, order) if charge.claimed_on <= paid_on]
            return _filled(claimed, amount)
        case _:
            assert_never(case)


def _in_order(account: DebtorAccount, order: Sequence[str]) -> list[Charge]:
    return [charge for name in order for charge in account.open_charges if charge.kind == _KIND_OF[name]]


def _filled(charges: Sequence[Charge], amount: Money) -> tuple[Clearing, ...]:
    """Each filled before the next."""
    clearings: list[Clearing] = []
    left = amount
    for charge in charges:
        taken = min(left, charge.open)
        if taken.minor > 0:
            clearings.append(Clearing(charge_id=charge.charge_id, amount=taken))
            left = left - taken
    return tuple(clearings)
