"""Numbers of a consumer that are there as 0 from its start: an alert sees them rise, and a chart that all is well."""

from collections.abc import Iterable

from shared.observability.counters import GAPS, HALTED, RESTORED
from shared.published.topics import owner_of


def begin_at_zero(department: str, topics: Iterable[str]) -> None:
    """For whom hears these topics. What was counted before stays."""
    for topic in topics:
        GAPS.labels(department, topic)
        HALTED.labels(department, topic)
        RESTORED.labels(department, owner_of(topic))
