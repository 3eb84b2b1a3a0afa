"""The dispute's table of contents."""

from typing import Final

from services.accounting.dispute.events import ConcessionRefused, DisputeConceded, DisputeOpened, DisputeSettled
from services.accounting.dispute.opening import HearDispute, OpenDispute, hear_dispute, open_dispute
from services.accounting.dispute.settling import (
    ConcedeDispute,
    HearDisputeEnded,
    NoteCreditApproved,
    NoteCreditRefused,
    NoteInvoicePaid,
    SettleDispute,
    concede_dispute,
    hear_dispute_ended,
    note_credit_approved,
    note_credit_refused,
    note_invoice_paid,
    settle_dispute,
)
from services.accounting.dispute.state import Conceded, Dispute, NotOpened, Open, Settled, evolve
from shared.kernel.decider import Decider

DISPUTE: Final[Decider[Dispute]] = Decider(
    category="dispute",
    initial=NotOpened(),
    evolve=evolve,
    decisions={
        OpenDispute: open_dispute,
        HearDispute: hear_dispute,
        SettleDispute: settle_dispute,
        ConcedeDispute: concede_dispute,
        NoteCreditApproved: note_credit_approved,
        NoteCreditRefused: note_credit_refused,
        NoteInvoicePaid: note_invoice_paid,
        HearDisputeEnded: hear_dispute_ended,
    },
    events=(DisputeOpened, DisputeConceded, ConcessionRefused, DisputeSettled),
    shapes=(NotOpened, Open, Conceded, Settled),
)
