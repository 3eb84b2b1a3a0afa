"""What readers see of suppliers."""

from typing import Final, Literal, assert_never

from sqlalchemy import Text

from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierDetails
from services.purchasing.supplier.state import Approved, Blocked, Registered, Supplier, Unregistered
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["registered", "approved", "blocked"]


@document
class SupplierDocument:
    """A supplier as it stands. `approved_by` is empty while nobody approved it, `blocked_because` while it is free."""

    supplier_id: str
    name: str
    tax_id: str
    country: str
    currency: str
    payment_days: int
    status: Status
    approved_by: str
    blocked_because: str


def read(supplier_id: str, supplier: Supplier) -> SupplierDocument | None:
    """The supplier, laid flat."""
    match supplier:
        case Unregistered():
            return None
        case Registered(details=details):
            return _document(supplier_id, details, status="registered")
        case Approved(details=details, approved_by=by):
            return _document(supplier_id, details, status="approved", approved_by=by)
        case Blocked(details=details, approved_by=by, reason=reason):
            return _document(supplier_id, details, status="blocked", approved_by=by or "", blocked_because=reason)
        case _:
            assert_never(supplier)


def _document(
    supplier_id: str,
    details: SupplierDetails,
    *,
    status: Status,
    approved_by: str = "",
    blocked_because: str = "",
) -> SupplierDocument:
    return SupplierDocument(
        supplier_id=supplier_id,
        name=details.name,
        tax_id=details.tax_id,
        country=details.country,
        currency=details.currency,
        payment_days=details.payment_days,
        status=status,
        approved_by=approved_by,
        blocked_because=blocked_because,
    )


SUPPLIERS: Final = DocumentView(
    name="supplier",
    decider=SUPPLIER,
    document=SupplierDocument,
    read=read,
    columns={"name": Shown(Text()), "status": Shown(Text()), "country": Shown(Text())},
    filters=("status", "name", "country"),
    queues={"approval": {"status": "registered"}},
    order_by=("id", "name"),
)
