"""When care grants a repair, the repaired goods go back to the customer."""

from collections.abc import Iterable

from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.receiving import REPAIR, GrantFreeGoods
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnRepairGrantedV1


@reacts_to(ReturnRepairGrantedV1)
def when_repair_granted_send_goods_back(fact: Fact[ReturnRepairGrantedV1]) -> Iterable[Send]:
    """Free of charge; the return knows where they go."""
    granted = fact.data
    command = GrantFreeGoods(
        grant_id=granted.grant_id,
        return_id=granted.return_id,
        kind=REPAIR,
        line_no=granted.item.line_no,
        sku=granted.item.sku,
        quantity=granted.item.quantity,
        on=granted.granted_on,
    )
    yield Send(command, RETURNED_GOODS.stream(granted.return_id))
