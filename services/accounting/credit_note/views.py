"""What readers see of credit notes."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Boolean, Text

from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.events import CreditNoteDrafted, CreditNoteWithheld
from services.accounting.credit_note.state import (
    Approved,
    Cancelled,
    CreditNote,
    Drafted,
    NotDrafted,
    Refused,
    Settled,
    Waiting,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal["drafted", "approved", "refused", "cancelled", "withheld", "settled"]


@part
class ShownCreditedLine:
    """Units of an invoice line taken back, or none where only its price was lowered."""

    line_no: int
    sku: str
    quantity: Decimal
    net: Money
    tax: Money


@part
class ShownCreditedCharge:
    """What was taken back of a charge of the invoice."""

    charge_no: int
    kind: str
    net: Money
    tax: Money


@document
class CreditNoteDocument:
    """A credit note. Status: drafted, approved, refused, cancelled.

    Of one that is to be cancelled, or is, `cancellation_reason` says why, and `cancellation_proposed_by`, as long as it
    waits, who wants that; `cancelled_by_number` is the document that took it back; `issued_anew`, another one takes its
    place, so that care does not decide anew what it granted.

    What care granted for a return (`return_id`), and the invoice does not have, is `withheld`, and `settled` once a
    person has settled it in another way: it has no amounts.
    """

    credit_note_id: str
    number: str
    status: Status
    invoice_id: str
    invoice_number: str
    order_id: str
    customer_id: str
    lines: tuple[ShownCreditedLine, ...]
    charges: tuple[ShownCreditedCharge, ...]
    net: Money | None
    tax: Money | None
    total: Money | None
    reason: str
    drafted_by: str
    drafted_on: date
    approved_by: str
    approved_on: date | None
    refused_by: str
    refused_because: str
    return_id: str = ""
    withheld_because: str = ""
    cancellation_reason: str = ""
    cancellation_proposed_by: str = ""
    cancelled_by_number: str = ""
    cancelled_by: str = ""
    cancelled_on: date | None = None
    issued_anew: bool = False


def read(credit_note_id: str, credit_note: CreditNote) -> CreditNoteDocument | None:
    """The credit note, laid flat."""
    match credit_note:
        case NotDrafted():
            return None
        case Drafted(draft=draft):
            return _shown(credit_note_id, draft, status="drafted")
        case Approved(draft=draft, cancellation=cancellation):
            return replace(
                _posted(credit_note_id, credit_note, draft, status="approved"),
                cancellation_reason=cancellation.reason if cancellation else "",
                cancellation_proposed_by=cancellation.proposed_by if cancellation else "",
                issued_anew=cancellation is not None and cancellation.issued_anew,
            )
        case Cancelled(draft=draft):
            return replace(
                _posted(credit_note_id, credit_note, draft, status="cancelled"),
                cancellation_reason=credit_note.reason,
                cancelled_by_number=credit_note.by_number,
                cancelled_by=credit_note.cancelled_by,
                cancelled_on=credit_note.cancelled_on,
                issued_anew=credit_note.issued_anew,
            )
        case Refused(draft=draft):
            return _shown(
                credit_note_id,
                draft,
                status="refused",
                refused_by=credit_note.refused_by,
                refused_because=credit_note.reason,
            )
        case Waiting(grant=grant):
            return _granted(credit_note_id, grant, status="withheld")
        case Settled(grant=grant, reason=reason, settled_by=settled_by):
            return _granted(credit_note_id, grant, status="settled", refused_by=settled_by, refused_because=reason)
        case _:
            assert_never(credit_note)


def _posted(
    credit_note_id: str, posted: Approved | Cancelled, draft: CreditNoteDrafted, *, status: Status
) -> CreditNoteDocument:
    return _shown(
        credit_note_id,
        draft,
        status=status,
        number=posted.number,
        approved_by=posted.approved_by,
        approved_on=posted.approved_on,
    )


def _granted(
    credit_note_id: str,
    grant: CreditNoteWithheld,
    *,
    status: Status,
    refused_by: str = "",
    refused_because: str = "",
) -> CreditNoteDocument:
    return CreditNoteDocument(
        credit_note_id=credit_note_id,
        number="",
        status=status,
        invoice_id=grant.invoice_id,
        invoice_number="",
        order_id=grant.order_id,
        customer_id=grant.customer_id,
        lines=(),
        charges=(),
        net=None,
        tax=None,
        total=None,
        reason=grant.reason,
        drafted_by=grant.requested_by,
        drafted_on=grant.withheld_on,
        approved_by="",
        approved_on=None,
        refused_by=refused_by,
        refused_because=refused_because,
        return_id=grant.return_id,
        withheld_because=grant.because,
    )


def _shown(
    credit_note_id: str,
    draft: CreditNoteDrafted,
    *,
    status: Status,
    number: str = "",
    approved_by: str = "",
    approved_on: date | None = None,
    refused_by: str = "",
    refused_because: str = "",
) -> CreditNoteDocument:
    return CreditNoteDocument(
        credit_note_id=credit_note_id,
        number=number,
        status=status,
        invoice_id=draft.invoice_id,
        invoice_number=draft.invoice_number,
        order_id=draft.order_id,
        customer_id=draft.customer_id,
        lines=tuple(
            ShownCreditedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, net=line.net, tax=line.tax)
            for line in draft.lines
        ),
        charges=tuple(
            ShownCreditedCharge(charge_no=charge.charge_no, kind=charge.kind, net=charge.net, tax=charge.tax)
            for charge in draft.charges
        ),
        net=draft.net,
        tax=draft.tax,
        total=draft.total,
        reason=draft.reason,
        drafted_by=draft.drafted_by,
        drafted_on=draft.drafted_on,
        approved_by=approved_by,
        approved_on=approved_on,
        refused_by=refused_by,
        refused_because=refused_because,
        return_id=draft.return_id,
    )


CREDIT_NOTES: Final = DocumentView(
    name="credit_note",
    decider=CREDIT_NOTE,
    document=CreditNoteDocument,
    read=read,
    columns={
        "number": Shown(Text()),
        "status": Shown(Text()),
        "invoice_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "order_id": Shown(Text()),
        "to_be_cancelled": Shown(Boolean(), lambda shown: bool(shown.cancellation_proposed_by)),
        "currency": Shown(Text(), lambda shown: "" if shown.total is None else shown.total.currency),
        "total_minor": Shown(BigInteger(), lambda shown: None if shown.total is None else shown.total.minor),
    },
    filters=("status", "customer_id", "invoice_id", "order_id", "number"),
    queues={
        "approval": {"status": "drafted"},
        "withheld": {"status": "withheld"},
        "cancellation": {"to_be_cancelled": True},
    },
    order_by=("id", "number"),
)
