"""The tolerances in force, and how each fact changes them."""

from decimal import ROUND_DOWN, Decimal
from typing import Final

from services.accounting.settlement_policy.events import SettlementPolicyEvent, Tolerance
from shared.kernel.money import Money
from shared.kernel.shapes import state

MOST_PERCENT: Final = Decimal(5)
"""What is more is no small difference any more: a debt is given up by two persons."""


@state
class SettlementPolicy:
    """The tolerances, one per currency. `version` counts how often they were set; under version 0 there are none."""

    version: int
    tolerances: tuple[Tolerance, ...]

    def tolerated(self, due: Money) -> Money:
        """How much of `due` may be missing: the amount or the share of it, whichever is less, rounded down.

        The lower of both counts, as in SAP's tolerance groups; nothing, in a currency that has no tolerance.
        """
        for one in self.tolerances:
            if one.most.currency == due.currency:
                share = (Decimal(due.minor) * one.percent / 100).to_integral_value(rounding=ROUND_DOWN)
                return min(one.most, Money(minor=int(share), currency=due.currency))
        return Money.zero(due.currency)


DEFAULTS: Final = SettlementPolicy(version=0, tolerances=())


def evolve(policy: SettlementPolicy, fact: SettlementPolicyEvent) -> SettlementPolicy:
    """The policy after the fact. Never refuses: what happened, happened."""
    return SettlementPolicy(version=policy.version + 1, tolerances=fact.tolerances)
