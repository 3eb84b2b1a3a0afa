"""Units of the order that credit notes took back: a complaint is about others, unless they came back because of it."""

from services.accounting.contested_goods.events import (
    ContestedGoodsEvent,
    CreditedUnits,
    UnitsCreditCancelled,
    UnitsCredited,
)
from services.accounting.contested_goods.state import ContestedGoods
from shared.kernel.shapes import command


@command
class NoteUnitsCredited:
    """A credit note took these units off an invoice of the order; `complaint_id`: they came back because of that."""

    invoice_id: str
    credit_note_id: str
    units: tuple[CreditedUnits, ...]
    complaint_id: str


@command
class NoteUnitsCreditCancelled:
    """The credit note was cancelled: its units are billed like all others again."""

    credit_note_id: str


def note_units_credited(request: NoteUnitsCredited, goods: ContestedGoods) -> list[ContestedGoodsEvent]:
    """Once. What is contested already stays contested: its dispute knows what is left of the invoice."""
    if request.credit_note_id in goods.credits:
        return []
    return [
        UnitsCredited(
            invoice_id=request.invoice_id,
            credit_note_id=request.credit_note_id,
            units=request.units,
            complaint_id=request.complaint_id,
        )
    ]


def note_units_credit_cancelled(request: NoteUnitsCreditCancelled, goods: ContestedGoods) -> list[ContestedGoodsEvent]:
    """Of a credit note that took no units, or that was posted before these were noted, nothing is known."""
    return (
        [UnitsCreditCancelled(credit_note_id=request.credit_note_id)] if request.credit_note_id in goods.credits else []
    )
