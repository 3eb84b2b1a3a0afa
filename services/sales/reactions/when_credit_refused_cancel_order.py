"""An approver said no: an order of which nothing was shipped is cancelled."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import CreditRefused
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditRefusedV1


@reacts_to(CreditRefusedV1)
def when_credit_refused_cancel_order(fact: Fact[CreditRefusedV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=CreditRefused(
            refused_by=told.refused_by,
            reason=told.reason,
            refused_on=told.refused_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
