"""Where the cost of goods goes that leave free of charge."""

from typing import Final

from services.accounting.ledger.roles import Role

_REPAIR: Final = "repair"


def role_of(kind: str) -> Role:
    """A replacement costs us another unit; a repaired unit was sold once, and its cost is that of the sale again."""
    return "cost-of-goods-sold" if kind == _REPAIR else "warranty-cost"
