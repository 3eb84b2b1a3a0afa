"""What can happen to the sales policy. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("policy.set")
class PolicySet:
    """These are the limits from now on, all of them."""

    amount_limits: tuple[Money, ...]
    other_amount_limit: Decimal | None
    line_discount_percent: Decimal
    document_discount_percent: Decimal
    free_prices_need_approval: bool
    validity_days: int
    set_by: str
    set_on: date


PolicyEvent = PolicySet
