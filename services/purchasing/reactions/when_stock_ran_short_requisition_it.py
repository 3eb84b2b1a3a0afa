"""When stock ran short for an order, requisition what is short."""

from collections.abc import Iterable

from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.raising import RaiseForShortage
from services.purchasing.requisition.shortage import short_lines
from services.purchasing.supply_source.decider import sources_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationMadeV1


@reacts_to(ReservationMadeV1)
def when_stock_ran_short_requisition_it(fact: Fact[ReservationMadeV1]) -> Iterable[Send]:
    """A reservation that got everything asks for nothing."""
    made = fact.data
    lines = short_lines(made.lines, made.requested_on)
    if lines:
        command = RaiseForShortage(
            sales_order_id=made.order_id,
            warehouse=made.short_in,
            lines=lines,
            by=fact.actor,
            on=made.made_on,
        )
        yield Send(
            command,
            REQUISITION.stream(made.order_id),
            given=sources_of(line.sku for line in lines),
        )
