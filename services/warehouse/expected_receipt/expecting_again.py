"""A goods receipt was corrected: some of what it had taken off what is expected is still to come."""

from datetime import date
from typing import assert_never

from services.warehouse.expected_receipt.events import ExpectedReceiptEvent, GoodsExpectedAgain, TakenLine
from services.warehouse.expected_receipt.state import (
    Complete,
    ExpectedReceipt,
    Expecting,
    NotExpected,
    RescheduledBeforehand,
    Withdrawn,
    WithdrawnBeforehand,
)
from shared.kernel.shapes import command


@command
class ExpectGoodsAgain:
    """Expect so many units again that the receipt had taken off."""

    correction_id: str
    receipt_id: str
    lines: tuple[TakenLine, ...]
    on: date


def expect_goods_again(request: ExpectGoodsAgain, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """Once per correction. What purchasing withdrew stays so: the units did not come, and will not."""
    match receipt:
        case Expecting(expectation=known) | Complete(expectation=known) | Withdrawn(expectation=known):
            if request.correction_id in known.corrections:
                return []
            return [
                GoodsExpectedAgain(
                    correction_id=request.correction_id,
                    receipt_id=request.receipt_id,
                    lines=request.lines,
                    expected_again_on=request.on,
                )
            ]
        case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand():
            return []
        case _:
            assert_never(receipt)
