"""The customer was asked how it went."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import SurveySent
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import SurveySentV1


@reacts_to(SurveySentV1)
def when_survey_sent_note_it(fact: Fact[SurveySentV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(heard=SurveySent(survey_id=told.survey_id, sent_on=told.sent_on, source=source_of(fact)))
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
