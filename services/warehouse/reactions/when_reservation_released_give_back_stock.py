"""A cancelled order holds nothing and waits for nothing: others get what it held."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationReleased
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.reserving import ReleaseStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationReleased)
def when_reservation_released_give_back_stock(fact: Fact[ReservationReleased]) -> Iterator[Send]:
    """All lines that one stock item serves at once, so that none gets what another one gives back."""
    released = fact.data
    for release in released.releases:
        yield Send(
            ReleaseStock(
                order_id=fact.id,
                line_nos=release.line_nos,
                reason=released.reason,
                on=released.released_on,
            ),
            to=STOCK_ITEM.stream(stock_id(release.warehouse, release.sku)),
        )
