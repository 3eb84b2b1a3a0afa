"""When an order got goods that it waited for, withdraw the unsent purchase orders that nobody needs any more."""

from collections.abc import Iterable

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.ending import WithdrawPurchaseOrder
from services.purchasing.requisition.events import ShortageFilled
from services.purchasing.requisition.state import FILLED
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShortageFilled)
def when_shortage_filled_withdraw_purchase_orders(fact: Fact[ShortageFilled]) -> Iterable[Send]:
    """The requisition goes on with its other lines."""
    filled = fact.data
    for purchase_order_id in filled.withdrawn:
        yield Send(
            WithdrawPurchaseOrder(reason=FILLED, by=filled.filled_by, on=filled.filled_on),
            PURCHASE_ORDER.stream(purchase_order_id),
        )
