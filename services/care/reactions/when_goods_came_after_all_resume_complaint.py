"""A return that was over goes on, since goods came with it after all: its complaint waits for it again."""

from collections.abc import Iterable

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import NoteReturnResumed
from services.care.customer_return.events import ReturnReceived
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnReceived)
def when_goods_came_after_all_resume_complaint(fact: Fact[ReturnReceived]) -> Iterable[Send]:
    """Nobody is closed as unanswered whose goods are with us."""
    received = fact.data
    if received.complaint_id:
        command = NoteReturnResumed(return_id=fact.id, on=received.received_on)
        yield Send(command, COMPLAINT.stream(received.complaint_id))
