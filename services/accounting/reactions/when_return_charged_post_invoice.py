"""What a customer owes for units of a return is invoiced."""

from collections.abc import Iterable

from services.accounting.billing.events import ReturnCharged
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import PostInvoice, reads_for_posting
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnCharged)
def when_return_charged_post_invoice(fact: Fact[ReturnCharged]) -> Iterable[Send]:
    """An invoice of its own: it bills nothing that was ordered, so it names the return and not the order."""
    charged = fact.data
    command = PostInvoice(
        order_id="",
        contract_id=charged.contract_id,
        customer_id=charged.customer_id,
        shipment_id="",
        currency=charged.charge.amount.currency,
        lines=(),
        charges=(charged.charge,),
        terms=charged.terms,
        delivered_on=charged.charged_on,
        posted_on=charged.charged_on,
        return_id=charged.return_id,
    )
    invoice_id = derived_id("invoice", "return-charge", charged.charge_id)
    yield Send(
        command, INVOICE.stream(invoice_id), given=reads_for_posting([charged.charge.tax_code], charged.charged_on)
    )
