"""Shipments: delivered with proof, failed, tried again, returned."""

from datetime import datetime, timedelta

import pytest

from services.warehouse.shipment.delivering import (
    DeliveredAlready,
    DeliveredBeforeShipping,
    DeliveredInTheFuture,
    DeliveryHasFailed,
    DeliveryHasNotFailed,
    NotShippedYet,
    RecordDelivery,
    RecordDeliveryFailure,
    ReturnedAlready,
    ReturnShipment,
    StartRedelivery,
)
from services.warehouse.shipment.events import DeliveryFailed, RedeliveryStarted
from services.warehouse.shipment.planning import ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import Shipment, Shipped
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    DELIVERED,
    FAILED,
    MONDAY,
    NOON,
    PROOF,
    RETURNED,
    a_cancelled_one,
    a_delivered_one,
    a_packed_one,
    a_picked_one,
    a_planned_one,
    a_returned_one,
    a_shipped_one,
    an_undelivered_one,
    no_shipment,
)


def delivery(at: datetime = NOON, signed_by: str = "Grace") -> RecordDelivery:
    return RecordDelivery(signed_by=signed_by, proof_sha256=PROOF, delivered_at=at, at=NOON)


FAILURE = RecordDeliveryFailure(reason="nobody there", on=MONDAY)
REDELIVERY = StartRedelivery(carrier=None, tracking_number=None, on=MONDAY)
RETURN = ReturnShipment(reason="address unknown", on=MONDAY)
EVERYTHING = [delivery(), FAILURE, REDELIVERY, RETURN]


class TestDelivering:
    @pytest.mark.parametrize("out", [a_shipped_one, an_undelivered_one])
    def test_somebody_signs_for_it_once(self, out: Specification[Shipment]) -> None:
        out.when(delivery()).then(DELIVERED).then_asked_again_nothing()

    def test_nobody_else_signs_for_it_afterwards(self) -> None:
        decided = a_delivered_one.when(delivery(signed_by="Ada")).then_rejected(DeliveredAlready)
        assert decided.rejection is not None
        assert decided.rejection.facts == {"signed_by": "Grace"}

    def test_the_moment_is_possible(self) -> None:
        a_shipped_one.when(delivery(NOON + timedelta(minutes=1))).then_rejected(
            DeliveredInTheFuture, field="delivered_at"
        )
        a_shipped_one.when(delivery(NOON - timedelta(days=1))).then_rejected(
            DeliveredBeforeShipping, field="delivered_at"
        )


class TestFailing:
    def test_a_failed_delivery_is_recorded_once(self) -> None:
        a_shipped_one.when(FAILURE).then(FAILED).then_asked_again_nothing()

    def test_another_reason_needs_another_attempt(self) -> None:
        other = RecordDeliveryFailure(reason="refused", on=MONDAY)
        an_undelivered_one.when(other).then_rejected(DeliveryHasFailed)
        again = RedeliveryStarted(carrier="DHL", tracking_number="JD01", started_on=MONDAY)
        an_undelivered_one.given(again).when(other).then(DeliveryFailed(reason="refused", failed_on=MONDAY))

    def test_the_next_attempt_is_with_the_same_carrier_or_another(self) -> None:
        same = RedeliveryStarted(carrier="DHL", tracking_number="JD01", started_on=MONDAY)
        state = an_undelivered_one.when(REDELIVERY).then(same).then_asked_again_nothing().state_after()
        assert isinstance(state, Shipped)
        assert state.transit.attempts == 2
        other = StartRedelivery(carrier="UPS", tracking_number="1Z", on=MONDAY)
        an_undelivered_one.when(other).then(
            RedeliveryStarted(carrier="UPS", tracking_number="1Z", started_on=MONDAY)
        ).then_asked_again_nothing()
        an_undelivered_one.given(same).when(other).then_rejected(DeliveryHasNotFailed)

    def test_another_carrier_does_not_go_by_the_number_of_the_one_before(self) -> None:
        other = StartRedelivery(carrier="UPS", tracking_number=None, on=MONDAY)
        an_undelivered_one.when(other).then(
            RedeliveryStarted(carrier="UPS", tracking_number="", started_on=MONDAY)
        ).then_asked_again_nothing()
        named = StartRedelivery(carrier="DHL", tracking_number=None, on=MONDAY)
        an_undelivered_one.when(named).then(
            RedeliveryStarted(carrier="DHL", tracking_number="JD01", started_on=MONDAY)
        ).then_asked_again_nothing()

    def test_what_is_on_its_way_needs_no_other_attempt(self) -> None:
        a_shipped_one.when(REDELIVERY).then_rejected(DeliveryHasNotFailed)


class TestReturning:
    def test_what_could_not_be_delivered_comes_back_once_at_its_cost(self) -> None:
        an_undelivered_one.when(RETURN).then(RETURNED).then_asked_again_nothing()

    def test_what_is_on_its_way_has_to_fail_first(self) -> None:
        a_shipped_one.when(RETURN).then_rejected(DeliveryHasNotFailed)


@pytest.mark.parametrize("command", EVERYTHING)
class TestOutOfPlace:
    @pytest.mark.parametrize("here", [a_planned_one, a_picked_one, a_packed_one])
    def test_what_is_still_here_is_dispatched_first(self, here: Specification[Shipment], command: object) -> None:
        here.when(command).then_rejected(NotShippedYet)

    def test_not_what_is_not_to_go(self, command: object) -> None:
        no_shipment.when(command).then_rejected(ShipmentUnknown)
        a_cancelled_one.when(command).then_rejected(ShipmentIsCancelled)


@pytest.mark.parametrize("command", [FAILURE, REDELIVERY, RETURN])
def test_what_the_customer_has_stays_delivered(command: object) -> None:
    a_delivered_one.when(command).then_rejected(DeliveredAlready)


@pytest.mark.parametrize("command", [delivery(), FAILURE, REDELIVERY])
def test_what_is_back_in_stock_stays_there(command: object) -> None:
    a_returned_one.when(command).then_rejected(ReturnedAlready)
