"""A posted invoice is revenue and tax that the customer owes."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoicePosted
from services.accounting.invoice.journalising import GOODS, revenue_by_role
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoicePosted)
def when_invoice_posted_write_journal(fact: Fact[InvoicePosted]) -> Iterable[Send]:
    """Receivable against revenue, freight, rounding and output tax."""
    posted = fact.data
    pieces = [(GOODS, line.net) for line in posted.lines]
    pieces += [(charge.kind, charge.net) for charge in posted.charges]
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="invoice",
        text=f"Invoice {posted.number}",
        posted_on=posted.posted_on,
        lines=[
            debit("receivable", posted.total, posted.customer_id),
            *(credit(role, amount) for role, amount in revenue_by_role(pieces)),
            credit("output-vat", posted.tax),
        ],
    )
