"""When stock ran short for what care granted a customer, requisition what is short."""

from collections.abc import Iterable

from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.raising import RaiseForShortage
from services.purchasing.requisition.shortage import short_lines
from services.purchasing.supply_source.decider import sources_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementReservedV1


@reacts_to(ReplacementReservedV1)
def when_replacement_ran_short_requisition_it(fact: Fact[ReplacementReservedV1]) -> Iterable[Send]:
    """As for an order, which the grant stands in for: the goods are pegged to it."""
    reserved = fact.data
    lines = short_lines(reserved.lines, reserved.requested_on)
    if lines:
        command = RaiseForShortage(
            sales_order_id=reserved.grant_id,
            replacement_for=reserved.order_id,
            warehouse=reserved.short_in,
            lines=lines,
            by=fact.actor,
            on=reserved.reserved_on,
        )
        yield Send(
            command,
            REQUISITION.stream(reserved.grant_id),
            given=sources_of(line.sku for line in lines),
        )
