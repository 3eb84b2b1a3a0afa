"""What others hear of receipts of customers' returns, and of their corrections."""

from collections.abc import Iterable

from services.warehouse.returned_goods.events import (
    ReceivedItem,
    ReturnReceiptCorrected,
    ReturnReceived,
    TakenOffItem,
)
from services.warehouse.returned_goods.state import File, ReturnedGoods, Unheard
from shared.kernel.decider import Fact
from shared.published.corrections import ReturnReceiptCorrectedV1
from shared.published.warehouse import ReturnedItem, ReturnReceivedV1


def return_received(fact: Fact[ReturnReceived], goods: ReturnedGoods) -> ReturnReceivedV1:
    """Care need not wait for them any more."""
    assert not isinstance(goods, Unheard)
    received, file = fact.data, goods.file
    return ReturnReceivedV1(
        return_id=fact.id,
        receipt_id=received.receipt_id,
        order_id=file.order_id,
        items=_told(received.items, file),
        received_by=received.received_by,
        received_on=received.received_on,
    )


def return_receipt_corrected(fact: Fact[ReturnReceiptCorrected], goods: ReturnedGoods) -> ReturnReceiptCorrectedV1:
    """Care waits again for what had not come, or gives it up; the customer has it."""
    assert not isinstance(goods, Unheard)
    corrected, file = fact.data, goods.file
    receipt = next(one for one in file.receipts if one.receipt_id == corrected.receipt_id)
    return ReturnReceiptCorrectedV1(
        return_id=fact.id,
        receipt_id=corrected.receipt_id,
        order_id=file.order_id,
        items=_told(receipt.items, file),
        taken_off=_told(corrected.taken_off, file),
        reason=corrected.reason,
        corrected_by=corrected.corrected_by,
        corrected_on=corrected.corrected_on,
    )


def _told(items: Iterable[ReceivedItem | TakenOffItem], file: File) -> tuple[ReturnedItem, ...]:
    lines = {balance.item.item_no: balance.item for balance in file.balances}
    return tuple(
        ReturnedItem(
            item_no=item.item_no,
            line_no=lines[item.item_no].line_no,
            sku=lines[item.item_no].sku,
            quantity=item.quantity,
        )
        for item in items
    )
