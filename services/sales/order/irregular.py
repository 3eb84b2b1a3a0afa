"""A person has looked at what should not have happened. Its facts are stored for ever, as those of `events.py` are."""

from datetime import date

from services.sales.order.lateness import OrderAlarmCleared, OrderAlarmRaised
from shared.kernel.shapes import event, part


@event("order.irregularity-acknowledged")
class IrregularityAcknowledged:
    """A person has looked at it, and says what came of it. `seen` are the documents behind it, as far as heard."""

    name: str
    seen: tuple[str, ...]
    reason: str
    acknowledged_by: str
    acknowledged_on: date


@part
class Acknowledgement:
    """Who looked at an irregularity, when, what came of it, and the documents that were behind it then."""

    seen: tuple[str, ...]
    reason: str
    by: str
    on: date


WatchFact = OrderAlarmRaised | OrderAlarmCleared | IrregularityAcknowledged
"""What calls for a person, or does not any more."""


def acknowledged(known: dict[str, Acknowledgement], fact: IrregularityAcknowledged) -> dict[str, Acknowledgement]:
    """The acknowledgements, and that one: the newest of each name counts."""
    newest = Acknowledgement(seen=fact.seen, reason=fact.reason, by=fact.acknowledged_by, on=fact.acknowledged_on)
    return {**known, fact.name: newest}
