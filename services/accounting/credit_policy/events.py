"""What can happen to the credit policy. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("credit_policy.set")
class CreditPolicySet:
    """These are the limits of new accounts from now on, one per currency. In one without, nothing is checked."""

    default_limits: tuple[Money, ...]
    set_by: str
    set_on: date


CreditPolicyEvent = CreditPolicySet
