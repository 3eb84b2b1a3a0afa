"""What a supplier paid back is in the bank, and owed no more."""

from collections.abc import Iterable

from services.accounting.supplier_payment.events import SupplierRefundReceived
from services.accounting.supplier_payment.settling import settle, take
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierRefundReceived)
def when_supplier_refund_received_settle_payables(fact: Fact[SupplierRefundReceived]) -> Iterable[Send]:
    """Taken first, as for a clearing. The amount is less than nothing, so that the entry is from bank to payable."""
    back = fact.data
    all_of_them = [line.payable_id for line in back.lines]
    yield from take(fact.id, all_of_them, back.received_on)
    yield from settle(fact.id, back.supplier_id, all_of_them, back.amount, back.entry_id, back.received_on)
