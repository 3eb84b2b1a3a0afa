"""The shipments that are to go are known: what of them is still on the shelf can be given back."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import ReductionBegun
from services.warehouse.reservation.reducing import CarryOutReduction
from services.warehouse.shipment.decider import SHIPMENT
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReductionBegun)
def when_reduction_begun_carry_it_out(fact: Fact[ReductionBegun]) -> Iterator[Send]:
    """Should one of them be picked at this moment, the transaction fails and all of it is decided anew."""
    begun = fact.data
    yield Send(
        CarryOutReduction(
            reduction_id=begun.reduction_id,
            lines=begun.lines,
            shipments=begun.shipments,
            reason=begun.reason,
            on=begun.begun_on,
        ),
        to=RESERVATION.stream(fact.id),
        given=tuple(SHIPMENT.stream(shipment_id) for shipment_id in begun.shipments),
    )
