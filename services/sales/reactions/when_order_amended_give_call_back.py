"""What an order is not for any more may be called again, to the last unit and the last cent."""

from collections.abc import Iterable

from services.sales.contract.decider import CONTRACT
from services.sales.contract.events import TakenLine
from services.sales.contract.reducing import ReduceCall
from services.sales.order.shrinking import OrderAmended
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderAmended)
def when_order_amended_give_call_back(fact: Fact[OrderAmended]) -> Iterable[Send]:
    """In the transaction of the amendment."""
    amended = fact.data
    given_back = ReduceCall(
        order_id=fact.id,
        lines=tuple(
            TakenLine(line_no=line.line_no, quantity=line.old_quantity - line.quantity, net=line.old_net - line.net)
            for line in amended.lines
        ),
        on=amended.amended_on,
    )
    yield Send(given_back, to=CONTRACT.stream(amended.contract_id))
