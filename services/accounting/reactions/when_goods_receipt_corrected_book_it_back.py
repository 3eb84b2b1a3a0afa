"""What had not come after all is not ours, and is not owed for."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import GoodsReceiptCorrectedV1


@reacts_to(GoodsReceiptCorrectedV1)
def when_goods_receipt_corrected_book_it_back(fact: Fact[GoodsReceiptCorrectedV1]) -> Iterable[Send]:
    """The receipt's own cost off what is not invoiced yet, against the inventory.

    Where the stock loses another amount, the goods that left meanwhile left at a wrong average: an adjustment.
    """
    corrected = fact.data
    cost = sums(off.cost for off in corrected.taken_off)
    value = sums(off.value for off in corrected.taken_off)
    difference = sums([*cost, *(-amount for amount in value)])
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="goods-receipt",
        text=f"Receipt {corrected.receipt_id} of purchase order {corrected.purchase_order_id}: {corrected.reason}",
        posted_on=corrected.corrected_on,
        lines=[
            *(debit("goods-received-not-invoiced", amount, corrected.supplier_id) for amount in cost),
            *(credit("inventory", amount) for amount in value),
            *(credit("inventory-adjustment", amount) for amount in difference),
        ],
    )
