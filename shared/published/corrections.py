"""What the warehouse tells of what it had recorded wrongly: receipts of more than came, and inspections."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published
from shared.published.topics import WAREHOUSE_GOODS, WAREHOUSE_RETURN
from shared.published.warehouse import InspectedItem, MeantFor, ReceivedLine, ReturnedItem


@part
class CorrectedLine:
    """Units of a purchase line that had not come, or had not been rejected.

    The accepted ones had been received at `cost`, which is not owed. `value` is what the stock is worth less: another
    amount only where units left meanwhile at an average that these had a part in. `accepted_for` and `rejected_for`
    name whom they had been for.
    """

    purchase_line_no: int
    sku: str
    accepted: Decimal
    rejected: Decimal
    cost: Money
    value: Money
    accepted_for: tuple[MeantFor, ...]
    rejected_for: tuple[MeantFor, ...]


@published("warehouse.goods.receipt-corrected.v1", topic=WAREHOUSE_GOODS)
class GoodsReceiptCorrectedV1:
    """Less came than a receipt had said: all its `lines` as they stand now, and what was `taken_off` them."""

    receipt_id: str
    purchase_order_id: str
    supplier_id: str
    warehouse: str
    lines: tuple[ReceivedLine, ...]
    taken_off: tuple[CorrectedLine, ...]
    reason: str
    corrected_by: str
    corrected_on: date


@published("warehouse.return.receipt-corrected.v1", topic=WAREHOUSE_RETURN)
class ReturnReceiptCorrectedV1:
    """Less of a customer's return came than a receipt had said: all its `items` as they stand now.

    What was `taken_off` them nobody had inspected. The customer has it, and may still send it.
    """

    return_id: str
    receipt_id: str
    order_id: str
    items: tuple[ReturnedItem, ...]
    taken_off: tuple[ReturnedItem, ...]
    reason: str
    corrected_by: str
    corrected_on: date


@part
class RegradedStock:
    """What the stock of a place has more, or less, of the SKU: units and worth.

    The worth is another than the units had come in at only where some left meanwhile, at an average that these had a
    part in. Places are `<warehouse>` for what is for sale, `<warehouse>.repair` and `<warehouse>.scrap`.
    """

    warehouse: str
    sku: str
    quantity: Decimal
    value: Money


@published("warehouse.return.inspection-corrected.v1", topic=WAREHOUSE_RETURN)
class ReturnInspectionCorrectedV1:
    """Inspected units of an item of a customer's return are something else than the inspection had said.

    What it `was`, and what they were `found` to be: as many units. `correction_no` counts the corrections of the
    inspection, the latest of which says how an item of it stands.
    """

    return_id: str
    inspection_id: str
    correction_no: int
    order_id: str
    customer_id: str
    warehouse: str
    was: InspectedItem
    found: InspectedItem
    moved: tuple[RegradedStock, ...]
    reason: str
    corrected_by: str
    corrected_on: date
