"""When a customer's order got goods that it waited for, buy no more than is still short for it."""

from collections.abc import Iterable

from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lowering import NoteShortageFilled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationToppedUpV1


@reacts_to(ReservationToppedUpV1)
def when_reservation_topped_up_buy_no_more_than_is_short(fact: Fact[ReservationToppedUpV1]) -> Iterable[Send]:
    """The warehouse tells all lines as they stand, whether the goods were bought for the order or were free."""
    topped_up = fact.data
    yield Send(
        NoteShortageFilled(
            short=tuple(Need(line_no=line.line_no, quantity=line.short) for line in topped_up.lines),
            by=fact.actor,
            on=topped_up.topped_up_on,
            purchase_order_id=topped_up.purchase_order_id,
        ),
        REQUISITION.stream(topped_up.order_id),
    )
