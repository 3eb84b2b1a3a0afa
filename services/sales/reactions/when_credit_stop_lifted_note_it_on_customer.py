"""The customer may order on credit again; each order that was held is told of by itself."""

from collections.abc import Iterable

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerCreditStopLifted
from services.sales.customer.noting import NoteCredit
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditStopLiftedV1


@reacts_to(CreditStopLiftedV1)
def when_credit_stop_lifted_note_it_on_customer(fact: Fact[CreditStopLiftedV1]) -> Iterable[Send]:
    """Noted on the customer; orders are held and released by the facts that name them."""
    told = fact.data
    heard = CustomerCreditStopLifted(
        reason=told.reason, lifted_by=told.lifted_by, lifted_on=told.lifted_on, source=source_of(fact)
    )
    yield Send(NoteCredit(heard=heard), to=CUSTOMER.stream(told.customer_id))
