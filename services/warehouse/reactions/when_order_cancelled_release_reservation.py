"""The order is called off: what is held for it is given back, or never set aside."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.releasing import ReleaseReservation
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderCancelledV1


@reacts_to(OrderCancelledV1)
def when_order_cancelled_release_reservation(fact: Fact[OrderCancelledV1]) -> Iterator[Send]:
    """Heard before the confirmation, it is remembered."""
    order = fact.data
    yield Send(
        ReleaseReservation(
            contract_id=order.contract_id,
            customer_id=order.customer_id,
            reason=order.reason,
            on=order.cancelled_on,
        ),
        to=RESERVATION.stream(order.order_id),
    )
