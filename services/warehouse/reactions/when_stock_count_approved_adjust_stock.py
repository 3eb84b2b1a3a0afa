"""When a stock count is approved, the books show what was counted, or the count is not approved."""

from collections.abc import Iterable

from services.warehouse.reservation.missing import missing_units
from services.warehouse.stock_count.events import CountApproved
from services.warehouse.stock_item.adjusting import AdjustStock, NoteFoundRight
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CountApproved)
def when_stock_count_approved_adjust_stock(fact: Fact[CountApproved]) -> Iterable[Send]:
    """In the transaction of the approval. Where the books were right, that is known from now on."""
    approved = fact.data
    for difference in approved.differences:
        item = STOCK_ITEM.stream(stock_id(approved.warehouse, difference.sku))
        if not difference.quantity:
            yield Send(NoteFoundRight(count_id=fact.id, on=approved.approved_on), item)
            continue
        command = AdjustStock(
            adjustment_id=fact.id,
            quantity=difference.quantity,
            value=difference.value,
            reason=approved.reason,
            opening=approved.opening,
            on=approved.approved_on,
            missing=missing_units(approved.missing, difference.sku),
        )
        yield Send(command, item)
