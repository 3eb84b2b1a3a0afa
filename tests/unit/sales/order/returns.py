"""What the warehouse tells sales of goods that the customer of an order sends back."""

from services.sales.order.events import GoodsTakenBack
from services.sales.order.taking_back import ReturnReceiptCorrected
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.ordering import lines_of, source


def goods_taken_back(quantity: str = "3", receipt_id: str = "RC1") -> GoodsTakenBack:
    """So many of line 1 came."""
    return GoodsTakenBack(
        return_id="RT1",
        receipt_id=receipt_id,
        lines=lines_of(((1, quantity),)),
        taken_back_on=TUESDAY,
        source=source("returned_goods-RT1", 2, 50),
    )


def return_receipt_corrected(quantity: str = "2", receipt_id: str = "RC1", version: int = 3) -> ReturnReceiptCorrected:
    """So many of line 1 had not come after all."""
    return ReturnReceiptCorrected(
        return_id="RT1",
        receipt_id=receipt_id,
        lines=lines_of(((1, quantity),)),
        reason="mistyped",
        corrected_by="w.boss",
        corrected_on=TUESDAY,
        source=source("returned_goods-RT1", version, 51),
    )
