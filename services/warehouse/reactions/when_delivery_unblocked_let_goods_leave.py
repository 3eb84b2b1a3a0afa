"""The customer's credit, or an approver, allows the delivery again."""

from collections.abc import Iterator

from services.warehouse.reservation.blocking import NoteDeliveryUnblocked
from services.warehouse.reservation.decider import RESERVATION
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditDeliveryUnblockedV1


@reacts_to(CreditDeliveryUnblockedV1)
def when_delivery_unblocked_let_goods_leave(fact: Fact[CreditDeliveryUnblockedV1]) -> Iterator[Send]:
    """Noted on the reservation."""
    told = fact.data
    yield Send(NoteDeliveryUnblocked(told=fact.version, on=told.unblocked_on), to=RESERVATION.stream(told.order_id))
