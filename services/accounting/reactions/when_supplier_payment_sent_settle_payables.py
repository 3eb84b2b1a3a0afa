"""Once the bank has our order, the payables are paid."""

from collections.abc import Iterable

from services.accounting.supplier_payment.events import SupplierPaymentSent
from services.accounting.supplier_payment.settling import settle
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentSent)
def when_supplier_payment_sent_settle_payables(fact: Fact[SupplierPaymentSent]) -> Iterable[Send]:
    """On the payables and in the books."""
    sent = fact.data
    yield from settle(fact.id, sent.supplier_id, sent.payable_ids, sent.amount, sent.entry_id, sent.sent_on)
