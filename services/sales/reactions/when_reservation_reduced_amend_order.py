"""What the warehouse gave back, the order is not for any more."""

from collections.abc import Iterable
from decimal import Decimal

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.shrinking import ReservationReduced, StandingLine
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationReducedV1


@reacts_to(ReservationReducedV1)
def when_reservation_reduced_amend_order(fact: Fact[ReservationReducedV1]) -> Iterable[Send]:
    """The answer is noted on the order, which is amended by it, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=ReservationReduced(
            reduction_id=told.reduction_id,
            lines=tuple(
                StandingLine(
                    line_no=line.line_no,
                    quantity=line.ordered,
                    reserved=sum((one.quantity for one in line.parts), Decimal(0)),
                    short=line.short,
                    resolved=line.resolved,
                )
                for line in told.lines
            ),
            reduced_on=told.reduced_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
