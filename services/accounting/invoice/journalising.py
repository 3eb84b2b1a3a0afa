"""Which account a billed or credited amount belongs to, by what it is for."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from services.accounting.billing.bill import FREIGHT, ROUNDING
from services.accounting.invoice.state import RECLAIM
from services.accounting.ledger.roles import Role
from shared.kernel.money import Money

GOODS: Final = "goods"

_EARNED_AS: Final[Mapping[str, Role]] = MappingProxyType({FREIGHT: "freight-revenue", ROUNDING: "rounding"})
_TAKEN_BACK_AS: Final[Mapping[str, Role]] = MappingProxyType({**_EARNED_AS, RECLAIM: "bad-debt"})
Piece = tuple[str, Money]
"""A kind (goods, or the kind of a charge) and its amount before tax."""


def revenue_by_role(pieces: Iterable[Piece]) -> Sequence[tuple[Role, Money]]:
    """What is earned, one amount per role; goods and charges without an account of their own are revenue."""
    return _by_role(pieces, _EARNED_AS, "revenue")


def returns_by_role(pieces: Iterable[Piece]) -> Sequence[tuple[Role, Money]]:
    """What is taken back: goods as sales returns, freight and rounding from where they were earned.

    A reclaim earned nothing: what is let off of it is lost.
    """
    return _by_role(pieces, _TAKEN_BACK_AS, "sales-returns")


def _by_role(pieces: Iterable[Piece], roles: Mapping[str, Role], otherwise: Role) -> Sequence[tuple[Role, Money]]:
    sums: dict[Role, Money] = {}
    for kind, amount in pieces:
        role = roles.get(kind, otherwise)
        sums[role] = sums[role] + amount if role in sums else amount
    return list(sums.items())
