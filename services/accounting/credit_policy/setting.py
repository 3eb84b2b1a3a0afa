"""Setting the limits of new accounts."""

from collections import Counter
from datetime import date

from services.accounting.credit_policy.events import CreditPolicyEvent, CreditPolicySet
from services.accounting.credit_policy.state import CreditPolicy
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class DefaultLimitNamedTwice(Rejection):
    """There is one default limit per currency."""

    code = "accounting.credit-policy.currency-named-twice"
    ground = Ground.UNACCEPTABLE


@command
class SetCreditPolicy:
    """Set all default limits, for accounts that are opened from now on."""

    default_limits: tuple[Money, ...]
    by: str
    on: date


def set_credit_policy(request: SetCreditPolicy, policy: CreditPolicy) -> list[CreditPolicyEvent]:
    """The limits that are in force already are not set again."""
    times = Counter(one.currency for one in request.default_limits)
    for index, one in enumerate(request.default_limits):
        if times[one.currency] > 1:
            raise DefaultLimitNamedTwice(f"{one.currency} is named twice", field=f"default_limits.{index}.currency")
    if request.default_limits == policy.default_limits:
        return []
    return [CreditPolicySet(default_limits=request.default_limits, set_by=request.by, set_on=request.on)]
