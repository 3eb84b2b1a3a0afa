"""What readers see of returned goods."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Date, Text

from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.events import (
    InspectionCorrected,
    ReturnInspected,
    ReturnReceiptCorrected,
    ReturnReceived,
)
from services.warehouse.returned_goods.state import Expected, File, ItemBalance, ReturnedGoods, Unheard, Withdrawn
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal["expected", "part-received", "received", "withdrawn"]


@part
class ItemShown:
    """An item: what may still come, what is here to be looked at, and what the rest was found to be."""

    item_no: int
    line_no: int
    sku: str
    shipment_id: str
    approved: Decimal
    to_come: Decimal
    received: Decimal
    to_inspect: Decimal
    good: Decimal
    repair: Decimal
    scrap: Decimal


@document
class ReturnedGoodsDocument:
    """The goods of a return. Status: expected, part-received, received, withdrawn; `to_inspect`: some wait for it.

    The `receipts` say what came, as they were corrected (`corrections`); the `inspections` what that is (`regradings`).
    """

    return_id: str
    order_id: str
    customer_id: str
    warehouse: str
    status: Status
    to_inspect: bool
    expected_by: date
    items: tuple[ItemShown, ...]
    receipts: tuple[ReturnReceived, ...]
    inspections: tuple[ReturnInspected, ...]
    grants: tuple[str, ...]
    withdrawn_because: str
    corrections: tuple[ReturnReceiptCorrected, ...] = ()
    regradings: tuple[InspectionCorrected, ...] = ()


def read(return_id: str, goods: ReturnedGoods) -> ReturnedGoodsDocument | None:
    """The goods, laid flat."""
    match goods:
        case Unheard():
            return None
        case Expected(file=file):
            return _shown(return_id, file, _status_of(file))
        case Withdrawn(file=file, reason=reason):
            return _shown(return_id, file, "withdrawn", reason)
        case _:
            assert_never(goods)


def _status_of(file: File) -> Status:
    if not any(one.to_come for one in file.balances):
        return "received"
    return "part-received" if any(one.received for one in file.balances) else "expected"


def _item_shown(one: ItemBalance) -> ItemShown:
    return ItemShown(
        item_no=one.item.item_no,
        line_no=one.item.line_no,
        sku=one.item.sku,
        shipment_id=one.item.shipment_id,
        approved=one.item.quantity,
        to_come=one.to_come,
        received=one.received,
        to_inspect=one.to_inspect,
        good=one.good,
        repair=one.repair,
        scrap=one.scrap,
    )


def _shown(return_id: str, file: File, status: Status, withdrawn_because: str = "") -> ReturnedGoodsDocument:
    return ReturnedGoodsDocument(
        return_id=return_id,
        order_id=file.order_id,
        customer_id=file.customer_id,
        warehouse=file.warehouse,
        status=status,
        to_inspect=any(one.to_inspect for one in file.balances),
        expected_by=file.expected_by,
        items=tuple(_item_shown(one) for one in file.balances),
        receipts=file.receipts,
        inspections=file.inspections,
        grants=file.grants,
        withdrawn_because=withdrawn_because,
        corrections=file.corrections,
        regradings=file.regradings,
    )


RETURNED: Final = DocumentView(
    name="returned_goods",
    decider=RETURNED_GOODS,
    document=ReturnedGoodsDocument,
    read=read,
    columns={
        "order_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "warehouse": Shown(Text()),
        "status": Shown(Text()),
        "to_inspect": Shown(Boolean()),
        "expected_by": Shown(Date()),
    },
    filters=("order_id", "customer_id", "warehouse", "status"),
    queues={"expected": {"status": ("expected", "part-received")}, "to-inspect": {"to_inspect": True}},
    order_by=("id", "expected_by"),
)
