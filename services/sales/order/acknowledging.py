"""Looking at what should not have happened: it leaves the queue, until more of it is heard."""

from datetime import date
from typing import assert_never

from services.sales.order.events import OrderEvent
from services.sales.order.facets import Irregularity, documents_behind
from services.sales.order.holding import OrderUnknown
from services.sales.order.irregular import IrregularityAcknowledged
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced, facets
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotIrregular(Rejection):
    """Nothing of the kind happened to the order, or it is not so any more."""

    code = "sales.order.not-irregular"


@command
class AcknowledgeIrregularity:
    """Say that somebody looked, and what came of it."""

    name: Irregularity
    reason: str
    by: str
    on: date


def acknowledge_irregularity(request: AcknowledgeIrregularity, order: Order) -> list[OrderEvent]:
    """Acknowledged twice, with nothing new between, it happened once."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Placed() | Confirmed() | Completed() | Cancelled():
            found = facets(order)
            if request.name in found.acknowledged:
                return []
            if request.name not in found.irregularities:
                raise NotIrregular(f"the order is not {request.name}", field="name")
            return [
                IrregularityAcknowledged(
                    name=request.name,
                    seen=documents_behind(request.name, order.progress),
                    reason=request.reason,
                    acknowledged_by=request.by,
                    acknowledged_on=request.on,
                )
            ]
        case _:
            assert_never(order)
