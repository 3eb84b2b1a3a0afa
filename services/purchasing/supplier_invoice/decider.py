"""The supplier invoice's table of contents."""

from typing import Final

from services.purchasing.supplier_invoice.crediting import RecordSupplierCredit, record_supplier_credit
from services.purchasing.supplier_invoice.events import (
    SupplierInvoiceApproved,
    SupplierInvoiceBlocked,
    SupplierInvoiceGoodsCame,
    SupplierInvoiceGoodsMissing,
    SupplierInvoicePaymentFailed,
    SupplierInvoicePaymentMade,
    SupplierInvoiceRecorded,
    SupplierInvoiceRejected,
)
from services.purchasing.supplier_invoice.lacking import (
    NoteGoodsCame,
    NoteGoodsMissing,
    note_goods_came,
    note_goods_missing,
)
from services.purchasing.supplier_invoice.paying import (
    NotePaymentFailed,
    NotePaymentMade,
    note_payment_failed,
    note_payment_made,
)
from services.purchasing.supplier_invoice.recording import RecordSupplierInvoice, record_supplier_invoice
from services.purchasing.supplier_invoice.state import (
    Approved,
    Blocked,
    NotRecorded,
    Rejected,
    SupplierInvoice,
    evolve,
)
from services.purchasing.supplier_invoice.unblocking import (
    MatchAfterReceipt,
    RejectSupplierInvoice,
    ReleaseSupplierInvoice,
    RematchSupplierInvoice,
    match_after_receipt,
    reject_supplier_invoice,
    release_supplier_invoice,
    rematch_supplier_invoice,
)
from shared.kernel.decider import Decider

SUPPLIER_INVOICE: Final[Decider[SupplierInvoice]] = Decider(
    category="supplier_invoice",
    initial=NotRecorded(),
    evolve=evolve,
    decisions={
        RecordSupplierInvoice: record_supplier_invoice,
        RecordSupplierCredit: record_supplier_credit,
        RematchSupplierInvoice: rematch_supplier_invoice,
        MatchAfterReceipt: match_after_receipt,
        ReleaseSupplierInvoice: release_supplier_invoice,
        RejectSupplierInvoice: reject_supplier_invoice,
        NotePaymentMade: note_payment_made,
        NotePaymentFailed: note_payment_failed,
        NoteGoodsMissing: note_goods_missing,
        NoteGoodsCame: note_goods_came,
    },
    events=(
        SupplierInvoiceRecorded,
        SupplierInvoiceBlocked,
        SupplierInvoiceApproved,
        SupplierInvoiceRejected,
        SupplierInvoicePaymentMade,
        SupplierInvoicePaymentFailed,
        SupplierInvoiceGoodsMissing,
        SupplierInvoiceGoodsCame,
    ),
    shapes=(NotRecorded, Blocked, Approved, Rejected),
)
