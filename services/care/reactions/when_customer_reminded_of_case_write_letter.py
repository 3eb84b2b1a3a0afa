"""A customer for whose answer a support case waits is reminded: they are written to."""

from collections.abc import Iterable

from services.care.addressee.decider import ADDRESSEE
from services.care.letter.addressing import letter_of_reminder
from services.care.letter.events import Kind
from services.care.letter.writing import WriteLetter
from services.care.support_case.events import CustomerReminded
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerReminded)
def when_customer_reminded_of_case_write_letter(fact: Fact[CustomerReminded]) -> Iterable[Send]:
    """One letter per question: a case may ask another one."""
    reminded = fact.data
    command = WriteLetter(
        kind=Kind.SUPPORT_CASE,
        about=fact.id,
        customer_id=reminded.customer_id,
        title=reminded.subject,
        question=reminded.question,
        until=reminded.unanswered_at,
        at=reminded.reminded_at,
    )
    letter = letter_of_reminder(Kind.SUPPORT_CASE, fact.id, reminded.reminded_at)
    yield Send(command, letter, given=(ADDRESSEE.stream(reminded.customer_id),))
