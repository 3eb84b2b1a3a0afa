"""What readers see of disputes."""

from datetime import date
from typing import Final, Literal, assert_never, get_args

from sqlalchemy import Date, Text

from services.accounting.dispute.claiming import COMPLAINT
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import ReasonCode
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    FOR_US,
    PAID,
    WITHDRAWN,
    WRITTEN_OFF,
    Claim,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
)
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["open", "to-credit", "conceded", "settled"]


@document
class DisputeDocument:
    """A contested invoice. Status: open, to-credit, conceded (its credit note is to be approved), settled.

    `to-credit` is what care decided for the customer, `granted_because` of that: accounting says how much is credited,
    or the credit of returned goods does. It is also what accounting conceded, when another credit note took a part of
    that. `amount` is what is contested, and then what they are right about at most, paid or not. `contested` is that
    less what was credited for returned goods.
    """

    id: str
    status: Status
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
    credit_note_id: str
    outcome: str
    settled_because: str
    settled_on: date | None
    contested: Money | None = None
    granted_because: str = ""


def read(identity: str, dispute: Dispute) -> DisputeDocument | None:
    """The dispute, laid flat."""
    match dispute:
        case NotOpened():
            return None
        case Open(claim=claim):
            return _shown(identity, "open", claim)
        case ToCredit(claim=claim):
            return _shown(identity, "to-credit", claim)
        case Conceded(claim=claim, credit_note_id=credit_note_id):
            return _shown(identity, "conceded", claim, credit_note_id=credit_note_id)
        case Settled(claim=claim):
            return _shown(identity, "settled", claim, credit_note_id=dispute.credit_note_id, settled=dispute)
        case _:
            assert_never(dispute)


def _shown(
    identity: str, status: Status, claim: Claim, *, credit_note_id: str = "", settled: Settled | None = None
) -> DisputeDocument:
    return DisputeDocument(
        id=identity,
        status=status,
        invoice_id=claim.invoice_id,
        invoice_number=claim.invoice_number,
        customer_id=claim.customer_id,
        amount=claim.amount,
        reason_code=claim.reason_code,
        note=claim.note,
        raised_by=claim.raised_by,
        reference=claim.reference,
        opened_by=claim.opened_by,
        opened_on=claim.opened_on,
        credit_note_id=credit_note_id,
        outcome=settled.outcome if settled else "",
        settled_because=settled.reason if settled else "",
        settled_on=settled.settled_on if settled else None,
        contested=claim.contested,
        granted_because=claim.granted_because,
    )


DISPUTES: Final = DocumentView(
    name="dispute",
    decider=DISPUTE,
    document=DisputeDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "invoice_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "reason_code": Shown(Text(), among=(*get_args(ReasonCode), COMPLAINT)),
        "outcome": Shown(Text(), among=("", FOR_US, FOR_CUSTOMER, WITHDRAWN, PAID, WRITTEN_OFF)),
        "opened_on": Shown(Date()),
    },
    filters=("status", "invoice_id", "customer_id", "reason_code", "outcome"),
    queues={"open": {"status": "open"}, "to-credit": {"status": "to-credit"}, "conceded": {"status": "conceded"}},
    order_by=("id", "opened_on"),
)
