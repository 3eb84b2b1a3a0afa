"""An order was placed: what it is paid in, should a repair of its goods be charged for."""

from collections.abc import Iterable

from services.care.warranty.decider import WARRANTY
from services.care.warranty.starting import NoteCurrency
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderPlacedV1


@reacts_to(OrderPlacedV1)
def when_order_placed_note_currency(fact: Fact[OrderPlacedV1]) -> Iterable[Send]:
    """Whether or not its goods have arrived by then."""
    yield Send(NoteCurrency(currency=fact.data.net.currency), WARRANTY.stream(fact.data.order_id))
