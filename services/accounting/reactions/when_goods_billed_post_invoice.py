"""Billed goods are invoiced."""

from collections.abc import Iterable

from services.accounting.billing.events import GoodsBilled
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import PostInvoice, reads_for_posting
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsBilled)
def when_goods_billed_post_invoice(fact: Fact[GoodsBilled]) -> Iterable[Send]:
    """One invoice per shipment, under an id that is derived from it."""
    billed = fact.data
    command = PostInvoice(
        order_id=fact.id,
        contract_id=billed.contract_id,
        customer_id=billed.customer_id,
        shipment_id=billed.shipment_id,
        currency=billed.currency,
        lines=billed.lines,
        charges=billed.charges,
        terms=billed.terms,
        delivered_on=billed.delivered_on,
        posted_on=billed.billed_on,
    )
    codes = [line.tax_code for line in billed.lines] + [charge.tax_code for charge in billed.charges]
    invoice_id = derived_id("invoice", billed.shipment_id)
    yield Send(command, INVOICE.stream(invoice_id), given=reads_for_posting(codes, billed.billed_on))
