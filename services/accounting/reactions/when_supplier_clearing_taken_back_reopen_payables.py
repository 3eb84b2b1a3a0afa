"""Payables that should not have been cleared are owed again, and credits are to be taken off again."""

from collections.abc import Iterable

from services.accounting.supplier_payment.events import SupplierClearingTakenBack
from services.accounting.supplier_payment.settling import reopen
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierClearingTakenBack)
def when_supplier_clearing_taken_back_reopen_payables(fact: Fact[SupplierClearingTakenBack]) -> Iterable[Send]:
    """Nothing was booked, so that nothing is booked back."""
    yield from reopen(fact.id, fact.data.payable_ids, fact.data.reason, fact.data.taken_back_on)
