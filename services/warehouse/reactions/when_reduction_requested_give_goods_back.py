"""The customer wants less than was confirmed: what has not left, and is not off the shelf, is given back."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import WantedLine
from services.warehouse.reservation.reducing import BeginReduction
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderReductionRequestedV1


@reacts_to(OrderReductionRequestedV1)
def when_reduction_requested_give_goods_back(fact: Fact[OrderReductionRequestedV1]) -> Iterator[Send]:
    """The reservation answers with what each line is for now, in the same transaction."""
    asked = fact.data
    yield Send(
        BeginReduction(
            reduction_id=asked.reduction_id,
            lines=tuple(WantedLine(line_no=line.line_no, quantity=line.quantity) for line in asked.lines),
            reason=asked.reason,
            requested_by=asked.requested_by,
            on=asked.requested_on,
        ),
        to=RESERVATION.stream(asked.order_id),
    )
