"""What can happen to the approval policy. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class ApprovalLimit:
    """That role approves up to so much in that currency."""

    role: str
    most: Money


@event("approval_policy.set")
class ApprovalPolicySet:
    """These are the limits from now on. A role without one in a currency has no limit in it."""

    limits: tuple[ApprovalLimit, ...]
    set_by: str
    set_on: date


ApprovalPolicyEvent = ApprovalPolicySet
