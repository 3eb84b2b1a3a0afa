"""Credit is there: the goods are set aside, and what is short is said."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import FirstShipment
from services.warehouse.reservation.making import MakeReservation, OrderedLine
from services.warehouse.shipment.events import DeliveryTerms
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderConfirmedV1


@reacts_to(OrderConfirmedV1)
def when_order_confirmed_reserve_stock(fact: Fact[OrderConfirmedV1]) -> Iterator[Send]:
    """The decision is given the sites, and the stock of every SKU in every warehouse that the order may leave from."""
    order = fact.data
    warehouses = tuple(dict.fromkeys(order.ship_from))
    skus = dict.fromkeys(line.sku for line in order.lines)
    yield Send(
        MakeReservation(
            terms=DeliveryTerms(
                contract_id=order.contract_id,
                customer_id=order.customer_id,
                deliver_to=order.deliver_to,
                requested_on=order.requested_on,
                warranty_months=order.warranty_months,
                service_months=order.service_months,
            ),
            lines=tuple(
                OrderedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity) for line in order.lines
            ),
            ship_from=tuple(
                FirstShipment(
                    warehouse=warehouse,
                    shipment_id=str(derived_id("shipment", order.order_id, warehouse)),
                )
                for warehouse in warehouses
            ),
            on=order.confirmed_on,
        ),
        to=RESERVATION.stream(order.order_id),
        given=(
            SITE_LIST_STREAM,
            *(STOCK_ITEM.stream(stock_id(warehouse, sku)) for sku in skus for warehouse in warehouses),
        ),
    )
