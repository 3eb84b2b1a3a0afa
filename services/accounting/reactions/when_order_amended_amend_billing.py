"""Of an order that is for less, less may be billed."""

from collections.abc import Iterable

from services.accounting.billing.amending import AmendBilling, LineNow
from services.accounting.billing.decider import BILLING
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderAmendedV1


@reacts_to(OrderAmendedV1)
def when_order_amended_amend_billing(fact: Fact[OrderAmendedV1]) -> Iterable[Send]:
    """Credit is lowered in the same transaction, by what the billing expects less."""
    amended = fact.data
    command = AmendBilling(
        lines=tuple(LineNow(line_no=line.line_no, quantity=line.quantity) for line in amended.lines),
        reason=amended.reason,
        by=amended.amended_by,
        on=amended.amended_on,
    )
    yield Send(command, BILLING.stream(amended.order_id))
