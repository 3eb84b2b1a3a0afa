"""What is billed of a cancelled order is called under its contract after all."""

from collections.abc import Iterable

from services.sales.contract.decider import CONTRACT
from services.sales.contract.events import TakenLine
from services.sales.contract.taking_again import TakeCallAgain
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoicePostedV1


@reacts_to(InvoicePostedV1)
def when_invoice_posted_take_call_again(fact: Fact[InvoicePostedV1]) -> Iterable[Send]:
    """The contract knows which calls were returned; for every other order nothing follows."""
    told = fact.data
    again = TakeCallAgain(
        order_id=told.order_id,
        invoice_id=told.invoice_id,
        lines=tuple(TakenLine(line_no=one.line_no, quantity=one.quantity, net=one.net) for one in told.lines),
        with_charges=bool(told.charges),
        on=told.posted_on,
    )
    yield Send(again, to=CONTRACT.stream(told.contract_id))
