"""When a fact happened in business terms: by its own words where it has any, and never after it was decided."""

from datetime import UTC, date, datetime

import pytest

from shared.kernel.shapes import event, happened_at

DECIDED = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@event("note.written", happened="written_on")
class NoteWritten:
    written_on: date


@event("parcel.arrived", happened="arrived_at")
class ParcelArrived:
    arrived_at: datetime | None


@event("limit.raised")
class LimitRaised:
    raised_on: date


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (NoteWritten(written_on=date(2026, 3, 1)), datetime(2026, 3, 1, 23, 59, 59, 999_999, tzinfo=UTC)),
        (NoteWritten(written_on=date(2026, 3, 10)), DECIDED),
        (NoteWritten(written_on=date(2026, 3, 11)), DECIDED),
        (ParcelArrived(arrived_at=datetime(2026, 3, 9, 8, tzinfo=UTC)), datetime(2026, 3, 9, 8, tzinfo=UTC)),
        (ParcelArrived(arrived_at=None), DECIDED),
        (LimitRaised(raised_on=date(2026, 3, 1)), DECIDED),
    ],
)
def test_it_happened_when_it_says_so(fact: NoteWritten | ParcelArrived | LimitRaised, expected: datetime) -> None:
    assert happened_at(fact, DECIDED) == expected


def test_a_fact_cannot_name_a_field_that_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="has no field 'paid_on'"):

        @event("note.paid", happened="paid_on")
        class NotePaid:
            written_on: date
