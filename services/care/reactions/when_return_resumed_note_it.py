"""A return that a complaint led to was over and goes on: the complaint waits for it again."""

from collections.abc import Iterable

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import NoteReturnResumed
from services.care.customer_return.events import ReturnResumed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnResumed)
def when_return_resumed_note_it(fact: Fact[ReturnResumed]) -> Iterable[Send]:
    """In the transaction that lets it go on: nobody is closed as unanswered whose goods are with us."""
    resumed = fact.data
    yield Send(NoteReturnResumed(return_id=fact.id, on=resumed.resumed_on), COMPLAINT.stream(resumed.complaint_id))
