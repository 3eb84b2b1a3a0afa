"""What accounting tells of customers who are late: a dunning case from its opening to its end."""

from datetime import date

from shared.kernel.money import Money
from shared.published.published import published
from shared.published.topics import ACCOUNTING_DUNNING


@published("accounting.dunning.case-opened.v1", topic=ACCOUNTING_DUNNING)
class DunningCaseOpenedV1:
    """A customer is late with so much."""

    case_id: str
    case_no: int
    customer_id: str
    owed: Money
    opened_on: date


@published("accounting.dunning.level-raised.v1", topic=ACCOUNTING_DUNNING)
class DunningLevelRaisedV1:
    """A late customer was dunned once more. `principal` is what is overdue and undisputed of the invoices named."""

    case_id: str
    case_no: int
    customer_id: str
    level: int
    name: str
    days_past_due: int
    principal: Money
    invoice_ids: tuple[str, ...]
    stops_credit: bool
    raised_on: date


@published("accounting.dunning.continued.v1", topic=ACCOUNTING_DUNNING)
class DunningContinuedV1:
    """What case `continues` was resolved about is owed again: the customer is dunned on from the level reached then."""

    case_id: str
    case_no: int
    continues: int
    customer_id: str
    level: int
    name: str
    continued_on: date


@published("accounting.dunning.handed-over.v1", topic=ACCOUNTING_DUNNING)
class DunningHandedOverV1:
    """A lawyer (`to`: legal) or a collection agency (agency) collects from a late customer; we dun them no more.

    `principal` is what was overdue and undisputed of the invoices named. It ends when the case is recalled or resolved.
    """

    case_id: str
    case_no: int
    customer_id: str
    to: str
    name: str
    level: int
    principal: Money
    invoice_ids: tuple[str, ...]
    handed_over_on: date


@published("accounting.dunning.recalled.v1", topic=ACCOUNTING_DUNNING)
class DunningRecalledV1:
    """The third party does not collect from the late customer any more; what is overdue is dunned again."""

    case_id: str
    case_no: int
    customer_id: str
    to: str
    name: str
    recalled_on: date


@published("accounting.dunning.resolved.v1", topic=ACCOUNTING_DUNNING)
class DunningResolvedV1:
    """Nothing of the customer's is overdue, and no charge is open. A stop of their credit stays until it is lifted."""

    case_id: str
    case_no: int
    customer_id: str
    level: int
    resolved_on: date
