"""A supplier invoice as the decision of its credit reads it, which its decider cannot be imported by."""

from typing import Final

from services.purchasing.supplier_invoice.state import NotRecorded, SupplierInvoice, evolve
from shared.kernel.decider import Decider

SUPPLIER_INVOICE_AS_READ: Final[Decider[SupplierInvoice]] = Decider(
    category="supplier_invoice", initial=NotRecorded(), evolve=evolve, decisions={}, events=(), shapes=()
)
"""Names its streams; decides nothing."""
