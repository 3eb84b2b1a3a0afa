"""How urgent a matter is: what care promises depends on it."""

from enum import StrEnum


class Priority(StrEnum):
    """How soon somebody should look at it."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"
