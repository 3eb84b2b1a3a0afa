"""What an order holds or awaits beyond what the customer still wants is for others."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationReduced
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import GivenBackLine
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.reserving import GiveBackStock
from services.warehouse.stock_item.state import NOTHING
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationReduced)
def when_reservation_reduced_give_back_stock(fact: Fact[ReservationReduced]) -> Iterator[Send]:
    """All lines that one stock item serves at once, so that none gets what another one gives back."""
    reduced = fact.data
    lines: dict[str, list[GivenBackLine]] = {}
    for line in reduced.lines:
        freed = {one.warehouse: one.quantity for one in line.given_back}
        awaited = {reduced.short_in: line.short} if line.short else {}
        for warehouse in sorted(freed.keys() | awaited.keys()):
            less = GivenBackLine(
                line_no=line.line_no, reserved=freed.get(warehouse, NOTHING), waiting=awaited.get(warehouse, NOTHING)
            )
            lines.setdefault(stock_id(warehouse, line.sku), []).append(less)
    for stock, less_of in lines.items():
        command = GiveBackStock(
            reduction_id=reduced.reduction_id,
            order_id=fact.id,
            lines=tuple(less_of),
            reason=reduced.reason,
            on=reduced.reduced_on,
        )
        yield Send(command, to=STOCK_ITEM.stream(stock))
