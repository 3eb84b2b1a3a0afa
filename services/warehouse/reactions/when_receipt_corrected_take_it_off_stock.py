"""When a receipt is corrected, what had not come is not in stock, or the receipt is not corrected."""

from collections.abc import Iterable
from decimal import Decimal

from services.warehouse.goods_receipt.events import GoodsReceiptCorrected, TakenOff
from services.warehouse.reservation.missing import missing_units
from services.warehouse.stock_item.correcting import CorrectReceivedStock
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.decider import Fact, Send
from shared.kernel.money import total
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_receipt_corrected_take_it_off_stock(fact: Fact[GoodsReceiptCorrected]) -> Iterable[Send]:
    """Each SKU once, in the transaction of the correction."""
    corrected = fact.data
    skus: dict[str, list[TakenOff]] = {}
    for off in corrected.taken_off:
        if off.accepted:
            skus.setdefault(off.sku, []).append(off)
    for sku, lines in skus.items():
        command = CorrectReceivedStock(
            correction_id=str(fact.event_id),
            receipt_id=fact.id,
            quantity=sum((off.accepted for off in lines), Decimal(0)),
            value=total((off.value for off in lines), lines[0].value.currency),
            missing=missing_units(corrected.missing, sku),
            reason=corrected.reason,
            on=corrected.corrected_on,
        )
        yield Send(command, STOCK_ITEM.stream(stock_id(corrected.warehouse, sku)))
