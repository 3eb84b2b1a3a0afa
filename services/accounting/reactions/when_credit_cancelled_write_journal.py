"""A credit note is cancelled: revenue and tax are owed again."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoiceCreditCancelled
from services.accounting.invoice.journalising import GOODS, returns_by_role
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_write_journal(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """The reverse of the entry of the credit note, on the day of the cancellation."""
    back = fact.data
    pieces = [(GOODS, line.net) for line in back.lines]
    pieces += [(charge.kind, charge.net) for charge in back.charges]
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="credit-note",
        text=f"Credit note {back.credit_note_number} cancelled by {back.number}",
        posted_on=back.cancelled_on,
        lines=[
            debit("receivable", back.total - back.to_customer_credit, back.debt.customer_id),
            debit("customer-credit", back.to_customer_credit, back.debt.customer_id),
            *(credit(role, amount) for role, amount in returns_by_role(pieces)),
            credit("output-vat", back.tax),
        ],
    )
