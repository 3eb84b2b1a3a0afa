"""Setting the policy."""

from datetime import date
from decimal import Decimal

from services.purchasing.policy.events import PolicyEvent, PolicySet
from services.purchasing.policy.state import Policy
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class LimitStatedTwice(Rejection):
    """The policy names two approval amounts for one currency."""

    code = "purchasing.policy.limit-stated-twice"
    ground = Ground.UNACCEPTABLE


@command
class SetPolicy:
    """Put these rules in force in place of those before."""

    approval_above: tuple[Money, ...]
    price_tolerance_percent: Decimal
    quantity_tolerance_percent: Decimal
    supplier_approval: bool
    by: str
    on: date


def set_policy(request: SetPolicy, policy: Policy) -> list[PolicyEvent]:
    """The same rules set again change nothing."""
    limits = tuple(sorted(request.approval_above, key=lambda limit: limit.currency))
    currencies = [limit.currency for limit in limits]
    if len(set(currencies)) != len(currencies):
        raise LimitStatedTwice("one amount per currency", field="approval_above")
    wanted = Policy(
        approval_above=limits,
        price_tolerance_percent=request.price_tolerance_percent,
        quantity_tolerance_percent=request.quantity_tolerance_percent,
        supplier_approval=request.supplier_approval,
    )
    if wanted == policy:
        return []
    return [
        PolicySet(
            approval_above=limits,
            price_tolerance_percent=request.price_tolerance_percent,
            quantity_tolerance_percent=request.quantity_tolerance_percent,
            supplier_approval=request.supplier_approval,
            set_by=request.by,
            set_on=request.on,
        )
    ]
