"""Cancelling before anything is shipped, by a person or by rule."""

from services.sales.order.cancelling import AlreadyShipped, CancelOrder
from services.sales.order.events import OrderCancelled
from services.sales.order.facets import Irregularity
from services.sales.order.holding import OrderUnknown
from services.sales.order.noting import Note
from services.sales.order.state import Cancelled, Confirmed, facets
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.ordering import (
    CANCELLED,
    billed,
    came_back,
    cancelled,
    completed,
    confirmed,
    credit_held,
    credit_refused,
    delivered,
    placed,
    shipped,
    unplaced,
)

CANCEL = CancelOrder(reason="by mistake", by="rep", on=TUESDAY)
REFUSED = OrderCancelled(
    contract_id="K1", reason="credit refused: overdue", cancelled_by="auditor", cancelled_on=TUESDAY
)


class TestCancelling:
    def test_an_order_of_which_nothing_is_shipped_is_cancelled_once(self) -> None:
        placed.when(CANCEL).then(CANCELLED).then_asked_again_nothing()
        confirmed.when(CANCEL).then(CANCELLED).then_asked_again_nothing()

    def test_what_is_shipped_cannot_be_cancelled(self) -> None:
        confirmed.given(shipped((1, "1"))).when(CANCEL).then_rejected(AlreadyShipped)
        completed.when(CANCEL).then_rejected(AlreadyShipped)

    def test_what_is_delivered_or_billed_has_left_although_that_was_not_heard_yet(self) -> None:
        for heard in (delivered((1, "1")), billed((1, "1"))):
            confirmed.given(heard).when(CANCEL).then_rejected(AlreadyShipped)

    def test_a_shipment_that_came_back_is_not_in_the_way(self) -> None:
        confirmed.given(shipped(), came_back()).when(CANCEL).then(CANCELLED)

    def test_an_unknown_order_cannot_be_cancelled(self) -> None:
        unplaced.when(CANCEL).then_rejected(OrderUnknown)


class TestRefusedCredit:
    def test_it_cancels_the_order_by_rule(self) -> None:
        held = placed.given(credit_held())
        held.when(Note(heard=credit_refused())).then(credit_refused(), REFUSED).then_asked_again_nothing()

    def test_once_something_is_shipped_it_is_an_irregularity(self) -> None:
        decided = confirmed.given(shipped()).when(Note(heard=credit_refused())).then(credit_refused())
        state = decided.state_after()
        assert isinstance(state, Confirmed)
        assert facets(state).irregularities == (Irregularity.CREDIT_REFUSED_TOO_LATE,)


class TestFactsAfterwards:
    def test_what_is_shipped_or_billed_after_the_cancellation_is_noted_and_flagged(self) -> None:
        order = cancelled
        for heard in (shipped(), billed()):
            decided = order.when(Note(heard=heard)).then(heard).then_asked_again_nothing()
            order = order.given(*decided.facts)
        state = order.state
        assert isinstance(state, Cancelled)
        assert facets(state).irregularities == (
            Irregularity.SHIPPED_AFTER_CANCELLATION,
            Irregularity.BILLED_AFTER_CANCELLATION,
        )
