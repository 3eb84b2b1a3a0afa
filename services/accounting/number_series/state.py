"""How far a series has come."""

from services.accounting.number_series.events import NumberSeriesEvent
from shared.kernel.shapes import state


@state
class NumberSeries:
    """`last` numbers are taken, 1 to `last`; the last of them by `last_document_id`."""

    last: int = 0
    last_document_id: str = ""


def evolve(_: NumberSeries, fact: NumberSeriesEvent) -> NumberSeries:
    """The series after the fact. Never refuses: what happened, happened."""
    return NumberSeries(last=fact.sequence, last_document_id=fact.document_id)
