"""What can happen to the policy. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("policy.set")
class PolicySet:
    """From now on these rules hold: all of them, as they read."""

    approval_above: tuple[Money, ...]
    price_tolerance_percent: Decimal
    quantity_tolerance_percent: Decimal
    supplier_approval: bool
    set_by: str
    set_on: date


PolicyEvent = PolicySet
