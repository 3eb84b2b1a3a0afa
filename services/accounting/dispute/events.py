"""What can happen to a dispute. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from services.accounting.invoice.events import CreditedCharge, CreditedLine
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


@event("dispute.granted")
class DisputeGranted:
    """Care decided for the customer: so much stays contested until accounting has credited what it comes to.

    It is what the complaint is about, as far as it may be credited, whether or not it is paid.
    """

    invoice_id: str
    amount: Money
    reason: str
    granted_by: str
    granted_on: date


@event("dispute.credited")
class DisputeCredited:
    """A credit note for goods that came back took a part of it off the invoice; `left` of it is contested still.

    Nothing is left where it was heard of before the complaint, and nothing was contested yet.
    """

    invoice_id: str
    credit_note_id: str
    amount: Money
    left: Money
    credited_on: date


@event("dispute.return-settled")
class ReturnSettled:
    """What came back because of it is settled: each unit is credited, replaced, repaired, sent back or scrapped.

    It may be heard of before the complaint is, and then before the dispute is opened.
    """

    return_id: str
    settled_on: date


@event("dispute.complaint-reopened")
class ComplaintReopened:
    """Care opened its complaint again: what came back and was settled by that day, was settled for the decision before.

    It may be heard of where nothing is contested, since nothing is open of the invoice.
    """

    invoice_id: str
    reopened_on: date


@event("dispute.conceded")
class DisputeConceded:
    """The customer is right about so much: a credit note is drafted, which somebody else has to approve.

    `lines` and `charges` are what that takes back of the invoice; none in what was conceded before they were noted.
    """

    concession_no: int
    credit_note_id: str
    invoice_id: str
    amount: Money
    reason: str
    conceded_by: str
    conceded_on: date
    lines: tuple[CreditedLine, ...] = ()
    charges: tuple[CreditedCharge, ...] = ()


@event("dispute.concession-refused")
class ConcessionRefused:
    """The credit note was refused: the dispute is open again."""

    credit_note_id: str
    reason: str
    refused_by: str
    refused_on: date


@event("dispute.concession-lapsed")
class ConcessionLapsed:
    """Another credit note took what was conceded, or a part of it: nobody may approve it any more.

    Or the complaint that led to it is about something else: then it is by no other credit note.
    `left` is what of the invoice may still be credited or, where goods came back because of the dispute, what of it is
    contested still. What to concede of that is to be decided anew.
    """

    credit_note_id: str
    by_credit_note_id: str
    left: Money
    reason: str
    lapsed_on: date


@event("dispute.settled")
class DisputeSettled:
    """It is over. Outcome: for-us, for-customer, withdrawn, paid, written-off.

    `settled_by` is empty when it ended by rule. `credit_note_id` is that of returned goods, or that
    by which it ended by rule; one that was drafted for the dispute itself is in `DisputeConceded`.
    """

    invoice_id: str
    outcome: str
    reason: str
    settled_by: str
    settled_on: date
    credit_note_id: str = ""


@event("dispute.complaint-decided")
class ComplaintDecided:
    """Care decided about its complaint, or the customer withdrew it, or all that came back was settled, too early.

    While the invoice was a loss, or paid, it counts when it is owed again; while a credit note waited, when that is not
    approved. Outcome as that of a dispute; `amount` is what the complaint came to.
    """

    outcome: str
    amount: Money
    reason: str
    decided_by: str
    decided_on: date


@event("dispute.credit-cancelled")
class DisputeCreditCancelled:
    """A credit note for goods that came back took so much off, and was cancelled: `contested` is what is, now.

    That is nothing where the dispute is over, or was not opened yet. Care decides anew what the customer gets for what
    came back with `return_id`; nobody does where that is empty.
    """

    invoice_id: str
    credit_note_id: str
    amount: Money
    contested: Money
    cancelled_on: date
    return_id: str = ""


@event("dispute.resumed")
class DisputeResumed:
    """What had ended it, a write-off, a payment or a credit note, was taken back: so much is contested as before.

    `granted_because` is why care decided for the customer, before it or meanwhile; empty where it has not.
    """

    invoice_id: str
    amount: Money
    granted_because: str
    resumed_on: date


DisputeEvent = (
    DisputeOpened
    | DisputeGranted
    | DisputeCredited
    | ReturnSettled
    | ComplaintReopened
    | DisputeConceded
    | ConcessionRefused
    | ConcessionLapsed
    | DisputeSettled
    | ComplaintDecided
    | DisputeResumed
    | DisputeCreditCancelled
)
