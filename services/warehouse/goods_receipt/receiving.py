"""Receiving what a supplier brought: accepted or rejected, line by line."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.state import Expectation
from services.warehouse.expected_receipt.taking import LineNotExpected, awaited, missed_by, taken_of
from services.warehouse.goods_receipt.events import GoodsReceiptEvent, GoodsReceived, ReceivedGoods
from services.warehouse.goods_receipt.state import GoodsReceipt, NotReceived, Received
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class LineReceivedTwice(Rejection):
    """A purchase line is named twice in one receipt, or in one correction."""

    code = "warehouse.goods-receipt.line-received-twice"
    ground = Ground.UNACCEPTABLE


class NothingCame(Rejection):
    """A line of a receipt has accepted or rejected units."""

    code = "warehouse.goods-receipt.nothing-came"
    ground = Ground.UNACCEPTABLE


class RejectReasonNeeded(Rejection):
    """Whoever rejects goods says why."""

    code = "warehouse.goods-receipt.reject-reason-needed"
    ground = Ground.UNACCEPTABLE


@part
class BroughtLine:
    """What came of one purchase line: taken or refused, and why refused."""

    purchase_line_no: int
    accepted: Decimal
    rejected: Decimal
    reject_reason: str


@command
class ReceiveGoods:
    """Record a delivery against a purchase order. The expected receipt is read along, and consumed right after."""

    purchase_order_id: str
    supplier_delivery_note: str
    lines: tuple[BroughtLine, ...]
    by: str
    on: date


def receive_goods(request: ReceiveGoods, receipt: GoodsReceipt, given: Given) -> list[GoodsReceiptEvent]:
    """A receipt is recorded once; repeated, it changes nothing."""
    match receipt:
        case Received():
            return []
        case NotReceived():
            refuse_repeated_lines(line.purchase_line_no for line in request.lines)
            expectation = awaited(given.of(EXPECTED_RECEIPT, request.purchase_order_id))
            received = GoodsReceived(
                purchase_order_id=request.purchase_order_id,
                supplier_id=expectation.supplier_id,
                warehouse=expectation.warehouse,
                supplier_delivery_note=request.supplier_delivery_note,
                lines=tuple(_received(line, expectation, f"lines.{index}") for index, line in enumerate(request.lines)),
                received_on=request.on,
                received_by=request.by,
            )
            return [received]
        case _:
            assert_never(receipt)


def refuse_repeated_lines(line_nos: Iterable[int]) -> None:
    """Raises LineReceivedTwice."""
    seen: set[int] = set()
    for index, line_no in enumerate(line_nos):
        if line_no in seen:
            raise LineReceivedTwice(f"line {line_no} is there already", field=f"lines.{index}.purchase_line_no")
        seen.add(line_no)


def _received(brought: BroughtLine, expectation: Expectation, place: str) -> ReceivedGoods:
    line = expectation.line(brought.purchase_line_no)
    if line is None:
        raise LineNotExpected(f"there is no line {brought.purchase_line_no}", field=f"{place}.purchase_line_no")
    if not brought.accepted and not brought.rejected:
        raise NothingCame(f"line {line.line_no}: leave it out", field=place)
    if brought.rejected and not brought.reject_reason:
        raise RejectReasonNeeded(
            f"line {line.line_no}: {brought.rejected} rejected without a reason", field=f"{place}.reject_reason"
        )
    taken = taken_of(line, brought.accepted, field=f"{place}.accepted")
    return ReceivedGoods(
        purchase_line_no=line.line_no,
        sku=line.sku,
        accepted=brought.accepted,
        rejected=brought.rejected,
        reject_reason=brought.reject_reason if brought.rejected else "",
        accepted_value=taken.value,
        pegs=taken.pegs,
        rejected_for=missed_by(line, taken, brought.rejected),
    )
