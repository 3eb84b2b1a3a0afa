"""Shipments: handed to the carrier, at their share of the stock's value."""

from decimal import Decimal

import pytest

from services.warehouse.shipment.dispatching import DispatchShipment, LinesHaveChanged
from services.warehouse.shipment.events import ShipmentShipped
from services.warehouse.shipment.packing import NotPickedYet
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import Shipment
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockReceived
from services.warehouse.stock_item.issuing import NotReserved
from shared.kernel.money import Money
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    MONDAY,
    SHIPPED,
    a_cancelled_one,
    a_delivered_one,
    a_packed_one,
    a_picked_one,
    a_planned_one,
    a_returned_one,
    a_shipped_one,
    an_undelivered_one,
    line,
    no_shipment,
    picked,
    planned,
    shipped_line,
)


def in_stock(quantity: str, value: int) -> StockReceived:
    return StockReceived(
        receipt_id="r1",
        line_no=1,
        quantity=Decimal(quantity),
        value=Money(minor=value, currency="USD"),
        received_on=MONDAY,
    )


def with_stock(shipment: Specification[Shipment]) -> Specification[Shipment]:
    return shipment.beside(STOCK_ITEM, "MAIN:PUMP", in_stock("10", 1000)).beside(
        STOCK_ITEM, "MAIN:VALVE", in_stock("3", 90)
    )


def dispatch(carrier: str = "DHL", skus: tuple[str, ...] = ("PUMP", "VALVE")) -> DispatchShipment:
    return DispatchShipment(skus=skus, carrier=carrier, tracking_number="JD01", by="w.clerk", on=MONDAY)


class TestDispatching:
    @pytest.mark.parametrize("ready", [a_picked_one, a_packed_one])
    def test_what_is_picked_leaves_once_packed_or_not(self, ready: Specification[Shipment]) -> None:
        with_stock(ready).when(dispatch()).then(SHIPPED)
        a_shipped_one.when(dispatch()).then_nothing()

    def test_lines_of_one_sku_share_its_value_to_the_last_cent(self) -> None:
        lines = (line(1, "1"), line(2, "1"), line(3, "1"))
        three = no_shipment.given(planned(*lines), picked(*lines))
        decided = three.beside(STOCK_ITEM, "MAIN:PUMP", in_stock("3", 1000)).when(dispatch(skus=("PUMP",)))
        (fact,) = decided.facts
        assert isinstance(fact, ShipmentShipped)
        assert fact.lines == (
            shipped_line(1, "1", 333),
            shipped_line(2, "1", 334),
            shipped_line(3, "1", 333),
        )

    def test_every_line_has_to_be_valued(self) -> None:
        with_stock(a_picked_one).when(dispatch(skus=("PUMP",))).then_rejected(LinesHaveChanged)

    def test_what_was_never_in_stock_cannot_leave(self) -> None:
        nothing = a_picked_one.beside(STOCK_ITEM, "MAIN:PUMP").beside(STOCK_ITEM, "MAIN:VALVE")
        nothing.when(dispatch()).then_rejected(NotReserved)

    def test_what_is_on_the_shelf_is_picked_first(self) -> None:
        with_stock(a_planned_one).when(dispatch()).then_rejected(NotPickedYet)

    @pytest.mark.parametrize("left", [a_shipped_one, a_delivered_one])
    def test_it_leaves_with_one_carrier(self, left: Specification[Shipment]) -> None:
        left.when(dispatch("UPS")).then_rejected(ShipmentHasLeft)

    @pytest.mark.parametrize("left", [an_undelivered_one, a_returned_one])
    def test_what_could_not_be_delivered_is_not_dispatched_anew(self, left: Specification[Shipment]) -> None:
        left.when(dispatch()).then_rejected(ShipmentHasLeft)

    def test_not_what_is_not_to_go(self) -> None:
        no_shipment.when(dispatch()).then_rejected(ShipmentUnknown)
        a_cancelled_one.when(dispatch()).then_rejected(ShipmentIsCancelled)
