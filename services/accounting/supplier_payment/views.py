"""What readers see of supplier payments."""

from datetime import date
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Date, Text

from services.accounting.supplier_payment.decider import SUPPLIER_PAYMENT
from services.accounting.supplier_payment.events import PayableLine
from services.accounting.supplier_payment.state import (
    Approved,
    Cleared,
    Failed,
    NotProposed,
    Proposal,
    Proposed,
    Refused,
    Sent,
    Succeeded,
    SupplierPayment,
    TakenBack,
)
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["proposed", "refused", "approved", "sent", "succeeded", "failed", "cleared", "taken-back"]


@document
class SupplierPaymentDocument:
    """A supplier payment. Status: proposed, refused, approved, sent, succeeded, failed. `reason` tells why not.

    Or cleared, where its payables came to nothing, by who is named as its proposer; taken-back, where that was wrong.
    Of an amount less than nothing, the supplier paid it back, as was noted by who is named as its proposer.
    """

    id: str
    status: Status
    supplier_id: str
    lines: tuple[PayableLine, ...]
    amount: Money
    pay_on: date
    proposed_by: str
    approved_by: str
    refused_by: str
    sent_on: date | None
    confirmed_on: date | None
    reason: str


def read(identity: str, payment: SupplierPayment) -> SupplierPaymentDocument | None:
    """The payment, laid flat."""
    match payment:
        case NotProposed():
            return None
        case Proposed(proposal=proposal):
            return _shown(identity, proposal, "proposed")
        case Refused(proposal=proposal, refused_by=refused_by, reason=reason):
            return _shown(identity, proposal, "refused", refused_by=refused_by, reason=reason)
        case Approved(proposal=proposal, approved_by=approved_by):
            return _shown(identity, proposal, "approved", approved_by=approved_by)
        case Sent(proposal=proposal, approved_by=approved_by, sent_on=sent_on):
            return _shown(identity, proposal, "sent", approved_by=approved_by, sent_on=sent_on)
        case Succeeded(proposal=proposal, approved_by=approved_by, sent_on=sent_on, confirmed_on=confirmed_on):
            return _shown(
                identity,
                proposal,
                "succeeded",
                approved_by=approved_by,
                sent_on=sent_on,
                confirmed_on=confirmed_on,
            )
        case Failed(proposal=proposal, approved_by=approved_by, sent_on=sent_on, reason=reason):
            return _shown(identity, proposal, "failed", approved_by=approved_by, sent_on=sent_on, reason=reason)
        case Cleared(proposal=proposal):
            return _shown(identity, proposal, "cleared")
        case TakenBack(proposal=proposal, taken_back_by=by, reason=reason):
            return _shown(identity, proposal, "taken-back", refused_by=by, reason=reason)
        case _:
            assert_never(payment)


def _shown(
    identity: str,
    proposal: Proposal,
    status: Status,
    *,
    approved_by: str = "",
    refused_by: str = "",
    sent_on: date | None = None,
    confirmed_on: date | None = None,
    reason: str = "",
) -> SupplierPaymentDocument:
    return SupplierPaymentDocument(
        id=identity,
        status=status,
        supplier_id=proposal.supplier_id,
        lines=proposal.lines,
        amount=proposal.amount,
        pay_on=proposal.pay_on,
        proposed_by=proposal.proposed_by,
        approved_by=approved_by,
        refused_by=refused_by,
        sent_on=sent_on,
        confirmed_on=confirmed_on,
        reason=reason,
    )


SUPPLIER_PAYMENTS: Final = DocumentView(
    name="supplier_payment",
    decider=SUPPLIER_PAYMENT,
    document=SupplierPaymentDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "supplier_id": Shown(Text()),
        "currency": Shown(Text(), lambda payment: payment.amount.currency),
        "amount_minor": Shown(BigInteger(), lambda payment: payment.amount.minor),
        "pay_on": Shown(Date()),
    },
    filters=("status", "supplier_id", "pay_on"),
    queues={"approval": {"status": "proposed"}, "to-send": {"status": "approved"}},
    order_by=("id", "pay_on"),
)
