"""What can happen to a dispute. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("dispute.opened")
class DisputeOpened:
    """So much of an invoice is contested. `raised_by` is customer or care; `reference` is the complaint in care."""

    invoice_id: str
    invoice_number: str
    customer_id: str
    amount: Money
    reason_code: str
    note: str
    raised_by: str
    reference: str
    opened_by: str
    opened_on: date


@event("dispute.conceded")
class DisputeConceded:
    """The customer is right about so much: a credit note is drafted, which somebody else has to approve."""

    concession_no: int
    credit_note_id: str
    invoice_id: str
    amount: Money
    reason: str
    conceded_by: str
    conceded_on: date


@event("dispute.concession-refused")
class ConcessionRefused:
    """The credit note was refused: the dispute is open again."""

    credit_note_id: str
    reason: str
    refused_by: str
    refused_on: date


@event("dispute.settled")
class DisputeSettled:
    """It is over. Outcome: for-us, for-customer, withdrawn, paid. `settled_by` is empty when it ended by rule."""

    invoice_id: str
    outcome: str
    reason: str
    settled_by: str
    settled_on: date


DisputeEvent = DisputeOpened | DisputeConceded | ConcessionRefused | DisputeSettled
