"""An approved supplier invoice settles what was received, and is owed."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import SupplierInvoiceApprovedV1


@reacts_to(SupplierInvoiceApprovedV1)
def when_supplier_invoice_approved_book_payable(fact: Fact[SupplierInvoiceApprovedV1]) -> Iterable[Send]:
    """What was ordered leaves the goods not invoiced; a price above or below it is a variance; the rest is tax.

    An invoice whose total is not its net and tax to the last cent is owed as it says: the cent is rounding. A credit
    puts all of that back, so that its payable is less than nothing.
    """
    approved = fact.data
    ordered = sums(line.ordered_net for line in approved.lines)
    variance = sums([approved.net, *(-amount for amount in ordered)])
    party = approved.supplier_id
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="supplier-invoice",
        text=f"Supplier {'credit' if approved.credits else 'invoice'} {approved.supplier_reference}",
        posted_on=approved.approved_on,
        lines=[
            *(debit("goods-received-not-invoiced", amount, party) for amount in ordered),
            *(debit("purchase-price-variance", amount, party) for amount in variance),
            debit("input-vat", approved.tax, party),
            *(debit("rounding", amount, party) for amount in sums([approved.total, -approved.net, -approved.tax])),
            credit("payable", approved.total, party),
        ],
    )
