"""A payment that the bank did not carry out leaves its payables owed."""

from collections.abc import Iterable

from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.reversing import ReverseEntry
from services.accounting.supplier_payment.events import SupplierPaymentFailed
from services.accounting.supplier_payment.settling import SOURCE, reopen
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierPaymentFailed)
def when_supplier_payment_failed_reopen_payables(fact: Fact[SupplierPaymentFailed]) -> Iterable[Send]:
    """On the payables, and by taking the journal entry back."""
    failed = fact.data
    yield from reopen(fact.id, failed.payable_ids, failed.reason, failed.failed_on)
    yield Send(
        ReverseEntry(
            reversal_id=failed.reversal_id,
            source=SOURCE,
            reason=failed.reason,
            by=failed.noted_by,
            on=failed.failed_on,
        ),
        to=JOURNAL.stream(failed.entry_id),
    )
