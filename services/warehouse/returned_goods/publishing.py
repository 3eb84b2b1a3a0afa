"""What others hear of corrected receipts of customers' returns."""

from collections.abc import Iterable, Mapping

from services.warehouse.returned_goods.events import (
    ExpectedItem,
    ReceivedItem,
    ReturnReceiptCorrected,
    TakenOffItem,
)
from services.warehouse.returned_goods.state import ReturnedGoods, Unheard
from shared.kernel.decider import Fact
from shared.published.corrected_receipts import ReturnReceiptCorrectedV1
from shared.published.warehouse import ReturnedItem


def return_receipt_corrected(fact: Fact[ReturnReceiptCorrected], goods: ReturnedGoods) -> ReturnReceiptCorrectedV1:
    """Care waits again for what had not come, or gives it up; the customer has it."""
    assert not isinstance(goods, Unheard)
    corrected, file = fact.data, goods.file
    lines = {balance.item.item_no: balance.item for balance in file.balances}
    receipt = next(one for one in file.receipts if one.receipt_id == corrected.receipt_id)
    return ReturnReceiptCorrectedV1(
        return_id=fact.id,
        receipt_id=corrected.receipt_id,
        order_id=file.order_id,
        items=_told(receipt.items, lines),
        taken_off=_told(corrected.taken_off, lines),
        reason=corrected.reason,
        corrected_by=corrected.corrected_by,
        corrected_on=corrected.corrected_on,
    )


def _told(items: Iterable[ReceivedItem | TakenOffItem], lines: Mapping[int, ExpectedItem]) -> tuple[ReturnedItem, ...]:
    return tuple(
        ReturnedItem(
            item_no=item.item_no,
            line_no=lines[item.item_no].line_no,
            sku=lines[item.item_no].sku,
            quantity=item.quantity,
        )
        for item in items
    )
