"""Parcels that the carrier does not have any more: given up, decided about, and some of them turn up."""

from decimal import Decimal

import pytest

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import FirstShipment, MovedLine
from services.warehouse.reservation.making import MakeReservation, OrderedLine
from services.warehouse.reservation.shipping import FreeGoodsWereGivenUp, NoteLostGoodsDelivered
from services.warehouse.shipment.delivering import (
    DeliveredAlready,
    GivenUpAsLost,
    NotShippedYet,
    RecordDelivery,
    RecordDeliveryFailure,
    ReturnedAlready,
    ReturnShipment,
    StartRedelivery,
)
from services.warehouse.shipment.dispatching import DispatchShipment
from services.warehouse.shipment.events import (
    DeliveryTerms,
    FoundGoods,
    FreeOfCharge,
    RedeliveryStarted,
    ShipmentLost,
)
from services.warehouse.shipment.losing import DeclareLost, ShipperDeclaresLost
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import Shipment
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.stock_item.decider import STOCK_ITEM
from shared.kernel.records import replace
from shared.testing.specification import Specification, spec_of
from tests.unit.warehouse.reservation.test_reduced_orders import going, lines_of
from tests.unit.warehouse.reservation.test_reservation_api import assert_the_books_agree
from tests.unit.warehouse.shipment.facts import (
    DELIVERED,
    FAILED,
    LINES_THAT_LEFT,
    MONDAY,
    NOON,
    PROOF,
    RETURNED,
    SHIPPED,
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
from tests.unit.warehouse.shipment.floor import Floor, again, cancelled, confirmed, open_floor, wanted

DECLARE = DeclareLost(reason="the carrier looked for a week", by="w.boss", on=MONDAY)
LOST = ShipmentLost(
    order_id="o1",
    warehouse="MAIN",
    lines=LINES_THAT_LEFT,
    reason="the carrier looked for a week",
    declared_by="w.boss",
    lost_on=MONDAY,
)
DELIVER = RecordDelivery(signed_by="Grace", proof_sha256=PROOF, delivered_at=NOON, at=NOON)
OUT_AGAIN = RedeliveryStarted(carrier="UPS", tracking_number="", started_on=MONDAY)
a_lost_one = a_shipped_one.given(LOST)


@pytest.mark.parametrize("shipment", [a_shipped_one, an_undelivered_one])
def test_what_is_out_can_be_lost_once(shipment: Specification[Shipment]) -> None:
    shipment.when(DECLARE).then(LOST).then_asked_again_nothing()


@pytest.mark.parametrize("shipment", [a_shipped_one, an_undelivered_one, a_shipped_one.given(FAILED, OUT_AGAIN)])
def test_whoever_handed_it_over_does_not_give_it_up(shipment: Specification[Shipment]) -> None:
    shipment.when(replace(DECLARE, by="w.clerk")).then_rejected(ShipperDeclaresLost)


def test_of_what_left_in_earlier_days_nobody_knows_who_handed_it_over() -> None:
    a_packed_one.given(replace(SHIPPED, shipped_by="")).when(DECLARE).then(LOST)


def test_what_is_not_out_is_not_lost() -> None:
    no_shipment.when(DECLARE).then_rejected(ShipmentUnknown)
    for here in (a_planned_one, a_picked_one, a_packed_one):
        here.when(DECLARE).then_rejected(NotShippedYet)
    a_delivered_one.when(DECLARE).then_rejected(DeliveredAlready)
    a_returned_one.when(DECLARE).then_rejected(ReturnedAlready)
    a_cancelled_one.when(DECLARE).then_rejected(ShipmentIsCancelled)


def test_what_is_lost_only_turns_up() -> None:
    found = FoundGoods(order_id="o1", warehouse="MAIN", lines=LINES_THAT_LEFT)
    a_lost_one.when(DELIVER).then(replace(DELIVERED, found=found)).then_asked_again_nothing()
    back = ReturnShipment(reason="address unknown", on=MONDAY)
    a_lost_one.when(back).then(replace(RETURNED, was_lost=True)).then_asked_again_nothing()
    a_lost_one.when(RecordDeliveryFailure(reason="nobody", on=MONDAY)).then_rejected(GivenUpAsLost)
    again_out = StartRedelivery(carrier=None, tracking_number=None, on=MONDAY)
    a_lost_one.when(again_out).then_rejected(GivenUpAsLost)
    dispatch = DispatchShipment(skus=("PUMP", "VALVE"), carrier="UPS", tracking_number="", by="w.clerk", on=MONDAY)
    a_lost_one.when(dispatch).then_rejected(ShipmentHasLeft)


async def lost(floor: Floor) -> str:
    """Four pumps of an order over six are lost on the way; two are short."""
    await floor.open_with("PUMP", "4", 400)
    await floor.hear(confirmed("o1", ("PUMP", "6")))
    ((shipment_id, _, _),) = await going(floor, "o1")
    await floor.done(f"/shipments/{shipment_id}/picking")
    await floor.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL"})
    loss = {"reason": "the carrier looked for a week"}
    own = await floor.refused(f"/shipments/{shipment_id}/loss", loss)
    assert own == (403, "warehouse.shipment.shipper-declares-lost")
    assert (await floor.boss(f"/shipments/{shipment_id}/loss", loss)).status_code == 200
    return shipment_id


async def test_lost_goods_are_shipped_again_and_what_is_found_then_is_stock() -> None:
    async with open_floor("warehouse.clerk", "warehouse.manager") as floor:
        shipment_id = await lost(floor)
        assert (await floor.get(f"/shipments/{shipment_id}"))["status"] == "lost"
        told = floor.last_told("warehouse.shipment.lost.v1")
        assert (told["declared_by"], told["lines"][0]["cost"]["minor"]) == ("w.boss", 400)
        assert await lines_of(floor, "o1") == [("6", "0", "2", "4", "4")]
        await floor.hear(again("o1"))
        assert await lines_of(floor, "o1") == [("6", "0", "6", "0", "0")]
        assert_the_books_agree(floor)
        delivery = {"signed_by": "Grace", "proof_sha256": PROOF}
        refused = await floor.refused(f"/shipments/{shipment_id}/delivery", delivery)
        assert refused == (409, "warehouse.reservation.lost-goods-were-replaced")
        await floor.done(f"/shipments/{shipment_id}/return", {"reason": "found behind a shelf"})
        assert floor.last_told("warehouse.shipment.returned.v2")["was_lost"] is True
        await floor.inspect(shipment_id, "4")
        assert await lines_of(floor, "o1") == [("6", "4", "2", "0", "0")]
        assert_the_books_agree(floor)


async def test_lost_goods_that_the_customer_has_are_delivered() -> None:
    async with open_floor("warehouse.clerk", "warehouse.manager") as floor:
        shipment_id = await lost(floor)
        delivery = {"signed_by": "Grace", "proof_sha256": PROOF}
        await floor.done(f"/shipments/{shipment_id}/delivery", delivery)
        await floor.done(f"/shipments/{shipment_id}/delivery", delivery)
        assert floor.last_told("warehouse.shipment.delivered.v1")["was_lost"] is True
        assert await lines_of(floor, "o1") == [("6", "0", "2", "4", "0")]
        late = await floor.refused(f"/shipments/{shipment_id}/loss", {"reason": "nowhere"})
        assert late == (409, "warehouse.shipment.delivered-already")
        assert_the_books_agree(floor)


def test_about_free_goods_that_the_customer_has_care_decides() -> None:
    free = FreeOfCharge(return_id="RT", order_id="o1", kind="replacement")
    terms = DeliveryTerms(
        contract_id="CT",
        customer_id="C1",
        deliver_to="Kho 2",
        requested_on=MONDAY,
        warranty_months=0,
        free_of_charge=free,
    )
    make = MakeReservation(
        terms=terms,
        lines=(OrderedLine(line_no=1, sku="PUMP", quantity=Decimal(4)),),
        ship_from=(FirstShipment(warehouse="MAIN", shipment_id="x1"),),
        on=MONDAY,
    )
    unreserved = spec_of(RESERVATION).beside(SITE_LIST, "main").beside(STOCK_ITEM, "MAIN:PUMP")
    found = NoteLostGoodsDelivered(
        shipment_id="x1", warehouse="MAIN", lines=(MovedLine(line_no=1, quantity=Decimal(4)),), on=MONDAY
    )
    unreserved.given(*unreserved.when(make).facts).when(found).then_rejected(FreeGoodsWereGivenUp)


async def test_lost_goods_are_given_up_by_a_reduction_or_a_cancellation() -> None:
    async with open_floor("warehouse.clerk", "warehouse.manager") as floor:
        await lost(floor)
        await floor.hear(wanted("o1", "2"))
        assert await lines_of(floor, "o1") == [("2", "0", "2", "0", "0")]
        await floor.hear(cancelled("o1"))
        assert floor.stock["MAIN:PUMP"].waiting == Decimal(0)
        assert_the_books_agree(floor)


async def test_a_clerk_does_not_give_goods_up() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "4", 400)
        await floor.hear(confirmed("o1", ("PUMP", "4")))
        ((shipment_id, _, _),) = await going(floor, "o1")
        refused = await floor.refused(f"/shipments/{shipment_id}/loss", {"reason": "nowhere"})
        assert refused == (403, "shared.auth.role-missing")
