"""Accounting holds what the customer orders from now on: whoever talks to them should know."""

from collections.abc import Iterable

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerCreditStopped
from services.sales.customer.noting import NoteCredit
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditStoppedV1


@reacts_to(CreditStoppedV1)
def when_credit_stopped_note_it_on_customer(fact: Fact[CreditStoppedV1]) -> Iterable[Send]:
    """Noted on the customer; orders are held and released by the facts that name them."""
    told = fact.data
    heard = CustomerCreditStopped(
        reason=told.reason, stopped_by=told.stopped_by, stopped_on=told.stopped_on, source=source_of(fact)
    )
    yield Send(NoteCredit(heard=heard), to=CUSTOMER.stream(told.customer_id))
