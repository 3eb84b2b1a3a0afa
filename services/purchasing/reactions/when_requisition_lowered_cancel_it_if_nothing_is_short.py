"""When less is needed and nothing is short any more, cancel the requisition."""

from collections.abc import Iterable

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.events import RequisitionLowered
from services.purchasing.requisition.lowering import CancelUnneeded
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RequisitionLowered)
def when_requisition_lowered_cancel_it_if_nothing_is_short(fact: Fact[RequisitionLowered]) -> Iterable[Send]:
    """Whether its goods have come only its purchase orders know."""
    lowered = fact.data
    yield Send(
        CancelUnneeded(
            purchase_orders=lowered.purchase_orders,
            reason=lowered.reason,
            by=lowered.lowered_by,
            on=lowered.lowered_on,
        ),
        REQUISITION.stream(fact.id),
        given=tuple(PURCHASE_ORDER.stream(purchase_order_id) for purchase_order_id in lowered.purchase_orders),
    )
