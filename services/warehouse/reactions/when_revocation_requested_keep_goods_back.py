"""Care takes back what it granted: what has not left for it, and is not off the shelf, stays here."""

from collections.abc import Iterator
from decimal import Decimal

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import WantedLine
from services.warehouse.reservation.reducing import BeginReduction
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnRevocationRequestedV1


@reacts_to(ReturnRevocationRequestedV1)
def when_revocation_requested_keep_goods_back(fact: Fact[ReturnRevocationRequestedV1]) -> Iterator[Send]:
    """As of an order of which nothing is wanted any more: the reservation answers in the same transaction."""
    asked = fact.data
    yield Send(
        BeginReduction(
            reduction_id=asked.revocation_id,
            lines=(WantedLine(line_no=asked.item.line_no, quantity=Decimal(0)),),
            reason=asked.reason,
            requested_by=asked.requested_by,
            on=asked.requested_on,
        ),
        to=RESERVATION.stream(asked.grant_id),
    )
