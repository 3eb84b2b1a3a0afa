"""A credit note takes revenue and tax back."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoiceCredited
from services.accounting.invoice.journalising import GOODS, returns_by_role
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_write_journal(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """Off the receivable; what was paid already is owed to the customer instead."""
    credited = fact.data
    pieces = [(GOODS, line.net) for line in credited.lines]
    pieces += [(charge.kind, charge.net) for charge in credited.charges]
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="credit-note",
        text=f"Credit note {credited.credit_note_number}",
        posted_on=credited.credited_on,
        lines=[
            *(debit(role, amount) for role, amount in returns_by_role(pieces)),
            debit("output-vat", credited.tax),
            credit("receivable", credited.total - credited.to_customer_credit, credited.debt.customer_id),
            credit("customer-credit", credited.to_customer_credit, credited.debt.customer_id),
        ],
    )
