"""Setting the limits."""

from collections import Counter
from datetime import date
from decimal import Decimal

from services.sales.policy.events import PolicyEvent, PolicySet
from services.sales.policy.state import Policy, evolve
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class CurrencyLimitedTwice(Rejection):
    """A currency has one limit."""

    code = "sales.policy.currency-limited-twice"
    ground = Ground.UNACCEPTABLE


@command
class SetPolicy:
    """Set all limits; what is sent from now on is held against them."""

    amount_limits: tuple[Money, ...]
    other_amount_limit: Decimal | None
    line_discount_percent: Decimal
    document_discount_percent: Decimal
    free_prices_need_approval: bool
    validity_days: int
    by: str
    on: date


def set_policy(request: SetPolicy, policy: Policy) -> list[PolicyEvent]:
    """The limits that are in force already are not set again."""
    counted = Counter(limit.currency for limit in request.amount_limits)
    twice = [currency for currency, times in counted.items() if times > 1]
    if twice:
        raise CurrencyLimitedTwice(f"{twice[0]} has several limits", field="amount_limits")
    decided = PolicySet(
        amount_limits=tuple(sorted(request.amount_limits, key=lambda limit: limit.currency)),
        other_amount_limit=request.other_amount_limit,
        line_discount_percent=request.line_discount_percent,
        document_discount_percent=request.document_discount_percent,
        free_prices_need_approval=request.free_prices_need_approval,
        validity_days=request.validity_days,
        set_by=request.by,
        set_on=request.on,
    )
    unchanged = replace(evolve(policy, decided), version=policy.version) == policy
    return [] if unchanged else [decided]
