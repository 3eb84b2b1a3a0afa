"""A proposed payment holds its payables: one that another payment holds refuses the proposal."""

from collections.abc import Iterable

from services.accounting.supplier_payment.events import SupplierPaymentProposed
from services.accounting.supplier_payment.settling import take
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentProposed)
def when_supplier_payment_proposed_take_payables(fact: Fact[SupplierPaymentProposed]) -> Iterable[Send]:
    """Each payable, on its own stream."""
    yield from take(fact.id, [line.payable_id for line in fact.data.lines], fact.data.proposed_on)
