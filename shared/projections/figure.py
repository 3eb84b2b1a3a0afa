"""A number that people watch, read off a department's own views."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value per row of the query: the labels' values as text first, the number last."""

    name: str
    says: str
    labels: tuple[str, ...]
    query: str
