"""What can happen to a number series. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event


@event("number_series.number-taken")
class NumberTaken:
    """A posted document has this number of the series."""

    sequence: int
    document_id: str
    taken_on: date


NumberSeriesEvent = NumberTaken
