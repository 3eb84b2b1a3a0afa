"""Setting the limits of new accounts."""

from collections import Counter
from datetime import date

from services.accounting.approval_policy.limiting import require_may_raise
from services.accounting.credit_policy.events import CreditPolicyEvent, CreditPolicySet
from services.accounting.credit_policy.state import CreditPolicy
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class DefaultLimitNamedTwice(Rejection):
    """There is one default limit per currency."""

    code = "accounting.credit-policy.currency-named-twice"
    ground = Ground.UNACCEPTABLE


@command
class SetCreditPolicy:
    """Set all default limits, for accounts that are opened from now on. Given the approval policy."""

    default_limits: tuple[Money, ...]
    by: str
    on: date
    roles: tuple[str, ...] = ()


def set_credit_policy(request: SetCreditPolicy, policy: CreditPolicy, given: Given) -> list[CreditPolicyEvent]:
    """The limits that are in force already are not set again. Nobody raises one beyond what they may approve."""
    times = Counter(one.currency for one in request.default_limits)
    for index, one in enumerate(request.default_limits):
        if times[one.currency] > 1:
            raise DefaultLimitNamedTwice(f"{one.currency} is named twice", field=f"default_limits.{index}.currency")
    if request.default_limits == policy.default_limits:
        return []
    asked = {one.currency: one for one in request.default_limits}
    for known in policy.default_limits:
        require_may_raise(known, asked.get(known.currency), request.roles, given)
    return [CreditPolicySet(default_limits=request.default_limits, set_by=request.by, set_on=request.on)]
