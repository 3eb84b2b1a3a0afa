"""What customer care tells the other departments."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import part
from shared.published.published import published
from shared.published.topics import CARE_SURVEY, CARE_WARRANTY


@part
class WarrantedLine:
    """Delivered units of one order line that we stand by until that day."""

    line_no: int
    sku: str
    quantity: Decimal
    until: date


@published("care.warranty.started.v1", topic=CARE_WARRANTY)
class WarrantyStartedV1:
    """The warranty of delivered goods runs."""

    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    lines: tuple[WarrantedLine, ...]
    started_on: date


@published("care.survey.sent.v1", topic=CARE_SURVEY)
class SurveySentV1:
    """The customer was asked how it went."""

    survey_id: str
    order_id: str
    customer_id: str
    sent_on: date


@published("care.survey.answered.v1", topic=CARE_SURVEY)
class SurveyAnsweredV1:
    """The customer's answer: 0 (never again) to 10 (recommends us)."""

    survey_id: str
    order_id: str
    customer_id: str
    score: int
    comment: str
    answered_on: date
