"""From private facts to published events: the only list of what leaves this department."""

from typing import Final

from services.care.survey.events import SurveyAnswered, SurveySent
from services.care.survey.state import Answered, Sent, Survey
from services.care.warranty.events import WarrantyStarted
from services.care.warranty.state import Warranty
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.care import SurveyAnsweredV1, SurveySentV1, WarrantedLine, WarrantyStartedV1


def warranty_started(fact: Fact[WarrantyStarted], _: Warranty) -> WarrantyStartedV1:
    """Sales shows the customer until when we stand by the goods."""
    started = fact.data
    return WarrantyStartedV1(
        order_id=fact.id,
        contract_id=started.contract_id,
        customer_id=started.customer_id,
        shipment_id=started.shipment_id,
        lines=tuple(
            WarrantedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, until=line.until)
            for line in started.lines
        ),
        started_on=started.started_on,
    )


def survey_sent(fact: Fact[SurveySent], survey: Survey) -> SurveySentV1:
    """Sales knows that its customer was asked."""
    assert isinstance(survey, Sent)
    return SurveySentV1(
        survey_id=fact.id,
        order_id=fact.id,
        customer_id=survey.customer_id,
        sent_on=fact.data.sent_at.date(),
    )


def survey_answered(fact: Fact[SurveyAnswered], survey: Survey) -> SurveyAnsweredV1:
    """Sales hears what its customer said."""
    assert isinstance(survey, Answered)
    answered = fact.data
    return SurveyAnsweredV1(
        survey_id=fact.id,
        order_id=fact.id,
        customer_id=survey.customer_id,
        score=answered.score,
        comment=answered.comment,
        answered_on=answered.answered_at.date(),
    )


PUBLISHING: Final[dict[type, Publish]] = {
    WarrantyStarted: warranty_started,
    SurveySent: survey_sent,
    SurveyAnswered: survey_answered,
}
