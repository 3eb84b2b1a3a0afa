"""What the contract granted becomes an order, in the same transaction."""

from collections.abc import Iterable

from services.sales.contract.events import GoodsCalled
from services.sales.customer.decider import CUSTOMER
from services.sales.order.decider import ORDER
from services.sales.order.placing import PlaceOrder
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsCalled)
def when_goods_called_place_order(fact: Fact[GoodsCalled]) -> Iterable[Send]:
    """The contract's balance is consumed already; the order takes customer and terms from it.

    Where the order may not be placed, nothing was called.
    """
    called = fact.data
    place = PlaceOrder(
        contract_id=fact.id,
        lines=called.lines,
        charges=called.charges,
        net=called.net,
        requested_on=called.requested_on,
        deliver_to=called.deliver_to,
        ship_from=called.ship_from,
        customer_reference=called.customer_reference,
        placed_by=called.placed_by,
        on=called.called_on,
    )
    yield Send(place, to=ORDER.stream(called.order_id), given=(fact.stream, CUSTOMER.stream(called.customer_id)))
