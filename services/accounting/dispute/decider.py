"""The dispute's table of contents."""

from typing import Final

from services.accounting.dispute.events import (
    ComplaintDecided,
    ComplaintReopened,
    ConcessionLapsed,
    ConcessionRefused,
    DisputeConceded,
    DisputeCreditCancelled,
    DisputeCredited,
    DisputeGranted,
    DisputeOpened,
    DisputeResumed,
    DisputeSettled,
    ReturnSettled,
)
from services.accounting.dispute.hearing import (
    HearDisputeEnded,
    NoteReturnCredited,
    NoteReturnSettled,
    hear_dispute_ended,
    note_return_credited,
    note_return_settled,
)
from services.accounting.dispute.opening import (
    HearDispute,
    OpenDispute,
    ReopenDispute,
    hear_dispute,
    open_dispute,
    reopen_dispute,
)
from services.accounting.dispute.resuming import (
    NoteCreditCancelled,
    NoteOwedAgain,
    note_credit_cancelled,
    note_owed_again,
)
from services.accounting.dispute.settling import (
    ConcedeDispute,
    NoteCreditApproved,
    NoteCreditRefused,
    NoteInvoiceCredited,
    NoteInvoicePaid,
    NoteInvoiceWrittenOff,
    SettleDispute,
    concede_dispute,
    note_credit_approved,
    note_credit_refused,
    note_invoice_credited,
    note_invoice_paid,
    note_invoice_written_off,
    settle_dispute,
)
from services.accounting.dispute.state import Conceded, Dispute, Heard, NotOpened, Open, Settled, ToCredit, evolve
from shared.kernel.decider import Decider

DISPUTE: Final[Decider[Dispute]] = Decider(
    category="dispute",
    initial=NotOpened(heard=Heard()),
    evolve=evolve,
    decisions={
        OpenDispute: open_dispute,
        HearDispute: hear_dispute,
        ReopenDispute: reopen_dispute,
        SettleDispute: settle_dispute,
        ConcedeDispute: concede_dispute,
        NoteCreditApproved: note_credit_approved,
        NoteCreditRefused: note_credit_refused,
        NoteInvoicePaid: note_invoice_paid,
        NoteInvoiceCredited: note_invoice_credited,
        NoteInvoiceWrittenOff: note_invoice_written_off,
        NoteOwedAgain: note_owed_again,
        NoteCreditCancelled: note_credit_cancelled,
        HearDisputeEnded: hear_dispute_ended,
        NoteReturnCredited: note_return_credited,
        NoteReturnSettled: note_return_settled,
    },
    events=(
        DisputeOpened,
        DisputeGranted,
        DisputeCredited,
        ReturnSettled,
        ComplaintReopened,
        DisputeConceded,
        ConcessionRefused,
        ConcessionLapsed,
        DisputeSettled,
        ComplaintDecided,
        DisputeResumed,
        DisputeCreditCancelled,
    ),
    shapes=(NotOpened, Open, ToCredit, Conceded, Settled),
)
