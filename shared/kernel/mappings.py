"""Mappings of frozen records: changed by making another, never in place."""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def without(known: Mapping[K, V], key: K) -> dict[K, V]:
    """What is known, but for that key."""
    return {one: value for one, value in known.items() if one != key}
