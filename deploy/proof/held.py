"""I17, of holds: the warehouse keeps what sales holds, and nothing left while it knew of a hold."""

from typing import Final

from deploy.proof.evidence import Evidence, by
from deploy.proof.verdict import Found
from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import ReservedGoodsShipped
from services.warehouse.reservation.state import Held

CONFIRMED: Final = frozenset({"confirmed", "completed"})
GIVEN_BACK: Final = frozenset({"released", "called-off"})


async def holds_agree(evidence: Evidence, found: Found) -> None:
    """What keeps an order's goods, as the two departments show it; and the warehouse's record, fact by fact."""
    await _the_same_holds(evidence, found)
    await _nothing_left_while_it_was_held(evidence, found)


async def _the_same_holds(evidence: Evidence, found: Found) -> None:
    reservations = {
        one.order_id: one
        for one in await evidence.documents("warehouse", "reservation")
        if one.free_of_charge is None and one.status not in GIVEN_BACK
    }
    for order in await evidence.documents("sales", "order"):
        reservation = reservations.get(order.order_id)
        if reservation is None or order.status not in CONFIRMED:
            continue
        kept = sorted(block.hold for block in reservation.blocks)
        found.same(f"holds that keep order {order.order_id} here", kept, sorted(str(hold.name) for hold in order.holds))


async def _nothing_left_while_it_was_held(evidence: Evidence, found: Found) -> None:
    facts = by(lambda fact: fact.id, await evidence.facts("warehouse", *RESERVATION.events))
    for order_id, history in facts.items():
        state = RESERVATION.initial
        for fact in history:
            if isinstance(fact.data, ReservedGoodsShipped) and isinstance(state, Held):
                blocks = [block.hold for block in state.blocks()]
                found.require(
                    not blocks, f"shipment {fact.data.shipment_id} of order {order_id} left while {blocks} kept it here"
                )
            state = RESERVATION.evolve(state, fact.data)
