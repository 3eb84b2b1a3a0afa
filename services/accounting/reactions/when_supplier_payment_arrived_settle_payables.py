"""A payment that was thought to have failed was carried out: its payables are paid after all."""

from collections.abc import Iterable

from services.accounting.supplier_payment.events import SupplierPaymentArrived
from services.accounting.supplier_payment.settling import settle
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentArrived)
def when_supplier_payment_arrived_settle_payables(fact: Fact[SupplierPaymentArrived]) -> Iterable[Send]:
    """On the payables and, as a new entry, in the books."""
    arrived = fact.data
    yield from settle(
        fact.id,
        arrived.supplier_id,
        arrived.payable_ids,
        arrived.amount,
        arrived.entry_id,
        arrived.confirmed_on,
    )
