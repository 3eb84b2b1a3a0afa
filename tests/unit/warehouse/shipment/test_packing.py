"""Shipments: into packages, and out again."""

from decimal import Decimal

import pytest

from services.warehouse.shipment.events import PackingUndone, ShipmentPacked
from services.warehouse.shipment.packing import NotPickedYet, PackedAlready, PackShipment, UndoPacking
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import Picked, Shipment
from shared.testing.specification import Specification
from tests.unit.warehouse.shipment.facts import (
    MONDAY,
    THAT_HAVE_LEFT,
    a_cancelled_one,
    a_packed_one,
    a_picked_one,
    a_planned_one,
    no_shipment,
)

UNDO = UndoPacking(reason="wrong box", by="w.clerk", on=MONDAY)


def pack(packages: int, weight: str | None = None) -> PackShipment:
    weight_kg = None if weight is None else Decimal(weight)
    return PackShipment(packages=packages, weight_kg=weight_kg, by="w.clerk", on=MONDAY)


class TestPacking:
    def test_what_was_picked_is_packed_once(self) -> None:
        packed = ShipmentPacked(packages=2, weight_kg=Decimal("31.5"), packed_by="w.clerk", packed_on=MONDAY)
        a_picked_one.when(pack(2, "31.5")).then(packed).then_asked_again_nothing()

    def test_packed_in_another_way_it_has_to_be_undone_first(self) -> None:
        a_packed_one.when(pack(1)).then_nothing()
        a_packed_one.when(pack(2)).then_rejected(PackedAlready)

    def test_what_is_on_the_shelf_is_picked_first(self) -> None:
        a_planned_one.when(pack(1)).then_rejected(NotPickedYet)

    @pytest.mark.parametrize("left", THAT_HAVE_LEFT)
    def test_not_after_it_has_left(self, left: Specification[Shipment]) -> None:
        left.when(pack(1)).then_rejected(ShipmentHasLeft)
        left.when(UNDO).then_rejected(ShipmentHasLeft)

    def test_not_what_is_not_to_go(self) -> None:
        no_shipment.when(pack(1)).then_rejected(ShipmentUnknown)
        a_cancelled_one.when(pack(1)).then_rejected(ShipmentIsCancelled)


class TestUndoingThePacking:
    def test_the_goods_are_to_be_packed_anew(self) -> None:
        undone = PackingUndone(reason="wrong box", undone_by="w.clerk", undone_on=MONDAY)
        state = a_packed_one.when(UNDO).then(undone).then_asked_again_nothing().state_after()
        assert isinstance(state, Picked)

    def test_what_is_not_packed_needs_no_undoing(self) -> None:
        a_planned_one.when(UNDO).then_nothing()

    def test_not_what_is_not_to_go(self) -> None:
        no_shipment.when(UNDO).then_rejected(ShipmentUnknown)
        a_cancelled_one.when(UNDO).then_rejected(ShipmentIsCancelled)
