"""Noting that goods which an approved supplier invoice bills had not come after all, or have come by now."""

from datetime import date
from typing import assert_never

from services.purchasing.supplier_invoice.events import (
    MissingLine,
    SupplierInvoiceEvent,
    SupplierInvoiceGoodsCame,
    SupplierInvoiceGoodsMissing,
)
from services.purchasing.supplier_invoice.state import (
    Approved,
    Blocked,
    MissingGoods,
    NotRecorded,
    Rejected,
    SupplierInvoice,
)
from shared.kernel.shapes import command


@command
class NoteGoodsMissing:
    """So many of its lines had not come, as the warehouse says for a reason."""

    lines: tuple[MissingLine, ...]
    reason: str
    by: str
    on: date


@command
class NoteGoodsCame:
    """Nothing of it is missing any more."""

    on: date


def note_goods_missing(request: NoteGoodsMissing, invoice: SupplierInvoice) -> list[SupplierInvoiceEvent]:
    """Noted anew when something else is missing: whoever decided to pay it all the same had decided on less."""
    match invoice:
        case NotRecorded() | Blocked() | Rejected():
            return []
        case Approved(missing=known):
            missing = MissingGoods(lines=request.lines, reason=request.reason, corrected_by=request.by, on=request.on)
            if known == missing:
                return []
            return [
                SupplierInvoiceGoodsMissing(
                    lines=request.lines, reason=request.reason, corrected_by=request.by, noted_on=request.on
                )
            ]
        case _:
            assert_never(invoice)


def note_goods_came(request: NoteGoodsCame, invoice: SupplierInvoice) -> list[SupplierInvoiceEvent]:
    """Only of an invoice of which something was missing."""
    match invoice:
        case NotRecorded() | Blocked() | Rejected() | Approved(missing=None):
            return []
        case Approved():
            return [SupplierInvoiceGoodsCame(came_on=request.on)]
        case _:
            assert_never(invoice)
