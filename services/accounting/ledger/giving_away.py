"""Where the cost of goods goes that leave free of charge."""

from typing import Final

from services.accounting.ledger.roles import Role

_SOLD_ONCE: Final = frozenset({"repair", "not-accepted"})
"""Of these the customer gets the very units back that they had sent."""


def role_of(kind: str) -> Role:
    """A replacement costs us another unit; what they get back was sold once, and its cost is that of the sale again."""
    return "cost-of-goods-sold" if kind in _SOLD_ONCE else "warranty-cost"


def role_left_with(kind: str) -> Role:
    """The account that had the cost of goods when they left: free of charge as that `kind`, or sold."""
    return role_of(kind) if kind else "cost-of-goods-sold"
