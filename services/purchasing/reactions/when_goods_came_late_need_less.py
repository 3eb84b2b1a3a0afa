"""When goods came of a purchase order that had been called off or closed short, do not buy them again."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import GoodsReceiptNoted
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lowering import NoteGoodsCameLate
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptNoted)
def when_goods_came_late_need_less(fact: Fact[GoodsReceiptNoted]) -> Iterable[Send]:
    """The receipt was under way when the order ended, or the supplier delivered all the same."""
    noted = fact.data
    if noted.requisition_id is not None:
        yield Send(
            NoteGoodsCameLate(met=noted.met, by=fact.actor, on=noted.received_on),
            REQUISITION.stream(noted.requisition_id),
        )
