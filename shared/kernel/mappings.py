"""Mappings as frozen records hold them: changed by making another, never in place."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def without(known: Mapping[K, V], key: K) -> dict[K, V]:
    """What is known, but for that key."""
    return {one: value for one, value in known.items() if one != key}


def summed(quantities: Iterable[tuple[K, Decimal]]) -> dict[K, Decimal]:
    """How much it is of each key, however often that is named."""
    sums: dict[K, Decimal] = {}
    for key, quantity in quantities:
        sums[key] = sums.get(key, Decimal(0)) + quantity
    return sums
