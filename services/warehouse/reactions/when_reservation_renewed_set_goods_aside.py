"""What is to go again is taken off what is available; what is short of it is awaited."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationRenewed
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.reserving import ReserveStock, WaitForStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationRenewed)
def when_reservation_renewed_set_goods_aside(fact: Fact[ReservationRenewed]) -> Iterator[Send]:
    """The stock items have the last word: a refusal by one of them undoes the renewal."""
    renewed = fact.data
    for line in renewed.lines:
        for one in line.parts:
            aside = ReserveStock(
                order_id=fact.id,
                line_no=line.line_no,
                quantity=one.quantity,
                on=renewed.renewed_on,
                source_id=renewed.request_id,
            )
            yield Send(aside, to=STOCK_ITEM.stream(stock_id(one.warehouse, line.sku)))
        if line.short:
            wait = WaitForStock(
                order_id=fact.id,
                line_no=line.line_no,
                quantity=line.short,
                on=renewed.renewed_on,
                source_id=renewed.request_id,
            )
            yield Send(wait, to=STOCK_ITEM.stream(stock_id(renewed.short_in, line.sku)))
