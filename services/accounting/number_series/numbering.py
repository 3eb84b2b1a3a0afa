"""Numbers as documents show them, and taking the next one."""

from datetime import date

from services.accounting.number_series.events import NumberSeriesEvent, NumberTaken
from services.accounting.number_series.state import NumberSeries
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NumberOutOfTurn(Rejection):
    """The number is not the next one of its series."""

    code = "accounting.number-series.out-of-turn"


@command
class TakeNumber:
    """Consume a number for a document that is posted in the same transaction."""

    sequence: int
    document_id: str
    on: date


def series_of(kind: str, posted_on: date) -> str:
    """``INV`` posted in 2026 -> ``INV-2026``."""
    return f"{kind}-{posted_on.year}"


def number_in(series: str, sequence: int) -> str:
    """``INV-2026-000123``."""
    return f"{series}-{sequence:06d}"


def take_number(request: TakeNumber, series: NumberSeries) -> list[NumberSeriesEvent]:
    """Only the next number can be taken, so that no gap and no double can be expressed."""
    if request.sequence == series.last and request.document_id == series.last_document_id:
        return []
    if request.sequence != series.last + 1:
        raise NumberOutOfTurn(f"{request.sequence} asked, {series.last + 1} is next", next=series.last + 1)
    return [NumberTaken(sequence=request.sequence, document_id=request.document_id, taken_on=request.on)]
