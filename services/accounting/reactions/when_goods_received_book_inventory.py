"""What we accepted from a supplier is ours, and owed for, before its invoice comes."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import GoodsReceivedV1


@reacts_to(GoodsReceivedV1)
def when_goods_received_book_inventory(fact: Fact[GoodsReceivedV1]) -> Iterable[Send]:
    """Inventory, against what was received and is not invoiced yet, at the price of the purchase order."""
    received = fact.data
    value = sums(line.accepted_value for line in received.lines)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="goods-receipt",
        text=f"Receipt {received.receipt_id} of purchase order {received.purchase_order_id}",
        posted_on=received.received_on,
        lines=[
            *(debit("inventory", amount) for amount in value),
            *(credit("goods-received-not-invoiced", amount, received.supplier_id) for amount in value),
        ],
    )
