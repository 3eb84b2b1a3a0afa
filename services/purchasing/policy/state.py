"""The rules in force, and their defaults."""

from decimal import Decimal
from typing import Final

from services.purchasing.policy.default_limits import APPROVED_UP_TO, OTHERWISE
from services.purchasing.policy.events import PolicyEvent
from shared.kernel.money import Money
from shared.kernel.shapes import state

MAIN: Final = "main"
"""The id of the one policy."""


@state
class Policy:
    """Purchase orders above the amount of their currency need an approver; invoices may differ by the tolerances."""

    approval_above: tuple[Money, ...] = ()
    price_tolerance_percent: Decimal = Decimal(0)
    quantity_tolerance_percent: Decimal = Decimal(0)
    supplier_approval: bool = False


def approval_limit(policy: Policy, currency: str) -> Money:
    """The highest amount that is approved by rule: the policy's own, or that of `default_limits`."""
    for limit in policy.approval_above:
        if limit.currency == currency:
            return limit
    return Money.of(APPROVED_UP_TO.get(currency, OTHERWISE), currency)


def evolve(_: Policy, fact: PolicyEvent) -> Policy:
    """The policy after the fact."""
    return Policy(
        approval_above=fact.approval_above,
        price_tolerance_percent=fact.price_tolerance_percent,
        quantity_tolerance_percent=fact.quantity_tolerance_percent,
        supplier_approval=fact.supplier_approval,
    )
