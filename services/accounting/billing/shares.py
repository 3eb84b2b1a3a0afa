"""What a part of a quantity is worth, so that all parts together are worth exactly what all their units are.

The rule is that of docs/decisions/0010: not a part is rounded, but all that was taken up to and with it.
"""

from decimal import Decimal

from shared.kernel.money import Money


def part_of(whole: Money, quantity: Decimal, of: Decimal, *, before: Decimal, taken: Money) -> Money:
    """The worth of `quantity` more of the `of` units, after `before` of them were taken at `taken` together.

    It is the difference of two shares. Until 2026-11 each part was rounded for itself, so more may have been taken than
    the share of all units up to now: then a part is worth nothing until the shares have caught up, and never less.
    """
    if quantity <= 0:
        return Money.zero(whole.currency)
    due = whole.share(before + quantity, of) - taken
    owed_the_other_way = due.minor < 0 if whole.minor >= 0 else due.minor > 0
    return Money.zero(whole.currency) if owed_the_other_way else due
