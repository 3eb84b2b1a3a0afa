"""What an order reserves is taken off what is available; what it is short of is awaited."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationMade
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.reserving import ReserveStock, WaitForStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationMade)
def when_reservation_made_set_goods_aside(fact: Fact[ReservationMade]) -> Iterator[Send]:
    """The stock items have the last word: a refusal by one of them undoes the reservation."""
    made = fact.data
    for line in made.lines:
        for one in line.parts:
            yield Send(
                ReserveStock(order_id=fact.id, line_no=line.line_no, quantity=one.quantity, on=made.made_on),
                to=STOCK_ITEM.stream(stock_id(one.warehouse, line.sku)),
            )
        if line.short:
            yield Send(
                WaitForStock(order_id=fact.id, line_no=line.line_no, quantity=line.short, on=made.made_on),
                to=STOCK_ITEM.stream(stock_id(made.short_in, line.sku)),
            )
