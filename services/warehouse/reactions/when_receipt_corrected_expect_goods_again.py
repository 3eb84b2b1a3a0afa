"""When a receipt is corrected, what had not come is still to come."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import TakenLine
from services.warehouse.expected_receipt.expecting_again import ExpectGoodsAgain
from services.warehouse.goods_receipt.events import GoodsReceiptCorrected
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_receipt_corrected_expect_goods_again(fact: Fact[GoodsReceiptCorrected]) -> Iterable[Send]:
    """Only what was accepted had been taken off what is expected."""
    corrected = fact.data
    lines = tuple(
        TakenLine(line_no=off.purchase_line_no, accepted=off.accepted, value=off.cost, pegs=off.pegs)
        for off in corrected.taken_off
        if off.accepted
    )
    if lines:
        command = ExpectGoodsAgain(
            correction_id=str(fact.event_id), receipt_id=fact.id, lines=lines, on=corrected.corrected_on
        )
        yield Send(command, EXPECTED_RECEIPT.stream(corrected.purchase_order_id))
