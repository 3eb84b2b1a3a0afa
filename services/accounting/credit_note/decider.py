"""The credit note's table of contents."""

from typing import Final

from services.accounting.credit_note.approving import (
    ApproveCreditNote,
    RefuseCreditNote,
    approve_credit_note,
    refuse_credit_note,
)
from services.accounting.credit_note.drafting import DraftCreditNote, draft_credit_note
from services.accounting.credit_note.events import (
    CreditNoteApproved,
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
    },
    events=(CreditNoteDrafted, CreditNoteWithheld, CreditNoteApproved, CreditNoteRefused),
    shapes=(NotDrafted, Drafted, Approved, Refused, Waiting, Settled),
)
