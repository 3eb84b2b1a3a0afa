"""What came back undelivered is to go again: it is set aside once more, and what is short is said."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import FirstShipment
from services.warehouse.reservation.renewing import RenewReservation
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderShippingAgainRequestedV1


@reacts_to(OrderShippingAgainRequestedV1)
def when_shipping_again_requested_renew_reservation(fact: Fact[OrderShippingAgainRequestedV1]) -> Iterator[Send]:
    """The decision is given the sites, and the stock of every SKU in every warehouse that the order may leave from."""
    asked = fact.data
    warehouses = tuple(dict.fromkeys(asked.ship_from))
    yield Send(
        RenewReservation(
            request_id=asked.request_id,
            ship_from=tuple(
                FirstShipment(warehouse=warehouse, shipment_id=str(derived_id("shipment", asked.request_id, warehouse)))
                for warehouse in warehouses
            ),
            reason=asked.reason,
            requested_by=asked.requested_by,
            on=asked.requested_on,
        ),
        to=RESERVATION.stream(asked.order_id),
        given=(
            SITE_LIST_STREAM,
            *(
                STOCK_ITEM.stream(stock_id(warehouse, sku))
                for sku in dict.fromkeys(asked.skus)
                for warehouse in warehouses
            ),
        ),
    )
