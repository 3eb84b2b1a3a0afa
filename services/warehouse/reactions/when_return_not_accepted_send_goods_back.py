"""When care does not accept returned goods, they go back to the customer as they are."""

from collections.abc import Iterable

from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.receiving import NOT_ACCEPTED, GrantFreeGoods
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnNotAcceptedV1


@reacts_to(ReturnNotAcceptedV1)
def when_return_not_accepted_send_goods_back(fact: Fact[ReturnNotAcceptedV1]) -> Iterable[Send]:
    """Free of charge, from where the inspection put them; the return knows where they go."""
    refused = fact.data
    command = GrantFreeGoods(
        grant_id=refused.grant_id,
        return_id=refused.return_id,
        kind=NOT_ACCEPTED,
        line_no=refused.item.line_no,
        sku=refused.item.sku,
        quantity=refused.item.quantity,
        on=refused.granted_on,
        grade=refused.grade,
    )
    yield Send(command, RETURNED_GOODS.stream(refused.return_id))
