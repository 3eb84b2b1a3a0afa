"""A refused payment lets its payables go."""

from collections.abc import Iterable

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.paying import GivePayableBack
from services.accounting.supplier_payment.events import SupplierPaymentRefused
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentRefused)
def when_supplier_payment_refused_give_payables_back(fact: Fact[SupplierPaymentRefused]) -> Iterable[Send]:
    """Another payment may pay them."""
    for payable_id in fact.data.payable_ids:
        command = GivePayableBack(supplier_payment_id=fact.id, on=fact.data.refused_on)
        yield Send(command, to=PAYABLE.stream(payable_id))
