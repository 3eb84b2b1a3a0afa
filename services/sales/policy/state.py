"""The limits in force, and how each fact changes them."""

from decimal import Decimal
from typing import Final, assert_never

from services.sales.policy.events import PolicyEvent, PolicySet
from shared.kernel.money import Money
from shared.kernel.shapes import state


@state
class Policy:
    """Limits of what may be sent without approval. `version` counts how often they were set; 0 are the defaults.

    `other_amount_limit` is in major units and holds for every currency that `amount_limits` does not name; none means
    that amounts in those currencies are not limited. Where free prices need no approval, whoever leaves out the price
    list, or states an item that is not on it, is held against no discount limit and no floor.
    """

    version: int
    amount_limits: tuple[Money, ...]
    other_amount_limit: Decimal | None
    line_discount_percent: Decimal
    document_discount_percent: Decimal
    free_prices_need_approval: bool
    validity_days: int


# Currencies of which 50,000 is a small sum get a limit of the same order as 50,000 dollars.
DEFAULTS: Final = Policy(
    version=0,
    amount_limits=(
        Money(minor=5_000_000, currency="JPY"),
        Money(minor=50_000_000, currency="KRW"),
        Money(minor=1_000_000_000, currency="VND"),
    ),
    other_amount_limit=Decimal(50_000),
    line_discount_percent=Decimal(15),
    document_discount_percent=Decimal(15),
    free_prices_need_approval=True,
    validity_days=30,
)


def evolve(policy: Policy, fact: PolicyEvent) -> Policy:
    """The policy after the fact. Never refuses: what happened, happened."""
    match fact:
        case PolicySet():
            return Policy(
                version=policy.version + 1,
                amount_limits=fact.amount_limits,
                other_amount_limit=fact.other_amount_limit,
                line_discount_percent=fact.line_discount_percent,
                document_discount_percent=fact.document_discount_percent,
                free_prices_need_approval=fact.free_prices_need_approval,
                validity_days=fact.validity_days,
            )
        case _:
            assert_never(fact)


def amount_limit(policy: Policy, currency: str) -> Money | None:
    """Above which amount an offer in that currency needs approval; none where amounts are not limited."""
    for limit in policy.amount_limits:
        if limit.currency == currency:
            return limit
    if policy.other_amount_limit is None:
        return None
    return Money.of(policy.other_amount_limit, currency)
