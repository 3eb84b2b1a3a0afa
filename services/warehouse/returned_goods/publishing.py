"""What others hear of receipts and inspections of customers' returns, and of their corrections."""

from collections.abc import Iterable

from services.warehouse.returned_goods.events import InspectedItem as FoundItem
from services.warehouse.returned_goods.events import (
    InspectionCorrected,
    ReceivedItem,
    ReturnInspected,
    ReturnReceiptCorrected,
    ReturnReceived,
    TakenOffItem,
)
from services.warehouse.returned_goods.state import File, ReturnedGoods, Unheard
from shared.kernel.decider import Fact
from shared.published.corrections import RegradedStock, ReturnInspectionCorrectedV1, ReturnReceiptCorrectedV1
from shared.published.warehouse import InspectedItem, ReturnedItem, ReturnInspectedV1, ReturnReceivedV1


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


def return_inspected(fact: Fact[ReturnInspected], goods: ReturnedGoods) -> ReturnInspectedV1:
    """Care decides what the customer gets, accounting books what the goods are worth."""
    assert not isinstance(goods, Unheard)
    inspected, file = fact.data, goods.file
    return ReturnInspectedV1(
        return_id=fact.id,
        inspection_id=inspected.inspection_id,
        order_id=file.order_id,
        customer_id=file.customer_id,
        warehouse=inspected.warehouse,
        items=tuple(_found(item, file) for item in inspected.items),
        inspected_by=inspected.inspected_by,
        inspected_on=inspected.inspected_on,
    )


def inspection_corrected(fact: Fact[InspectionCorrected], goods: ReturnedGoods) -> ReturnInspectionCorrectedV1:
    """Care decides by what the goods are, accounting books what they are worth."""
    assert not isinstance(goods, Unheard)
    corrected, file = fact.data, goods.file
    return ReturnInspectionCorrectedV1(
        return_id=fact.id,
        inspection_id=corrected.inspection_id,
        correction_no=corrected.correction_no,
        order_id=file.order_id,
        customer_id=file.customer_id,
        warehouse=corrected.warehouse,
        was=_found(corrected.was, file),
        found=_found(corrected.found, file),
        moved=tuple(
            RegradedStock(
                warehouse=moved.warehouse, sku=corrected.found.sku, quantity=moved.quantity, value=moved.value
            )
            for moved in corrected.moved
        ),
        reason=corrected.reason,
        corrected_by=corrected.corrected_by,
        corrected_on=corrected.corrected_on,
    )


def _found(item: FoundItem, file: File) -> InspectedItem:
    return InspectedItem(
        item_no=item.item_no,
        line_no=item.line_no,
        sku=item.sku,
        good=item.good,
        good_value=item.good_value,
        repair=item.repair,
        repair_value=item.repair_value,
        scrap=item.scrap,
        scrap_cost=item.scrap_cost,
        finding=item.finding,
        kind=balance.item.kind if (balance := file.balance(item.item_no)) is not None else "",
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
