"""The invoice's table of contents."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from services.accounting.invoice.crediting import CreditInvoice, credit_invoice
from services.accounting.invoice.events import (
    AmountReopened,
    AmountSettled,
    InstalmentFellDue,
    InvoiceCredited,
    InvoicePosted,
    InvoiceWithheld,
    NothingToPay,
)
from services.accounting.invoice.posting import (
    PostInvoice,
    PostWithheldInvoice,
    post_invoice,
    post_withheld_invoice,
)
from services.accounting.invoice.settling import (
    NoteFallenDue,
    ReopenAmount,
    SettleInvoice,
    note_fallen_due,
    reopen_amount,
    settle_invoice,
)
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld, evolve
from shared.kernel.decider import Deadline, Decider, NoDeadline

DUE: Final = "instalment-due"


def deadlines(fact: Any, invoice: Invoice) -> Iterable[Deadline | NoDeadline]:
    """One per invoice: the end of the day on which the next unpaid instalment is due."""
    if isinstance(fact, InvoiceWithheld) or not isinstance(invoice, Posted):
        return
    waiting = next((one for one in invoice.instalments if one.open and not one.fell_due), None)
    if waiting is None:
        yield NoDeadline(DUE)
    else:
        yield Deadline(DUE, datetime.combine(waiting.due_on + timedelta(days=1), time.min, tzinfo=UTC))


INVOICE: Final[Decider[Invoice]] = Decider(
    category="invoice",
    initial=NotPosted(),
    evolve=evolve,
    decisions={
        PostInvoice: post_invoice,
        PostWithheldInvoice: post_withheld_invoice,
        SettleInvoice: settle_invoice,
        ReopenAmount: reopen_amount,
        NoteFallenDue: note_fallen_due,
        CreditInvoice: credit_invoice,
    },
    events=(
        InvoiceWithheld,
        InvoicePosted,
        NothingToPay,
        InstalmentFellDue,
        AmountSettled,
        AmountReopened,
        InvoiceCredited,
    ),
    shapes=(NotPosted, Withheld, Posted),
    deadlines=deadlines,
    on_deadline={DUE: lambda passed: NoteFallenDue(on=passed.now.date())},
)
