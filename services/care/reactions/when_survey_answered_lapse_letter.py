"""A survey is answered: the letter that asks for the answer lapses."""

from collections.abc import Iterable

from services.care.letter.addressing import letter_of_survey
from services.care.letter.writing import LapseLetter
from services.care.survey.events import SurveyAnswered
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SurveyAnswered)
def when_survey_answered_lapse_letter(fact: Fact[SurveyAnswered]) -> Iterable[Send]:
    """Unless it has left. One that expires needs no word: its letter has the same day."""
    yield Send(LapseLetter(at=fact.data.answered_at), letter_of_survey(fact.id))
