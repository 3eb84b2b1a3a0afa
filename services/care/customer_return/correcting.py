"""The warehouse corrected a receipt: what had not come is waited for again, or given up where nobody waits any more."""

from datetime import date
from decimal import Decimal

from services.care.customer_return.events import Item, ItemQuantity, ReturnEvent, ReturnReceiptCorrected
from services.care.customer_return.progress import Arrival, Progress
from services.care.customer_return.settling import NoteReturnReceived, heard, note_return_received, with_closing
from services.care.customer_return.state import CustomerReturn
from shared.kernel.records import replace
from shared.kernel.shapes import command


@command
class NoteReturnReceiptCorrected:
    """The receipt says now that these units came, and no more."""

    receipt_id: str
    items: tuple[ItemQuantity, ...]
    reason: str
    by: str
    on: date


def note_return_receipt_corrected(request: NoteReturnReceiptCorrected, current: CustomerReturn) -> list[ReturnEvent]:
    """A receipt is never corrected to more: so it does not matter what of it is told first, or how often.

    What had come late is given up again, and on the warranty given back. What else had not come may come until the last
    day: where that is over, the deadline ends it as it ends all others.
    """
    known = heard(current)
    if known is None:
        return []
    if request.receipt_id not in known.progress.receipts:
        came = tuple(item for item in request.items if item.quantity)
        return note_return_received(
            NoteReturnReceived(receipt_id=request.receipt_id, items=came, on=request.on), current
        )
    stands = {item.item_no: item.quantity for item in request.items}
    fewer = {
        one: one.quantity - stands[one.item_no]
        for one in known.progress.arrivals
        if one.receipt_id == request.receipt_id and one.quantity > stands.get(one.item_no, one.quantity)
    }
    if not fewer:
        return []
    corrected = ReturnReceiptCorrected(
        order_id=known.request.order_id,
        receipt_id=request.receipt_id,
        items=tuple(ItemQuantity(item_no=one.item_no, quantity=quantity) for one, quantity in fewer.items()),
        given_up=tuple(
            _item(known.progress, one, min(one.late, quantity)) for one, quantity in fewer.items() if one.late
        ),
        reason=request.reason,
        corrected_by=request.by,
        corrected_on=request.on,
    )
    return with_closing(current, [corrected], request.on)


def _item(progress: Progress, arrival: Arrival, quantity: Decimal) -> Item:
    balance = progress.balance(arrival.item_no)
    assert balance is not None  # only of such an item anything is late
    return replace(balance.item, quantity=quantity)
