"""Payables that were cleared against each other are owed no more."""

from collections.abc import Iterable

from services.accounting.supplier_payment.events import SupplierPaymentCleared
from services.accounting.supplier_payment.settling import pay, take
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentCleared)
def when_supplier_payment_cleared_settle_payables(fact: Fact[SupplierPaymentCleared]) -> Iterable[Send]:
    """Taken first, so that what no payment may take is not cleared. The books have them as nothing in all already."""
    all_of_them = [line.payable_id for line in fact.data.lines]
    yield from take(fact.id, all_of_them, fact.data.cleared_on)
    yield from pay(fact.id, all_of_them, fact.data.cleared_on)
