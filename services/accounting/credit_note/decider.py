"""The credit note's table of contents."""

from typing import Final

from services.accounting.credit_note.approving import (
    ApproveCreditNote,
    RefuseCreditNote,
    approve_credit_note,
    refuse_credit_note,
)
from services.accounting.credit_note.cancelling import (
    ApproveCancellation,
    ProposeCancellation,
    RefuseCancellation,
    approve_cancellation,
    propose_cancellation,
    refuse_cancellation,
)
from services.accounting.credit_note.drafting import DraftCreditNote, draft_credit_note
from services.accounting.credit_note.events import (
    CancellationProposed,
    CancellationRefused,
    CreditNoteApproved,
    CreditNoteCancelled,
    CreditNoteDrafted,
    CreditNoteRefused,
    CreditNoteWithheld,
)
from services.accounting.credit_note.returning import (
    DraftReturnCredit,
    DraftWithheldCredit,
    draft_return_credit,
    draft_withheld_credit,
)
from services.accounting.credit_note.state import (
    Approved,
    Cancelled,
    CreditNote,
    Drafted,
    NotDrafted,
    Refused,
    Settled,
    Waiting,
    evolve,
)
from shared.kernel.decider import Decider

CREDIT_NOTE: Final[Decider[CreditNote]] = Decider(
    category="credit_note",
    initial=NotDrafted(),
    evolve=evolve,
    decisions={
        DraftCreditNote: draft_credit_note,
        DraftReturnCredit: draft_return_credit,
        DraftWithheldCredit: draft_withheld_credit,
        ApproveCreditNote: approve_credit_note,
        RefuseCreditNote: refuse_credit_note,
        ProposeCancellation: propose_cancellation,
        ApproveCancellation: approve_cancellation,
        RefuseCancellation: refuse_cancellation,
    },
    events=(
        CreditNoteDrafted,
        CreditNoteWithheld,
        CreditNoteApproved,
        CreditNoteRefused,
        CancellationProposed,
        CreditNoteCancelled,
        CancellationRefused,
    ),
    shapes=(NotDrafted, Drafted, Approved, Cancelled, Refused, Waiting, Settled),
)
