"""Setting the limits."""

from collections import Counter
from datetime import date

from services.accounting.approval_policy.events import ApprovalLimit, ApprovalPolicyEvent, ApprovalPolicySet
from services.accounting.approval_policy.state import ApprovalPolicy
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class LimitNamedTwice(Rejection):
    """A role has one limit per currency."""

    code = "accounting.approval-policy.limit-named-twice"
    ground = Ground.UNACCEPTABLE


@command
class SetApprovalPolicy:
    """Set all limits; what is approved from now on is held against them."""

    limits: tuple[ApprovalLimit, ...]
    by: str
    on: date


def set_approval_policy(request: SetApprovalPolicy, policy: ApprovalPolicy) -> list[ApprovalPolicyEvent]:
    """The limits that are in force already are not set again."""
    times = Counter((one.role, one.most.currency) for one in request.limits)
    for index, one in enumerate(request.limits):
        if times[one.role, one.most.currency] > 1:
            raise LimitNamedTwice(f"{one.role} in {one.most.currency}", field=f"limits.{index}")
    if request.limits == policy.limits:
        return []
    return [ApprovalPolicySet(limits=request.limits, set_by=request.by, set_on=request.on)]
