"""A refund that did not arrive is back in the bank and in the books."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payment.events import RefundFailed
from services.accounting.payment.settling import SOURCE, rest_role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundFailed)
def when_refund_failed_book_it(fact: Fact[RefundFailed]) -> Iterable[Send]:
    """From the bank to the customer's credit, or to suspense: to whoever's payment it is now."""
    failed = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Refund {failed.refund_id} of payment {fact.id} failed: {failed.reason}",
        posted_on=failed.failed_on,
        lines=[
            debit("bank", failed.amount),
            credit(rest_role(failed.customer_id), failed.amount, failed.customer_id),
        ],
    )
