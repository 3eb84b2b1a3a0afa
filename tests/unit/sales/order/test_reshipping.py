"""What came back undelivered goes again, by a person's decision, until it is delivered and billed once."""

import pytest

from services.sales.order.facets import Extent, Supply
from services.sales.order.holding import OrderUnknown
from services.sales.order.noting import Note
from services.sales.order.reshipping import NothingCameBack, ShipAgain, ShippingAgainPending, TooLateToShipAgain
from services.sales.order.shipping_again import ShipmentLost, ShippingAgainRequested
from services.sales.order.state import Completed, Confirmed, Order, facets
from services.sales.order.views import read
from shared.testing.specification import Specification
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.lessening import given_back
from tests.unit.sales.order.ordering import (
    ALL,
    billed,
    came_back,
    cancelled,
    completed,
    confirmed,
    delivered,
    lines_of,
    paid,
    placed,
    renewed,
    reserved,
    shipped,
    source,
    unplaced,
)


def again(request_id: str = "A1") -> ShipAgain:
    return ShipAgain(request_id=request_id, reason="they are back", by="rep", on=TUESDAY)


ASKED = ShippingAgainRequested(
    contract_id="K1", request_id="A1", reason="they are back", requested_by="rep", requested_on=TUESDAY
)
LOST = ShipmentLost(
    shipment_id="S1", lines=lines_of(ALL), reason="nowhere", lost_on=TUESDAY, source=source("shipment-S1", 5, 15)
)
back = confirmed.given(reserved(), shipped(), came_back())


class TestAsking:
    def test_the_warehouse_is_asked_once(self) -> None:
        back.when(again()).then(ASKED).then_asked_again_nothing()
        back.given(ASKED).when(again("A2")).then_rejected(ShippingAgainPending)

    @pytest.mark.parametrize("order", [placed, confirmed, confirmed.given(reserved(), shipped())])
    def test_what_did_not_come_back_does_not_go_again(self, order: Specification[Order]) -> None:
        order.when(again()).then_rejected(NothingCameBack)

    def test_an_order_that_is_over_or_unknown_ships_nothing(self) -> None:
        unplaced.when(again()).then_rejected(OrderUnknown)
        completed.when(again()).then_rejected(TooLateToShipAgain)
        cancelled.when(again()).then_rejected(TooLateToShipAgain)

    def test_what_was_decided_about_is_not_asked_for_again_until_it_comes_back_again(self) -> None:
        answered = back.given(ASKED, renewed())
        answered.when(again("A2")).then_rejected(NothingCameBack)
        twice = answered.given(shipped(shipment_id="S2"), came_back(shipment_id="S2"))
        assert len(twice.when(again("A2")).facts) == 1

    def test_what_was_given_up_does_not_go_again(self) -> None:
        answer = given_back((1, "3", "3", "0"), (2, "0", "0", "0"))
        reduced = back.given(answer)
        assert reduced.when(again()).rejection is None


class TestAnswer:
    def test_it_is_supply_again(self) -> None:
        state = back.state
        assert isinstance(state, Confirmed)
        assert facets(state).supply is Supply.NONE
        shown = read("O1", state)
        assert shown is not None
        assert (shown.has_come_back, [int(line.came_back) for line in shown.lines]) == (True, [3, 10])
        after = back.given(ASKED).when(Note(heard=renewed((1, "3", "0", "3"), (2, "6", "4", "10")))).state_after()
        assert isinstance(after, Confirmed)
        assert facets(after).supply is Supply.PARTLY
        shown = read("O1", after)
        assert shown is not None
        assert shown.shipping_again is not None
        assert (shown.has_come_back, shown.shipping_again.status) == (False, "answered")

    def test_an_answer_to_something_else_is_no_news(self) -> None:
        back.given(ASKED).when(Note(heard=renewed(request_id="A0"))).then_nothing()
        back.when(Note(heard=renewed())).then_nothing()
        answer = renewed()
        back.given(ASKED).when(Note(heard=answer)).then(answer).then_asked_again_nothing()

    def test_heard_before_what_came_back_the_answer_counts_all_the_same(self) -> None:
        early = confirmed.given(reserved(), shipped(), ASKED, renewed(), came_back())
        shown = read("O1", early.state)
        assert shown is not None
        assert not shown.has_come_back

    def test_the_journey_closes_with_one_bill(self) -> None:
        story = back.given(ASKED, renewed(), shipped(shipment_id="S2", minutes=40))
        story = story.given(delivered(shipment_id="S2", minutes=50), billed(shipment_id="S2"))
        after = story.when(Note(heard=paid())).state_after()
        assert isinstance(after, Completed)
        assert (facets(after).fulfilment, facets(after).billing) == (Extent.FULL, Extent.FULL)
        assert facets(after).irregularities == ()


class TestLost:
    def test_what_is_lost_is_decided_about_like_what_came_back(self) -> None:
        gone = confirmed.given(reserved(), shipped())
        decided = gone.when(Note(heard=LOST)).then(LOST).then_asked_again_nothing()
        missing = gone.given(*decided.facts)
        missing.when(again()).then(ASKED)
        shown = read("O1", missing.state)
        assert shown is not None
        assert (shown.has_come_back, shown.shipments[0].status) == (True, "lost")

    def test_what_is_found_and_brought_back_counts_once(self) -> None:
        found = confirmed.given(reserved(), shipped(), LOST, came_back())
        assert isinstance(found.state, Confirmed)
        assert [int(line.returned) for line in found.state.progress.lines.values()] == [3, 10]

    def test_what_is_at_the_customer_after_all_did_not_come_back(self) -> None:
        there = confirmed.given(reserved(), shipped(), LOST, delivered(), billed())
        there.when(again()).then_rejected(NothingCameBack)
        after = there.when(Note(heard=paid())).state_after()
        assert isinstance(after, Completed)
        assert facets(after).irregularities == ()
