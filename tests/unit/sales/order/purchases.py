"""What purchasing and the warehouse tell of goods that are bought for the order of `ordering.py`."""

from datetime import date
from decimal import Decimal

from services.sales.order.buying import (
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    PurchaseGivenUp,
    PurchaseRescheduled,
    RejectedQuantity,
)
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.ordering import lines_of, source, usd


def goods_bought() -> GoodsBought:
    """Everything of line 2 is bought."""
    return GoodsBought(
        purchase_order_id="P1",
        supplier_id="V1",
        supplier_name="Nord",
        is_replacement=False,
        lines=lines_of(((2, "10"),)),
        amount=usd(4_000),
        expected_on=date(2026, 3, 10),
        bought_on=TUESDAY,
        source=source("purchase_order-P1", 3, 2),
    )


def purchase_rescheduled(day: int = 16, version: int = 4, *, before: int | None = 10) -> PurchaseRescheduled:
    """The supplier brings line 2 later than was expected."""
    return PurchaseRescheduled(
        purchase_order_id="P1",
        supplier_id="V1",
        supplier_name="Nord",
        lines=lines_of(((2, "10"),)),
        expected_before=None if before is None else date(2026, 3, before),
        expected_on=date(2026, 3, day),
        reason="the ship is late",
        told_on=TUESDAY,
        source=source("purchase_order-P1", version, 3),
    )


def bought_goods_received(accepted: str = "8", rejected: str = "2", receipt_id: str = "R1") -> BoughtGoodsReceived:
    """So many of line 2 came, and some of them were cracked."""
    turned_away = RejectedQuantity(line_no=2, quantity=Decimal(rejected), reason="cracked")
    return BoughtGoodsReceived(
        receipt_id=receipt_id,
        purchase_order_id="P1",
        accepted=lines_of(((2, accepted),)) if Decimal(accepted) else (),
        rejected=(turned_away,) if Decimal(rejected) else (),
        received_by="w.clerk",
        received_on=TUESDAY,
        source=source(f"goods_receipt-{receipt_id}", 1, 4),
    )


def bought_receipt_corrected(
    accepted: str = "5", rejected: str = "0", receipt_id: str = "R1", version: int = 2
) -> BoughtReceiptCorrected:
    """So many of line 2 had not come after all, or had not been cracked."""
    return BoughtReceiptCorrected(
        receipt_id=receipt_id,
        purchase_order_id="P1",
        accepted=lines_of(((2, accepted),)) if Decimal(accepted) else (),
        rejected=lines_of(((2, rejected),)) if Decimal(rejected) else (),
        reason="mistyped",
        corrected_by="w.boss",
        corrected_on=TUESDAY,
        source=source(f"goods_receipt-{receipt_id}", version, 5),
    )


def purchase_given_up(*, is_cancelled: bool = False) -> PurchaseGivenUp:
    """The rest of line 2 will not come."""
    return PurchaseGivenUp(
        purchase_order_id="P1",
        supplier_name="Nord",
        is_cancelled=is_cancelled,
        lines=lines_of(((2, "2"),)),
        reason="sold out",
        given_up_on=TUESDAY,
        source=source("purchase_order-P1", 6, 6),
    )
