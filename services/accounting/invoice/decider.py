"""The invoice's table of contents."""

from collections.abc import Iterable
from typing import Any, Final

from services.accounting.invoice.crediting import CreditInvoice, credit_invoice
from services.accounting.invoice.disputing import (
    EndDispute,
    LowerDisputed,
    MarkDisputed,
    end_dispute,
    lower_disputed,
    mark_disputed,
)
from services.accounting.invoice.events import (
    AmountReopened,
    AmountSettled,
    DisputeEnded,
    InstalmentFellDue,
    InstalmentNearsDue,
    InvoiceCreditCancelled,
    InvoiceCredited,
    InvoiceDisputed,
    InvoicePosted,
    InvoiceTakenOver,
    InvoiceWithheld,
    InvoiceWrittenOff,
    NothingToPay,
    ReclaimPosted,
    SmallDifferenceLetOff,
    SmallDifferenceRestored,
    WriteOffReversed,
)
from services.accounting.invoice.posting import (
    PostInvoice,
    PostWithheldInvoice,
    post_invoice,
    post_withheld_invoice,
)
from services.accounting.invoice.reclaiming import PostReclaim, post_reclaim
from services.accounting.invoice.settling import (
    NoteFallenDue,
    NoteNearDue,
    ReopenAmount,
    SettleInvoice,
    comes_near,
    nears_due_on,
    note_fallen_due,
    note_near_due,
    reopen_amount,
    settle_invoice,
)
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld, evolve
from services.accounting.invoice.taking_over import TakeOverInvoice, take_over_invoice
from services.accounting.invoice.uncrediting import CancelCredit, cancel_credit
from services.accounting.invoice.writing_off import (
    ReverseWriteOff,
    WriteOffInvoice,
    reverse_write_off,
    write_off_invoice,
)
from shared.kernel.days import begin_of, midnight_after
from shared.kernel.decider import Deadline, Decider, NoDeadline

DUE: Final = "instalment-due"
NEAR_DUE: Final = "instalment-near-due"


def deadlines(fact: Any, invoice: Invoice) -> Iterable[Deadline | NoDeadline]:
    """Two per invoice: when the next unpaid instalment comes near, and the end of the day on which one is due."""
    if isinstance(fact, InvoiceWithheld) or not isinstance(invoice, Posted):
        return
    waiting = next((one for one in invoice.instalments if one.open and not one.fell_due), None)
    if waiting is None:
        yield NoDeadline(DUE)
    else:
        yield Deadline(DUE, midnight_after(waiting.due_on))
    coming = next((one for one in invoice.instalments if comes_near(one, invoice.posted_on)), None)
    if coming is None:
        yield NoDeadline(NEAR_DUE)
    else:
        yield Deadline(NEAR_DUE, begin_of(nears_due_on(coming, invoice.posted_on)))


INVOICE: Final[Decider[Invoice]] = Decider(
    category="invoice",
    initial=NotPosted(),
    evolve=evolve,
    decisions={
        PostInvoice: post_invoice,
        PostWithheldInvoice: post_withheld_invoice,
        TakeOverInvoice: take_over_invoice,
        PostReclaim: post_reclaim,
        SettleInvoice: settle_invoice,
        ReopenAmount: reopen_amount,
        NoteNearDue: note_near_due,
        NoteFallenDue: note_fallen_due,
        CreditInvoice: credit_invoice,
        CancelCredit: cancel_credit,
        MarkDisputed: mark_disputed,
        LowerDisputed: lower_disputed,
        EndDispute: end_dispute,
        WriteOffInvoice: write_off_invoice,
        ReverseWriteOff: reverse_write_off,
    },
    events=(
        InvoiceWithheld,
        InvoicePosted,
        InvoiceTakenOver,
        ReclaimPosted,
        NothingToPay,
        InstalmentNearsDue,
        InstalmentFellDue,
        AmountSettled,
        AmountReopened,
        SmallDifferenceLetOff,
        SmallDifferenceRestored,
        InvoiceCredited,
        InvoiceCreditCancelled,
        InvoiceDisputed,
        DisputeEnded,
        InvoiceWrittenOff,
        WriteOffReversed,
    ),
    shapes=(NotPosted, Withheld, Posted),
    deadlines=deadlines,
    on_deadline={
        NEAR_DUE: lambda passed: NoteNearDue(on=passed.now.date()),
        DUE: lambda passed: NoteFallenDue(on=passed.now.date()),
    },
)
