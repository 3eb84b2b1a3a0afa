"""I17, of receipts that were corrected: by whom, and to no more than they had said."""

from collections.abc import Mapping
from decimal import Decimal

from deploy.proof.verdict import Found, Units
from shared.published.corrections import GoodsReceiptCorrectedV1, ReturnReceiptCorrectedV1
from shared.published.warehouse import GoodsReceivedV1, ReturnReceivedV1

Receipts = Mapping[str, GoodsReceivedV1] | Mapping[str, ReturnReceivedV1]
Place = tuple[str, int]
"""On a receipt: its id and the number of the line or item."""


def corrected_by_another(
    found: Found, receipts: Receipts, told: GoodsReceiptCorrectedV1 | ReturnReceiptCorrectedV1, of: str = ""
) -> None:
    """Whoever received the goods does not say that they had not come."""
    receipt = receipts.get(told.receipt_id)
    found.require(
        receipt is not None and receipt.received_by != told.corrected_by and bool(told.reason),
        f"receipt {told.receipt_id}{of} was corrected by {told.corrected_by} for the reason {told.reason!r}, and not "
        "received by another person before",
    )


def no_more_than_came(found: Found, name: str, taken_off: Units[Place], came: Units[Place]) -> None:
    """A receipt is corrected down to nothing at most."""
    for place, quantity in taken_off.items():
        said = came.get(place, Decimal(0))
        found.require(
            quantity <= said,
            f"{name} {place[1]} of receipt {place[0]}: {quantity} of {said} had not come, as corrected",
        )
