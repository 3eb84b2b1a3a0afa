"""What customer care tells the other departments."""

from datetime import date, datetime
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published
from shared.published.topics import CARE_COMPLAINT, CARE_RETURN, CARE_SUPPORT_CASE, CARE_SURVEY, CARE_WARRANTY


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


@published("care.complaint.opened.v1", topic=CARE_COMPLAINT)
class ComplaintOpenedV1:
    """A customer is not content. `order_id` and `invoice_id` are empty where it is about neither.

    `line_no` is the order's line; null where it is about no line, or about all of them. `quantity` is how many units of
    the line; null: all of them.
    """

    complaint_id: str
    customer_id: str
    order_id: str
    invoice_id: str
    kind: str
    subject: str
    opened_on: date
    line_no: int | None = None
    quantity: Decimal | None = None


@published("care.complaint.reopened.v1", topic=CARE_COMPLAINT)
class ComplaintReopenedV1:
    """The customer is not content with how it was resolved. `kind` is empty where nobody said it."""

    complaint_id: str
    customer_id: str
    order_id: str
    invoice_id: str
    reason: str
    reopened_on: date
    kind: str = ""


@published("care.complaint.corrected.v1", topic=CARE_COMPLAINT)
class ComplaintCorrectedV1:
    """It is about something else than was told. Ids are empty, and lines null, where it is, or was, about none.

    Quantities are of the line; null: all of it.
    """

    complaint_id: str
    customer_id: str
    subject: str
    kind: str
    order_id: str
    line_no: int | None
    invoice_id: str
    kind_before: str
    order_id_before: str
    line_no_before: int | None
    invoice_id_before: str
    reason: str
    corrected_on: date
    quantity: Decimal | None = None
    quantity_before: Decimal | None = None


@published("care.complaint.escalated.v1", topic=CARE_COMPLAINT)
class ComplaintEscalatedV1:
    """A manager has to look: a promised time passed, or a person asked for it."""

    complaint_id: str
    customer_id: str
    order_id: str
    reason: str
    escalated_at: datetime


@published("care.complaint.customer-reminded.v1", topic=CARE_COMPLAINT)
class ComplaintCustomerRemindedV1:
    """The customer was asked something and has not answered. After `unanswered_at` nobody waits for it."""

    complaint_id: str
    customer_id: str
    question: str
    reminded_at: datetime
    unanswered_at: datetime


@published("care.complaint.resolved.v1", topic=CARE_COMPLAINT)
class ComplaintResolvedV1:
    """Decided: `accepted`, `partly-accepted` or `rejected`, and why. `kind` is empty where nobody said it.

    `awaits_returns`: goods are still to come, or to be settled, because of it.
    """

    complaint_id: str
    customer_id: str
    order_id: str
    invoice_id: str
    outcome: str
    resolution: str
    resolved_on: date
    kind: str = ""
    awaits_returns: bool = False


@part
class SettledReturn:
    """A return because of a complaint, of goods of that order, that is settled since that day."""

    return_id: str
    order_id: str
    settled_on: date


@published("care.complaint.returns-settled.v1", topic=CARE_COMPLAINT)
class ComplaintReturnsSettledV1:
    """All `returns` that came because of it are settled, and no other is under way.

    Told again when another one followed, or one of them was settled anew.
    """

    complaint_id: str
    customer_id: str
    returns: tuple[SettledReturn, ...]


@published("care.complaint.withdrawn.v1", topic=CARE_COMPLAINT)
class ComplaintWithdrawnV1:
    """The customer does not complain any more."""

    complaint_id: str
    customer_id: str
    order_id: str
    invoice_id: str
    reason: str
    withdrawn_on: date


@published("care.support-case.escalated.v1", topic=CARE_SUPPORT_CASE)
class SupportCaseEscalatedV1:
    """A manager has to look: a promised time passed, or a person asked for it. `order_id` is empty without an order."""

    case_id: str
    customer_id: str
    order_id: str
    reason: str
    escalated_at: datetime


@part
class ReturnItem:
    """Units of one order line that came with one shipment, as one item of a return.

    `last_shipment_id` is the one that brought them free of charge, in place of returned ones; empty of the first ones.
    """

    item_no: int
    line_no: int
    sku: str
    shipment_id: str
    quantity: Decimal
    last_shipment_id: str = ""


@published("care.return.approved.v1", topic=CARE_RETURN)
class ReturnApprovedV1:
    """The customer may send these units back, to that warehouse, until that day."""

    return_id: str
    order_id: str
    contract_id: str
    customer_id: str
    warehouse: str
    items: tuple[ReturnItem, ...]
    expected_by: date
    approved_on: date


@published("care.return.withdrawn.v1", topic=CARE_RETURN)
class ReturnWithdrawnV1:
    """Nothing more is to come: the return was cancelled, or its time ran out."""

    return_id: str
    order_id: str
    reason: str
    withdrawn_on: date


@published("care.return.credit-granted.v1", topic=CARE_RETURN)
class ReturnCreditGrantedV1:
    """The customer gets the price of these returned units back. Requested and granted by two persons.

    `complaint_id` is empty where no complaint led to the return. With `refund` what they had paid of it goes back to
    them in money, else they may use it.
    """

    return_id: str
    grant_id: str
    order_id: str
    customer_id: str
    item: ReturnItem
    reason: str
    requested_by: str
    granted_by: str
    granted_on: date
    complaint_id: str = ""
    refund: bool = False


@published("care.return.replacement-granted.v1", topic=CARE_RETURN)
class ReturnReplacementGrantedV1:
    """The customer gets other units of the same goods, free of charge, perhaps before theirs have come."""

    return_id: str
    grant_id: str
    order_id: str
    item: ReturnItem
    granted_on: date


@published("care.return.repair-granted.v1", topic=CARE_RETURN)
class ReturnRepairGrantedV1:
    """The customer gets the units back repaired. What they agreed to pay for it is told once they have them."""

    return_id: str
    grant_id: str
    order_id: str
    item: ReturnItem
    granted_on: date


@published("care.return.not-accepted.v1", topic=CARE_RETURN)
class ReturnNotAcceptedV1:
    """We do not take these units back: the customer gets them as they are, found `good`, to `repair`, or `scrap`."""

    return_id: str
    grant_id: str
    order_id: str
    item: ReturnItem
    grade: str
    reason: str
    granted_on: date


@published("care.return.revocation-requested.v1", topic=CARE_RETURN)
class ReturnRevocationRequestedV1:
    """What was granted is taken back: the goods that are to go to the customer for it stay, unless they have left.

    `warehouse.replacement.kept-back.v1` is the answer.
    """

    return_id: str
    revocation_id: str
    grant_id: str
    order_id: str
    item: ReturnItem
    reason: str
    requested_by: str
    requested_on: date


@published("care.return.charged.v1", topic=CARE_RETURN)
class ReturnChargedV1:
    """The customer owes for these units: for their `repair`, or for `kept-goods`, for which others were sent.

    `unit_price`, before tax, is what they agreed to; None: what the units cost them in the order.
    """

    return_id: str
    charge_id: str
    order_id: str
    customer_id: str
    kind: str
    item: ReturnItem
    unit_price: Money | None
    charged_on: date


@published("care.return.settled.v1", topic=CARE_RETURN)
class ReturnSettledV1:
    """Everything that came is settled, and nothing more is to come.

    Told again when granted units could not be delivered and were settled anew. `complaint_id` is empty where no
    complaint led to the return. `complaint_tells`: the complaint tells when all returns because of it are settled.
    """

    return_id: str
    order_id: str
    customer_id: str
    complaint_id: str
    settled_on: date
    complaint_tells: bool = False
