"""What is granted in place of returned goods is set aside like the goods of an order, which the grant stands in for."""

from collections.abc import Iterable

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import FirstShipment
from services.warehouse.reservation.making import MakeReservation, OrderedLine
from services.warehouse.returned_goods.events import FreeGoodsGranted
from services.warehouse.returned_goods.receiving import set_apart_for
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(FreeGoodsGranted)
def when_free_goods_granted_reserve_them(fact: Fact[FreeGoodsGranted]) -> Iterable[Send]:
    """A repaired unit comes from the repair stock, one that was not accepted from where the inspection put it.

    If it is still there: else another one of the kind, from the site of the return or from where the returned goods
    had left, and what is short is bought, as for an order.
    """
    granted = fact.data
    warehouses = tuple(dict.fromkeys((*set_apart_for(granted), granted.warehouse, *granted.left_from)))
    command = MakeReservation(
        terms=granted.terms,
        lines=(OrderedLine(line_no=granted.line_no, sku=granted.sku, quantity=granted.quantity),),
        ship_from=tuple(
            FirstShipment(warehouse=warehouse, shipment_id=str(derived_id("shipment", granted.grant_id, warehouse)))
            for warehouse in warehouses
        ),
        on=granted.granted_on,
    )
    yield Send(
        command,
        RESERVATION.stream(granted.grant_id),
        given=(
            SITE_LIST_STREAM,
            *(STOCK_ITEM.stream(stock_id(warehouse, granted.sku)) for warehouse in warehouses),
        ),
    )
