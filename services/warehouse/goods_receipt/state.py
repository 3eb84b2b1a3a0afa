"""The stages of a goods receipt's life, and how each fact moves it on."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.warehouse.expected_receipt.pegs import without
from services.warehouse.goods_receipt.events import (
    GoodsReceiptCorrected,
    GoodsReceiptEvent,
    GoodsReceived,
    ReceivedGoods,
    TakenOff,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@state
class NotReceived:
    """There is no receipt of this id."""


@part
class Correction:
    """Who corrected the receipt, and why."""

    reason: str
    corrected_by: str
    corrected_on: date


@state
class Received:
    """What came is recorded; where more was than came, it is corrected by another person."""

    purchase_order_id: str
    supplier_id: str
    warehouse: str
    supplier_delivery_note: str
    lines: tuple[ReceivedGoods, ...]
    received_on: date
    received_by: str
    corrections: tuple[Correction, ...] = ()

    def line(self, purchase_line_no: int) -> ReceivedGoods | None:
        """What the receipt says of that purchase line."""
        return next((line for line in self.lines if line.purchase_line_no == purchase_line_no), None)


GoodsReceipt = NotReceived | Received


def evolve(receipt: GoodsReceipt, fact: GoodsReceiptEvent) -> GoodsReceipt:
    """The receipt after the fact. Never refuses: what happened, happened."""
    match fact:
        case GoodsReceived():
            return Received(
                purchase_order_id=fact.purchase_order_id,
                supplier_id=fact.supplier_id,
                warehouse=fact.warehouse,
                supplier_delivery_note=fact.supplier_delivery_note,
                lines=fact.lines,
                received_on=fact.received_on,
                received_by=fact.received_by,
            )
        case GoodsReceiptCorrected(reason=reason, corrected_by=by, corrected_on=on):
            if isinstance(receipt, NotReceived):
                return receipt
            return replace(
                receipt,
                lines=tuple(_corrected(line, fact.taken_off) for line in receipt.lines),
                corrections=(*receipt.corrections, Correction(reason=reason, corrected_by=by, corrected_on=on)),
            )
        case _:
            assert_never(fact)


def _corrected(line: ReceivedGoods, taken_off: Iterable[TakenOff]) -> ReceivedGoods:
    off = next((one for one in taken_off if one.purchase_line_no == line.purchase_line_no), None)
    if off is None:
        return line
    rejected = line.rejected - off.rejected
    return replace(
        line,
        accepted=line.accepted - off.accepted,
        rejected=rejected,
        reject_reason=line.reject_reason if rejected else "",
        accepted_value=line.accepted_value - off.cost,
        pegs=without(line.pegs, off.pegs),
        rejected_for=without(line.rejected_for, off.rejected_for),
    )
