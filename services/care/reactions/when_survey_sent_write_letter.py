"""A survey is sent: the customer is written to."""

from collections.abc import Iterable

from services.care.addressee.decider import ADDRESSEE
from services.care.letter.addressing import letter_of_survey
from services.care.letter.events import Kind
from services.care.letter.writing import WriteLetter
from services.care.survey.events import SurveySent
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
    yield Send(command, letter_of_survey(fact.id), given=(ADDRESSEE.stream(sent.customer_id),))
