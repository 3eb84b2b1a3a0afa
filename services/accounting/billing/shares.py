"""What a part of a quantity is worth, so that all parts together are worth exactly the whole."""

from decimal import ROUND_HALF_UP, Decimal

from shared.kernel.money import Money


def share_of(whole: Money, quantity: Decimal, of: Decimal, *, left: Money, left_quantity: Decimal) -> Money:
    """The worth of `quantity` of the `of` units that are worth `whole` together, rounded half up.

    The part that empties what is left takes the rounding remainder, and no part takes more than what is left.
    """
    if quantity >= left_quantity:
        return left
    exact = Decimal(whole.minor) * quantity / of
    share = Money(minor=int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency=whole.currency)
    return left if abs(share.minor) > abs(left.minor) else share
