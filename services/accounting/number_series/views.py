"""What readers see of number series."""

from typing import Final

from sqlalchemy import BigInteger

from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import number_in
from services.accounting.number_series.state import NumberSeries
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class NumberSeriesDocument:
    """A series and how many numbers of it are taken: as many documents must carry one, from 1 up to it."""

    code: str
    issued: int
    last_number: str
    last_document_id: str


def read(code: str, series: NumberSeries) -> NumberSeriesDocument:
    """The series, laid flat."""
    return NumberSeriesDocument(
        code=code,
        issued=series.last,
        last_number=number_in(code, series.last),
        last_document_id=series.last_document_id,
    )


NUMBER_SERIES_VIEW: Final = DocumentView(
    name="number_series",
    decider=NUMBER_SERIES,
    document=NumberSeriesDocument,
    read=read,
    columns={"issued": Shown(BigInteger())},
)
