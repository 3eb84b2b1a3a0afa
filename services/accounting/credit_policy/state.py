"""The default limits in force, and how each fact changes them."""

from typing import Final

from services.accounting.credit_policy.events import CreditPolicyEvent
from shared.kernel.money import Money
from shared.kernel.shapes import state


@state
class CreditPolicy:
    """The limits of new accounts, one per currency. `version` counts how often they were set, `set_by` is who did."""

    version: int
    default_limits: tuple[Money, ...]
    set_by: str

    def limit_in(self, currency: str) -> Money | None:
        """The limit of a new account in that currency; None where there is none."""
        return next((one for one in self.default_limits if one.currency == currency), None)


DEFAULTS: Final = CreditPolicy(version=0, default_limits=(), set_by="")


def evolve(policy: CreditPolicy, fact: CreditPolicyEvent) -> CreditPolicy:
    """The policy after the fact. Never refuses: what happened, happened."""
    return CreditPolicy(version=policy.version + 1, default_limits=fact.default_limits, set_by=fact.set_by)
