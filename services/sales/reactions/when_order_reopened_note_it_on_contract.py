"""A contract is not fulfilled while one of its orders is open again."""

from collections.abc import Iterable

from services.sales.contract.completing import NoteOrderReopened
from services.sales.contract.decider import CONTRACT
from services.sales.order.events import OrderReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderReopened)
def when_order_reopened_note_it_on_contract(fact: Fact[OrderReopened]) -> Iterable[Send]:
    """In the transaction of the reopening."""
    reopened = fact.data
    yield Send(NoteOrderReopened(order_id=fact.id, on=reopened.reopened_on), to=CONTRACT.stream(reopened.contract_id))
