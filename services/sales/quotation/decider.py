"""The quotation's table of contents."""

from collections.abc import Iterator
from typing import Final

from services.sales.quotation.answering import (
    AcceptQuotation,
    ExpireQuotation,
    RejectQuotation,
    accept_quotation,
    expire_quotation,
    reject_quotation,
)
from services.sales.quotation.approving import (
    ApproveQuotation,
    RefuseApproval,
    SubmitQuotation,
    approve_quotation,
    refuse_approval,
    submit_quotation,
)
from services.sales.quotation.contracting import NoteContracted, note_contracted
from services.sales.quotation.drafting import (
    DraftQuotation,
    ReviseQuotation,
    draft_quotation,
    revise_quotation,
)
from services.sales.quotation.events import (
    ApprovalRefused,
    DraftEdited,
    QuotationAccepted,
    QuotationApproved,
    QuotationApprovedByRule,
    QuotationContracted,
    QuotationDrafted,
    QuotationEvent,
    QuotationExpired,
    QuotationRejected,
    QuotationSent,
    QuotationSubmitted,
    QuotationWithdrawn,
    RevisionDrafted,
    RevisionSuperseded,
)
from services.sales.quotation.sending import SendQuotation, send_quotation
from services.sales.quotation.state import (
    Accepted,
    Approved,
    Contracted,
    Draft,
    Expired,
    InApproval,
    Quotation,
    Rejected,
    Sent,
    Undrafted,
    Withdrawn,
    evolve,
)
from services.sales.quotation.withdrawing import WithdrawQuotation, withdraw_quotation
from shared.kernel.days import midnight_after
from shared.kernel.decider import Deadline, DeadlinePassed, Decider, NoDeadline

VALIDITY: Final = "validity"


def deadlines(fact: QuotationEvent, quotation: Quotation) -> Iterator[Deadline | NoDeadline]:
    """An offer that the customer holds is watched until the end of its last valid day, in UTC."""
    match fact, quotation:
        case QuotationSent(), Sent(offer=offer):
            yield Deadline(VALIDITY, midnight_after(offer.valid_until))
        case QuotationAccepted() | QuotationRejected() | QuotationWithdrawn() | RevisionSuperseded(), _:
            yield NoDeadline(VALIDITY)
        case _:
            return


def expire(passed: DeadlinePassed) -> ExpireQuotation:
    """The end of the last valid day has come."""
    return ExpireQuotation(on=passed.now.date())


QUOTATION: Final[Decider[Quotation]] = Decider(
    category="quotation",
    initial=Undrafted(),
    evolve=evolve,
    decisions={
        DraftQuotation: draft_quotation,
        ReviseQuotation: revise_quotation,
        SubmitQuotation: submit_quotation,
        ApproveQuotation: approve_quotation,
        RefuseApproval: refuse_approval,
        SendQuotation: send_quotation,
        AcceptQuotation: accept_quotation,
        RejectQuotation: reject_quotation,
        ExpireQuotation: expire_quotation,
        WithdrawQuotation: withdraw_quotation,
        NoteContracted: note_contracted,
    },
    events=(
        QuotationDrafted,
        DraftEdited,
        RevisionDrafted,
        QuotationSubmitted,
        QuotationApproved,
        QuotationApprovedByRule,
        ApprovalRefused,
        RevisionSuperseded,
        QuotationSent,
        QuotationAccepted,
        QuotationRejected,
        QuotationExpired,
        QuotationWithdrawn,
        QuotationContracted,
    ),
    shapes=(
        Undrafted,
        Draft,
        InApproval,
        Approved,
        Sent,
        Accepted,
        Contracted,
        Rejected,
        Expired,
        Withdrawn,
    ),
    deadlines=deadlines,
    on_deadline={VALIDITY: expire},
)
