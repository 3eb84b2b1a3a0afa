"""When care grants a replacement, other goods of the kind go to the customer."""

from collections.abc import Iterable

from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.receiving import REPLACEMENT, GrantFreeGoods
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnReplacementGrantedV1


@reacts_to(ReturnReplacementGrantedV1)
def when_replacement_granted_send_goods(fact: Fact[ReturnReplacementGrantedV1]) -> Iterable[Send]:
    """Free of charge; the return knows where they go."""
    granted = fact.data
    command = GrantFreeGoods(
        grant_id=granted.grant_id,
        return_id=granted.return_id,
        kind=REPLACEMENT,
        line_no=granted.item.line_no,
        sku=granted.item.sku,
        quantity=granted.item.quantity,
        on=granted.granted_on,
    )
    yield Send(command, RETURNED_GOODS.stream(granted.return_id))
