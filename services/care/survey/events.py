"""What can happen to a survey. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import datetime

from shared.kernel.shapes import event


@event("survey.scheduled")
class SurveyScheduled:
    """The first goods of the order arrived: the customer will be asked at that moment."""

    contract_id: str
    customer_id: str
    send_at: datetime


@event("survey.postponed")
class SurveyPostponed:
    """More goods arrived before the customer was asked: asked later, about all of them."""

    send_at: datetime


@event("survey.sent")
class SurveySent:
    """The customer was asked. `sent_by` is the agent who did not wait, or None when the time had come by itself.

    Of a survey that was sent before care wrote to customers, `customer_id` is empty.
    """

    sent_by: str | None
    sent_at: datetime
    answer_by: datetime
    customer_id: str = ""


@event("survey.answered")
class SurveyAnswered:
    """The customer's answer: 0 (never again) to 10 (recommends us), as that person recorded it."""

    score: int
    comment: str
    recorded_by: str
    answered_at: datetime


@event("survey.expired")
class SurveyExpired:
    """The customer did not answer in time."""

    expired_at: datetime


SurveyEvent = SurveyScheduled | SurveyPostponed | SurveySent | SurveyAnswered | SurveyExpired
