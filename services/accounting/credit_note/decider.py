"""The credit note's table of contents."""

from typing import Final

from services.accounting.credit_note.approving import (
    ApproveCreditNote,
    RefuseCreditNote,
    approve_credit_note,
    refuse_credit_note,
)
from services.accounting.credit_note.drafting import DraftCreditNote, draft_credit_note
from services.accounting.credit_note.events import CreditNoteApproved, CreditNoteDrafted, CreditNoteRefused
from services.accounting.credit_note.state import Approved, CreditNote, Drafted, NotDrafted, Refused, evolve
from shared.kernel.decider import Decider

CREDIT_NOTE: Final[Decider[CreditNote]] = Decider(
    category="credit_note",
    initial=NotDrafted(),
    evolve=evolve,
    decisions={
        DraftCreditNote: draft_credit_note,
        ApproveCreditNote: approve_credit_note,
        RefuseCreditNote: refuse_credit_note,
    },
    events=(CreditNoteDrafted, CreditNoteApproved, CreditNoteRefused),
    shapes=(NotDrafted, Drafted, Approved, Refused),
)
