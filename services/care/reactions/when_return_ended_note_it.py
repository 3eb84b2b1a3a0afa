"""A return that a complaint led to is over: the complaint may still wait for another one."""

from collections.abc import Iterable

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import NoteReturnEnded
from services.care.customer_return.events import ReturnEnded
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnEnded)
def when_return_ended_note_it(fact: Fact[ReturnEnded]) -> Iterable[Send]:
    """In the transaction that ends it."""
    ended = fact.data
    command = NoteReturnEnded(return_id=fact.id, order_id=ended.order_id, settled=ended.settled, on=ended.ended_on)
    yield Send(command, COMPLAINT.stream(ended.complaint_id))
