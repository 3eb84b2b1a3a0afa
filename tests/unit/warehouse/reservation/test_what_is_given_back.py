"""Whatever is set aside, short, picked, gone and back: what a reduction gives back adds up."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import (
    FirstShipment,
    LineMade,
    ReservationReduced,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
    SetAside,
    WantedLine,
)
from services.warehouse.reservation.lines import Line
from services.warehouse.reservation.reducing import BeginReduction, CarryOutReduction
from services.warehouse.reservation.state import Held, Reservation
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine, ShipmentPicked, ShipmentPlanned
from services.warehouse.shipment.state import Load, Picked, Planned, Shipment
from shared.kernel.decider import Given
from tests.unit.warehouse.reservation.facts import MONDAY, TERMS, made, moved

WAREHOUSES: Final = ("MAIN", "SIDE", "YARD")
FATES: Final = ("planned", "picked", "gone", "back")

units = st.integers(0, 40_000).map(lambda number: Decimal(number).scaleb(-4))


@dataclass
class Case:
    """An order of which each warehouse has one shipment, with what became of that; and what is wanted, in turn."""

    parts: tuple[tuple[Decimal, Decimal, Decimal], ...]
    """By line, what is set aside in each warehouse."""
    short: tuple[Decimal, ...]
    fates: tuple[str, str, str]
    wanted: list[dict[int, Decimal]]
    planned: dict[str, Shipment] = field(default_factory=dict)

    def reservation(self) -> Reservation:
        """After all of that."""
        numbers = range(len(self.parts))
        lines = tuple(
            LineMade(
                line_no=number + 1,
                sku="PUMP",
                ordered=sum(self.parts[number], self.short[number]),
                parts=tuple(
                    SetAside(warehouse=warehouse, quantity=quantity)
                    for warehouse, quantity in zip(WAREHOUSES, self.parts[number], strict=True)
                    if quantity
                ),
                short=self.short[number],
            )
            for number in numbers
        )
        facts: list[Any] = []
        shipments: list[FirstShipment] = []
        for index, (warehouse, fate) in enumerate(zip(WAREHOUSES, self.fates, strict=True)):
            going = {number + 1: self.parts[number][index] for number in numbers if self.parts[number][index]}
            if not going:
                continue
            shipments.append(FirstShipment(warehouse=warehouse, shipment_id=warehouse))
            self.planned[warehouse] = SHIPMENT.fold(_history(warehouse, going, is_picked=fate == "picked"))
            left = moved(*((line_no, str(quantity)) for line_no, quantity in going.items()))
            if fate in {"gone", "back"}:
                facts.append(
                    ReservedGoodsShipped(shipment_id=warehouse, warehouse=warehouse, lines=left, shipped_on=MONDAY)
                )
            if fate == "back":
                facts.append(
                    ReservedGoodsReturned(shipment_id=warehouse, warehouse=warehouse, lines=left, returned_on=MONDAY)
                )
        return RESERVATION.fold([made(*lines, shipments=tuple(shipments)), *facts])

    def floor(self, line: Line) -> Decimal:
        """What is out of reach of the line: gone for good so far, or off the shelf."""
        parts = zip(self.fates, self.parts[line.line_no - 1], strict=True)
        return sum((quantity for fate, quantity in parts if fate in {"gone", "picked"}), Decimal(0))


def _history(warehouse: str, going: dict[int, Decimal], *, is_picked: bool) -> list[Any]:
    lines = tuple(ShipmentLine(line_no=line_no, sku="PUMP", quantity=quantity) for line_no, quantity in going.items())
    planned = ShipmentPlanned(
        order_id="o1",
        warehouse=warehouse,
        terms=TERMS,
        lines=lines,
        cause_id="o1",
        remainder_of="",
        planned_on=MONDAY,
    )
    return [planned, ShipmentPicked(lines=lines, picked_by="w.clerk", picked_on=MONDAY)] if is_picked else [planned]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    how_many = draw(st.integers(1, 3))
    return Case(
        parts=tuple(draw(st.tuples(units, units, units)) for _ in range(how_many)),
        short=tuple(draw(units) for _ in range(how_many)),
        fates=draw(st.tuples(*(st.sampled_from(FATES) for _ in WAREHOUSES))),
        wanted=draw(st.lists(st.dictionaries(st.integers(1, 4), units, max_size=4), min_size=1, max_size=3)),
    )


def _reduced(
    case: Case, before: Held, wanted: dict[int, Decimal], reduction_id: str
) -> tuple[ReservationReduced, Held]:
    lines = tuple(WantedLine(line_no=line_no, quantity=quantity) for line_no, quantity in wanted.items())
    begin = BeginReduction(reduction_id=reduction_id, lines=lines, reason="fewer", requested_by="s.rep", on=MONDAY)
    (begun,) = RESERVATION.decide(begin, before, Given({}))
    state = RESERVATION.evolve(before, begun)
    carry_out = CarryOutReduction(
        reduction_id=reduction_id, lines=lines, shipments=begun.shipments, reason="fewer", on=MONDAY
    )
    shipments = Given({SHIPMENT.stream(one): case.planned[one] for one in begun.shipments})
    (fact,) = RESERVATION.decide(carry_out, state, shipments)
    after = RESERVATION.evolve(state, fact)
    assert isinstance(after, Held)
    assert not RESERVATION.decide(begin, after, Given({}))
    assert not RESERVATION.decide(carry_out, after, shipments)
    return fact, after


def _load(shipment: Shipment) -> Load:
    assert isinstance(shipment, Planned | Picked)
    return shipment.load


def _in_shipments(case: Case, held: Held, line_no: int, warehouse: str) -> Decimal:
    loads = [_load(case.planned[one]) for one in held.to_go]
    lines = [line for load in loads if load.warehouse == warehouse for line in load.lines]
    return sum((line.quantity for line in lines if line.line_no == line_no), Decimal(0))


@given(cases())
def test_what_is_given_back_adds_up(case: Case) -> None:
    state = case.reservation()
    assert isinstance(state, Held)
    for number, wanted in enumerate(case.wanted):
        before = state
        fact, state = _reduced(case, before, wanted, f"r{number}")
        for shipment in fact.shipments:
            left = _shrink(case, shipment.shipment_id, {line.line_no: line.quantity for line in shipment.lines})
            assert shipment.called_off == (not left) == (shipment.shipment_id not in state.to_go)
        changes = {change.line_no: change for change in fact.lines}
        for old, new in zip(before.lines, state.lines, strict=True):
            asked = wanted.get(old.line_no, old.ordered)
            assert new.ordered == min(old.ordered, max(asked, case.floor(old)))
            assert new.ordered == new.set_aside + new.short
            assert new.shipped - new.returned == old.shipped - old.returned
            assert all(0 <= one.returned <= one.shipped <= one.quantity for one in new.parts)
            for one in new.parts:
                assert one.waiting == _in_shipments(case, state, new.line_no, one.warehouse)
            if (change := changes.get(old.line_no)) is None:
                assert new == old
                continue
            assert (change.ordered_before, change.ordered) == (old.ordered, new.ordered)
            # Nothing is given back before what goes first is used up.
            assert not change.short or not new.returned
            assert not change.given_back or not (new.returned or new.short)


def _shrink(case: Case, shipment_id: str, less: dict[int, Decimal]) -> dict[int, Decimal]:
    load = _load(case.planned[shipment_id])
    left = {line.line_no: line.quantity - less.get(line.line_no, Decimal(0)) for line in load.lines}
    assert all(quantity >= 0 for quantity in left.values())
    going = {line_no: quantity for line_no, quantity in left.items() if quantity}
    case.planned[shipment_id] = SHIPMENT.fold(_history(load.warehouse, going, is_picked=False))
    return going
