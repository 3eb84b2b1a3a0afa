"""What can happen to a credit note. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.accounting.invoice.events import CreditedCharge, CreditedLine
from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("credit_note.drafted")
class CreditNoteDrafted:
    """Somebody proposes to take these lines and charges of an invoice back.

    `return_id`, `grant_id` and `granted_by` are given where care granted it for returned goods, `complaint_id` where
    these came back because of a complaint. `refund_wanted_by` is who granted that what was paid goes back in money.
    """

    invoice_id: str
    invoice_number: str
    order_id: str
    customer_id: str
    lines: tuple[CreditedLine, ...]
    charges: tuple[CreditedCharge, ...]
    net: Money
    tax: Money
    total: Money
    reason: str
    drafted_by: str
    drafted_on: date
    return_id: str = ""
    granted_by: str = ""
    complaint_id: str = ""
    refund_wanted_by: str = ""
    grant_id: str = ""


@event("credit_note.withheld")
class CreditNoteWithheld:
    """Care granted the price of returned units, and the invoice does not have it: a person has to look."""

    return_id: str
    invoice_id: str
    order_id: str
    customer_id: str
    line_no: int
    quantity: Decimal
    because: str
    reason: str
    requested_by: str
    granted_by: str
    withheld_on: date
    complaint_id: str = ""
    refund_wanted_by: str = ""
    grant_id: str = ""


@event("credit_note.approved")
class CreditNoteApproved:
    """Numbered and posted: it comes off the invoice now."""

    series: str
    sequence: int
    number: str
    invoice_id: str
    lines: tuple[CreditedLine, ...]
    charges: tuple[CreditedCharge, ...]
    reason: str
    approved_by: str
    approved_on: date
    complaint_id: str = ""
    refund_wanted_by: str = ""


@event("credit_note.refused")
class CreditNoteRefused:
    """It will not be posted. `refused_by` is empty where it was by rule: another one took what it would have taken."""

    reason: str
    refused_by: str
    refused_on: date


@event("credit_note.cancellation-proposed")
class CancellationProposed:
    """Somebody found that it was wrong, though it is approved and posted. `issued_anew`: another takes its place."""

    reason: str
    proposed_by: str
    proposed_on: date
    issued_anew: bool = False


@event("credit_note.cancelled")
class CreditNoteCancelled:
    """Somebody else agreed: a document of its own, with a number of its own, takes back what the credit note did.

    `return_id` and `grant_id`: with it goes what care granted for the return, unless another one takes its place.
    """

    series: str
    sequence: int
    number: str
    credit_note_number: str
    invoice_id: str
    reason: str
    cancelled_by: str
    cancelled_on: date
    complaint_id: str = ""
    return_id: str = ""
    grant_id: str = ""


@event("credit_note.cancellation-refused")
class CancellationRefused:
    """The credit note stands."""

    reason: str
    refused_by: str
    refused_on: date


CreditNoteEvent = (
    CreditNoteDrafted
    | CreditNoteWithheld
    | CreditNoteApproved
    | CreditNoteRefused
    | CancellationProposed
    | CreditNoteCancelled
    | CancellationRefused
)
