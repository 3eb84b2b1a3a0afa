"""An invoice taken over counts against the customer's limit."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveToInvoiced
from services.accounting.invoice.events import InvoiceTakenOver
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceTakenOver)
def when_invoice_taken_over_move_exposure(fact: Fact[InvoiceTakenOver]) -> Iterable[Send]:
    """Beside the orders: it has none, nor a shipment."""
    taken = fact.data
    command = MoveToInvoiced(
        order_id="", shipment_id="", invoice_id=fact.id, total=taken.amount, on=taken.taken_over_on
    )
    yield Send(command, CREDIT_ACCOUNT.stream(taken.customer_id))
