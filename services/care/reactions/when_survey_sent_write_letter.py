"""A survey is sent: the customer is written to."""

from collections.abc import Iterable

from services.care.addressee.decider import ADDRESSEE
from services.care.letter.decider import LETTER
from services.care.letter.events import Kind
from services.care.letter.writing import WriteLetter
from services.care.survey.events import SurveySent
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SurveySent)
def when_survey_sent_write_letter(fact: Fact[SurveySent]) -> Iterable[Send]:
    """One letter per survey."""
    sent = fact.data
    command = WriteLetter(
        kind=Kind.SURVEY,
        about=fact.id,
        customer_id=sent.customer_id,
        until=sent.answer_by,
        at=sent.sent_at,
    )
    letter = LETTER.stream(derived_id("letter", fact.event_id))
    yield Send(command, letter, given=(ADDRESSEE.stream(sent.customer_id),))
