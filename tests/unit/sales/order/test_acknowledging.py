"""Irregularities are looked at by a person, and come again when more is heard."""

from services.sales.order.acknowledging import AcknowledgeIrregularity, NotIrregular
from services.sales.order.facets import Irregularity
from services.sales.order.holding import OrderUnknown
from services.sales.order.irregular import IrregularityAcknowledged
from services.sales.order.state import Order, Unplaced, facets
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.ordering import came_back, cancelled, confirmed, shipped, unplaced

ACKNOWLEDGE = AcknowledgeIrregularity(
    name=Irregularity.SHIPPED_AFTER_CANCELLATION, reason="they keep it", by="boss", on=TUESDAY
)
ACKNOWLEDGED = IrregularityAcknowledged(
    name="shipped-after-cancellation",
    seen=("S1",),
    reason="they keep it",
    acknowledged_by="boss",
    acknowledged_on=TUESDAY,
)
irregular = cancelled.given(shipped((1, "1")))


def shown(order: Order) -> tuple[tuple[Irregularity, ...], tuple[Irregularity, ...]]:
    """What a person has to look at, and what one has."""
    assert not isinstance(order, Unplaced)
    found = facets(order)
    return found.irregularities, found.acknowledged


def test_what_somebody_looked_at_leaves_the_queue() -> None:
    decided = irregular.when(ACKNOWLEDGE).then(ACKNOWLEDGED).then_asked_again_nothing()
    assert shown(decided.state_after()) == ((), (Irregularity.SHIPPED_AFTER_CANCELLATION,))


def test_another_shipment_is_another_one_to_look_at() -> None:
    more = irregular.given(ACKNOWLEDGED, shipped((1, "1"), shipment_id="S2"))
    assert shown(more.state) == ((Irregularity.SHIPPED_AFTER_CANCELLATION,), ())
    more.when(ACKNOWLEDGE).then_asked_again_nothing()


def test_when_it_was_over_it_is_looked_at_anew() -> None:
    over = irregular.given(ACKNOWLEDGED, came_back((1, "1")))
    assert shown(over.state) == ((), ())
    over.when(ACKNOWLEDGE).then_rejected(NotIrregular, field="name")
    again = over.given(shipped((1, "1"), shipment_id="S2"))
    assert shown(again.state) == ((Irregularity.SHIPPED_AFTER_CANCELLATION,), ())


def test_what_did_not_happen_is_not_acknowledged() -> None:
    confirmed.when(ACKNOWLEDGE).then_rejected(NotIrregular, field="name")
    unplaced.when(ACKNOWLEDGE).then_rejected(OrderUnknown)
