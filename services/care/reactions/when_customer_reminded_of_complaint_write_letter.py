"""A customer for whose answer a complaint waits is reminded: they are written to."""

from collections.abc import Iterable

from services.care.addressee.decider import ADDRESSEE
from services.care.complaint.events import CustomerReminded
from services.care.letter.addressing import letter_of_reminder
from services.care.letter.events import Kind
from services.care.letter.writing import WriteLetter
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerReminded)
def when_customer_reminded_of_complaint_write_letter(fact: Fact[CustomerReminded]) -> Iterable[Send]:
    """One letter per question: a complaint may ask another one."""
    reminded = fact.data
    assert reminded.unanswered_at is not None  # from now on every reminder says so
    command = WriteLetter(
        kind=Kind.COMPLAINT,
        about=fact.id,
        customer_id=reminded.customer_id,
        title=reminded.title,
        question=reminded.question,
        until=reminded.unanswered_at,
        at=reminded.reminded_at,
    )
    letter = letter_of_reminder(Kind.COMPLAINT, fact.id, reminded.reminded_at)
    yield Send(command, letter, given=(ADDRESSEE.stream(reminded.customer_id),))
