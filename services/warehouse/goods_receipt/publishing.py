"""What others hear of goods receipts."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.events import Peg
from services.warehouse.goods_receipt.events import GoodsReceiptCorrected, GoodsReceived, ReceivedGoods
from services.warehouse.goods_receipt.state import GoodsReceipt, Received
from shared.kernel.decider import Fact
from shared.published.corrections import CorrectedLine, GoodsReceiptCorrectedV1
from shared.published.warehouse import GoodsReceivedV1, MeantFor, ReceivedLine


def goods_received(fact: Fact[GoodsReceived], _: GoodsReceipt) -> GoodsReceivedV1:
    """Purchasing matches it with what it ordered and with what the supplier bills."""
    received = fact.data
    return GoodsReceivedV1(
        receipt_id=fact.id,
        purchase_order_id=received.purchase_order_id,
        supplier_id=received.supplier_id,
        warehouse=received.warehouse,
        lines=_received(received.lines),
        received_on=received.received_on,
        received_by=received.received_by,
    )


def goods_receipt_corrected(fact: Fact[GoodsReceiptCorrected], receipt: GoodsReceipt) -> GoodsReceiptCorrectedV1:
    """Purchasing still expects what had not come, nobody owes it, and the orders that it was for wait for it."""
    assert isinstance(receipt, Received)
    corrected = fact.data
    return GoodsReceiptCorrectedV1(
        receipt_id=fact.id,
        purchase_order_id=receipt.purchase_order_id,
        supplier_id=receipt.supplier_id,
        warehouse=receipt.warehouse,
        lines=_received(receipt.lines),
        taken_off=tuple(
            CorrectedLine(
                purchase_line_no=off.purchase_line_no,
                sku=off.sku,
                accepted=off.accepted,
                rejected=off.rejected,
                cost=off.cost,
                value=off.value,
                accepted_for=_meant_for(off.pegs),
                rejected_for=_meant_for(off.rejected_for),
            )
            for off in corrected.taken_off
        ),
        reason=corrected.reason,
        corrected_by=corrected.corrected_by,
        corrected_on=corrected.corrected_on,
    )


def _received(lines: Iterable[ReceivedGoods]) -> tuple[ReceivedLine, ...]:
    return tuple(
        ReceivedLine(
            purchase_line_no=line.purchase_line_no,
            sku=line.sku,
            accepted=line.accepted,
            rejected=line.rejected,
            reject_reason=line.reject_reason,
            accepted_value=line.accepted_value,
            accepted_for=_meant_for(line.pegs),
            rejected_for=_meant_for(line.rejected_for),
        )
        for line in lines
    )


def _meant_for(pegs: tuple[Peg, ...]) -> tuple[MeantFor, ...]:
    return tuple(
        MeantFor(
            order_id=peg.order_id,
            order_line_no=peg.order_line_no,
            quantity=peg.quantity,
            replacement_for=peg.replacement_for,
        )
        for peg in pegs
    )
