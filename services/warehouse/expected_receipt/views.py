"""What readers see of expected receipts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Date, Text

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import Peg, Withdrawal
from services.warehouse.expected_receipt.state import (
    Complete,
    Expectation,
    ExpectedReceipt,
    Expecting,
    NotExpected,
    RescheduledBeforehand,
    Withdrawn,
    WithdrawnBeforehand,
)
from shared.kernel.money import Money
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal["expected", "complete", "cancelled", "closed-short"]
_WITHDRAWN: Final[Mapping[Withdrawal, Status]] = {
    Withdrawal.CANCELLED: "cancelled",
    Withdrawal.CLOSED_SHORT: "closed-short",
}


@part
class ExpectedLineShown:
    """A line of the purchase order: what came, what is still to come, and whom that is for."""

    line_no: int
    sku: str
    ordered: Decimal
    accepted: Decimal
    open: Decimal
    net: Money
    accepted_value: Money
    pegs: tuple[Peg, ...]


@document
class ExpectedReceiptDocument:
    """What a supplier is still to bring. `overdue` is true once the expected day has passed and something is open."""

    purchase_order_id: str
    supplier_id: str
    warehouse: str
    status: Status
    sent_on: date
    expected_on: date
    overdue: bool
    lines: tuple[ExpectedLineShown, ...]
    receipts: tuple[str, ...]
    withdrawn_because: str


def read(purchase_order_id: str, receipt: ExpectedReceipt) -> ExpectedReceiptDocument | None:
    """The expected receipt, laid flat."""
    match receipt:
        case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand():
            return None
        case Expecting(expectation=expectation):
            return _document(purchase_order_id, expectation, "expected")
        case Complete(expectation=expectation):
            return _document(purchase_order_id, expectation, "complete")
        case Withdrawn(expectation=expectation, withdrawal=withdrawal, reason=reason):
            return _document(purchase_order_id, expectation, _WITHDRAWN[withdrawal], reason)
        case _:
            assert_never(receipt)


def _document(
    purchase_order_id: str, expectation: Expectation, status: Status, withdrawn_because: str = ""
) -> ExpectedReceiptDocument:
    lines = tuple(
        ExpectedLineShown(
            line_no=line.line_no,
            sku=line.sku,
            ordered=line.quantity,
            accepted=line.accepted,
            open=line.open,
            net=line.net,
            accepted_value=line.accepted_value,
            pegs=line.pegs,
        )
        for line in expectation.lines
    )
    return ExpectedReceiptDocument(
        purchase_order_id=purchase_order_id,
        supplier_id=expectation.supplier_id,
        warehouse=expectation.warehouse,
        status=status,
        sent_on=expectation.sent_on,
        expected_on=expectation.expected_on,
        overdue=expectation.overdue,
        lines=lines,
        receipts=expectation.receipts,
        withdrawn_because=withdrawn_because,
    )


EXPECTED_RECEIPTS: Final = DocumentView(
    name="expected_receipt",
    decider=EXPECTED_RECEIPT,
    document=ExpectedReceiptDocument,
    read=read,
    columns={
        "supplier_id": Shown(Text()),
        "warehouse": Shown(Text()),
        "status": Shown(Text()),
        "overdue": Shown(Boolean()),
        "expected_on": Shown(Date()),
    },
    filters=("supplier_id", "warehouse", "status", "overdue"),
    queues={"expected": {"status": "expected"}, "overdue": {"status": "expected", "overdue": True}},
    order_by=("id", "expected_on"),
)
