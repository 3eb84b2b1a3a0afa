"""When a customer's order is for less, buy no more than is still short for it."""

from collections.abc import Iterable

from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lowering import LowerNeeds
from services.purchasing.requisition.state import FOR_LESS
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationReducedV1


@reacts_to(ReservationReducedV1)
def when_reservation_reduced_need_less(fact: Fact[ReservationReducedV1]) -> Iterable[Send]:
    """The warehouse tells all lines as they stand; what it could not give back was not short."""
    reduced = fact.data
    yield Send(
        LowerNeeds(
            short=tuple(Need(line_no=line.line_no, quantity=line.short) for line in reduced.lines),
            reason=FOR_LESS,
            by=fact.actor,
            on=reduced.reduced_on,
        ),
        REQUISITION.stream(reduced.order_id),
    )
