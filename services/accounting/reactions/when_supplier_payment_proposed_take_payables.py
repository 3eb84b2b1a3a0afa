"""A proposed payment holds its payables: one that another payment holds refuses the proposal."""

from collections.abc import Iterable

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.paying import TakePayable
from services.accounting.supplier_payment.events import SupplierPaymentProposed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentProposed)
def when_supplier_payment_proposed_take_payables(fact: Fact[SupplierPaymentProposed]) -> Iterable[Send]:
    """Each payable, on its own stream."""
    all_of_them = tuple(line.payable_id for line in fact.data.lines)
    for line in fact.data.lines:
        command = TakePayable(supplier_payment_id=fact.id, on=fact.data.proposed_on, beside=all_of_them)
        yield Send(command, to=PAYABLE.stream(line.payable_id))
