"""What the warehouse tells of a receipt, in the words of who ordered the goods."""

from collections.abc import Iterable

from services.purchasing.purchase_order.ledger import Receipt, ReceiptLine
from shared.published.warehouse import ReceivedLine


def receipt_of(receipt_id: str, lines: Iterable[ReceivedLine], *, told_as: int = 0) -> Receipt:
    """Line by line what was accepted, at what it costs, and rejected."""
    return Receipt(
        receipt_id=receipt_id,
        lines=tuple(
            ReceiptLine(
                line_no=line.purchase_line_no,
                accepted=line.accepted,
                rejected=line.rejected,
                reject_reason=line.reject_reason,
                accepted_value=line.accepted_value,
            )
            for line in lines
        ),
        told_as=told_as,
    )
