"""What can happen to the settlement policy. Stored for ever: change by a new version and an upcaster, not in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class Tolerance:
    """How much may be missing in that currency: `most`, and `percent` of what was to be paid, whichever is less."""

    most: Money
    percent: Decimal


@event("settlement_policy.set")
class SettlementPolicySet:
    """These are the tolerances from now on, one per currency. In a currency without one every cent is owed."""

    tolerances: tuple[Tolerance, ...]
    set_by: str
    set_on: date


SettlementPolicyEvent = SettlementPolicySet
