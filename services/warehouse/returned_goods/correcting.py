"""A receipt says that more came than did: it is corrected, item by item, down to what came.

Only of units that nobody has looked at: what was inspected did come. What came on top is a receipt of its own.
"""

from datetime import date
from decimal import Decimal

from services.warehouse.returned_goods.events import (
    ReturnedGoodsEvent,
    ReturnReceiptCorrected,
    ReturnReceived,
    TakenOffItem,
)
from services.warehouse.returned_goods.receiving import balances_of, file_of
from services.warehouse.returned_goods.state import ReturnedGoods
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class ReceiptUnknown(Rejection):
    """Nothing of the return was received under this id."""

    code = "warehouse.returned-goods.receipt-unknown"
    ground = Ground.NOT_FOUND


class ReceiverCorrects(Rejection):
    """Whoever received the goods cannot say that they had not come: it takes a second person."""

    code = "warehouse.returned-goods.receiver-corrects"
    ground = Ground.NOT_ALLOWED


class MoreCame(Rejection):
    """More than the receipt says did not come with it: receive it as well."""

    code = "warehouse.returned-goods.more-came"
    ground = Ground.UNACCEPTABLE


class CorrectsBelowInspected(Rejection):
    """Units were looked at that would not have come."""

    code = "warehouse.returned-goods.corrects-below-inspected"


@part
class AsItCame:
    """What came of one item; what is left out, the receipt says rightly."""

    item_no: int
    quantity: Decimal


@command
class CorrectReturnReceipt:
    """Let the receipt say what came."""

    receipt_id: str
    items: tuple[AsItCame, ...]
    reason: str
    by: str
    on: date


def correct_return_receipt(request: CorrectReturnReceipt, goods: ReturnedGoods) -> list[ReturnedGoodsEvent]:
    """Corrected to what it says already, nothing happens. Of a withdrawn return too: it may have come late."""
    file = file_of(goods)
    receipt = next((one for one in file.receipts if one.receipt_id == request.receipt_id), None)
    if receipt is None:
        raise ReceiptUnknown(f"the return has no receipt {request.receipt_id}")
    if request.by == receipt.received_by:
        raise ReceiverCorrects(f"{receipt.received_by} received them")
    taken_off: list[TakenOffItem] = []
    balances = balances_of(file, [item.item_no for item in request.items])
    for index, (item, balance) in enumerate(zip(request.items, balances, strict=True)):
        fewer = _received(receipt, item.item_no) - item.quantity
        if fewer < 0:
            said = item.quantity + fewer
            raise MoreCame(
                f"item {item.item_no}: {said} received, and not {item.quantity}",
                field=f"items.{index}.quantity",
                received=said,
            )
        if fewer > balance.to_inspect:
            raise CorrectsBelowInspected(
                f"item {item.item_no}: {fewer} had not come, but only {balance.to_inspect} were not inspected",
                field=f"items.{index}.quantity",
                to_inspect=balance.to_inspect,
            )
        if fewer:
            taken_off.append(TakenOffItem(item_no=item.item_no, quantity=fewer))
    if not taken_off:
        return []
    return [
        ReturnReceiptCorrected(
            receipt_id=receipt.receipt_id,
            warehouse=file.warehouse,
            taken_off=tuple(taken_off),
            reason=request.reason,
            corrected_by=request.by,
            corrected_on=request.on,
        )
    ]


def _received(receipt: ReturnReceived, item_no: int) -> Decimal:
    """Of that item, as the receipt says; nothing, where it does not name it."""
    return sum((one.quantity for one in receipt.items if one.item_no == item_no), Decimal(0))
