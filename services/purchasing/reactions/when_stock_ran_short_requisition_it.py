"""When stock ran short for an order, requisition what is short."""

from collections.abc import Iterable

from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lines import RequisitionLine
from services.purchasing.requisition.raising import RaiseForShortage
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationMadeV1


@reacts_to(ReservationMadeV1)
def when_stock_ran_short_requisition_it(fact: Fact[ReservationMadeV1]) -> Iterable[Send]:
    """A reservation that got everything asks for nothing."""
    made = fact.data
    lines = tuple(
        RequisitionLine(line_no=line.line_no, sku=line.sku, quantity=line.short, needed_on=made.requested_on)
        for line in made.lines
        if line.short > 0
    )
    if lines:
        command = RaiseForShortage(
            sales_order_id=made.order_id,
            warehouse=made.short_in,
            lines=lines,
            by=fact.actor,
            on=made.made_on,
        )
        skus = sorted({line.sku for line in lines})
        yield Send(
            command,
            REQUISITION.stream(made.order_id),
            given=tuple(SUPPLY_SOURCE.stream(sku) for sku in skus),
        )
