"""The contract counts its completed orders: with the last of them it may be fulfilled."""

from collections.abc import Iterable

from services.sales.contract.completing import NoteOrderCompleted
from services.sales.contract.decider import CONTRACT
from services.sales.order.events import OrderCompleted
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderCompleted)
def when_order_completed_note_it_on_contract(fact: Fact[OrderCompleted]) -> Iterable[Send]:
    """In the transaction of the completion."""
    completed = fact.data
    noted = NoteOrderCompleted(order_id=fact.id, on=completed.completed_on)
    yield Send(noted, to=CONTRACT.stream(completed.contract_id))
