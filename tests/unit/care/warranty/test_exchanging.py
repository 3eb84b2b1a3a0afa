"""Which shipment brought a unit last: what was sent for returned goods may come back like these."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.care.warranty.claiming import (
    ClaimUnits,
    CoverKeptUnits,
    GiveBackUnits,
    NoteLateUnits,
    NotReturnable,
    units_for,
)
from services.care.warranty.covering import entitlement, last_brought
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits, CoveredLine, WarrantyStarted
from services.care.warranty.state import Running
from shared.testing.specification import Specification, spec_of

DAY = date(2026, 3, 2)
THREE = WarrantyStarted(
    shipment_id="S1",
    contract_id="CT",
    customer_id="C1",
    lines=(CoveredLine(line_no=1, sku="PUMP-40", quantity=Decimal(3), until=date(2028, 3, 2)),),
    started_on=DAY,
)


def units(quantity: int, last: str = "") -> ClaimedUnits:
    return ClaimedUnits(line_no=1, shipment_id="S1", quantity=Decimal(quantity), last_shipment_id=last)


def claim(return_id: str, *claimed: ClaimedUnits) -> ClaimUnits:
    return ClaimUnits(return_id=return_id, units=claimed, on=DAY)


def brought(shipment: str, return_id: str, quantity: int) -> GiveBackUnits:
    """A shipment that was free of charge is with the customer."""
    return GiveBackUnits(source_id=shipment, return_id=return_id, units=(units(quantity),), on=DAY, brought_by=shipment)


def given_up(return_id: str, *left: ClaimedUnits) -> GiveBackUnits:
    return GiveBackUnits(source_id=f"end of {return_id}", return_id=return_id, units=left, on=DAY)


def kept(return_id: str, *left: ClaimedUnits) -> CoverKeptUnits:
    return CoverKeptUnits(source_id=f"charge of {return_id}", return_id=return_id, units=left, on=DAY)


def after(*commands: Any) -> Specification[Any]:
    warranty = spec_of(WARRANTY).given(THREE)
    for command in commands:
        decided = warranty.when(command).then_asked_again_nothing()
        assert decided.rejection is None, decided.rejection
        warranty = warranty.given(*decided.facts)
    return warranty


def there(warranty: Specification[Any]) -> dict[str, int]:
    """With the customer, by the shipment that brought them last."""
    state = warranty.state
    assert isinstance(state, Running)
    entitled = entitlement(state.deliveries, state.claims, 1, DAY, state.kept)
    found = last_brought(state, "S1", 1, entitled.returnable)
    assert sum(quantity for _, quantity in found) == entitled.returnable
    return {last: int(quantity) for last, quantity in found}


EXCHANGED = (claim("R1", units(2)), brought("X1", "R1", 2))


def test_what_was_sent_is_told_from_what_was_sold() -> None:
    assert there(after(claim("R1", units(2)))) == {"": 1}
    assert there(after(*EXCHANGED)) == {"": 1, "X1": 2}


def test_those_that_were_sold_come_back_first() -> None:
    state = after(*EXCHANGED).state
    assert isinstance(state, Running)
    assert units_for(state, [(1, Decimal(2))], DAY, goodwill=False) == (units(1), units(1, "X1"))


def test_each_comes_back_once() -> None:
    second = claim("R2", units(1), units(2, "X1"))
    assert there(after(*EXCHANGED, second)) == {}
    after(*EXCHANGED, claim("R2", units(2, "X1"))).when(claim("R3", units(1, "X1"))).then_rejected(NotReturnable)
    after(*EXCHANGED).when(claim("R2", units(2))).then_rejected(NotReturnable)
    assert there(after(*EXCHANGED, second, brought("X2", "R2", 3))) == {"X2": 3}


def test_what_never_came_is_what_it_was() -> None:
    second = (units(1), units(2, "X1"))
    assert there(after(*EXCHANGED, claim("R2", *second), given_up("R2", *second))) == {"": 1, "X1": 2}
    late = NoteLateUnits(return_id="R2", units=(units(2, "X1"),), on=DAY)
    ended = after(*EXCHANGED, claim("R2", *second), given_up("R2", *second))
    assert there(ended.given(*ended.when(late).facts)) == {"": 1}


def test_what_was_kept_is_there_beside_what_was_sent_for_it() -> None:
    """Whether the others came before the last day or after it."""
    theirs = units(2, "X1")
    in_time = after(*EXCHANGED, claim("R2", theirs), brought("X2", "R2", 2), kept("R2", theirs))
    too_late = after(
        *EXCHANGED, claim("R2", theirs), given_up("R2", theirs), brought("X2", "R2", 2), kept("R2", theirs)
    )
    assert there(in_time) == there(too_late) == {"": 1, "X1": 2, "X2": 2}


def test_of_earlier_days_nothing_is_known() -> None:
    """What was given back before anybody noted what brought it counts as sold."""
    assert there(after(claim("R1", units(2)), replace(brought("X1", "R1", 2), brought_by=""))) == {"": 3}


@given(st.lists(st.tuples(st.sampled_from(["exchange", "cancel", "keep", "stay"]), st.integers(1, 3)), max_size=8))
def test_a_unit_comes_back_as_often_as_it_was_brought(moves: list[tuple[str, int]]) -> None:
    """Returned as they are found: no shipment's units come back to us for good more often than it brought them."""
    warranty, gone = after(), dict[str, int]()
    for number, (move, quantity) in enumerate(moves):
        with_customer = there(warranty)
        state, return_id = warranty.state, f"R{number}"
        assert isinstance(state, Running)
        if quantity > sum(with_customer.values()):
            continue
        claimed = units_for(state, [(1, Decimal(quantity))], DAY, goodwill=False)
        steps: list[Any] = [claim(return_id, *claimed)]
        if move == "cancel":
            steps.append(given_up(return_id, *claimed))
        elif move in ("exchange", "keep"):
            steps.append(brought(f"X{number}", return_id, quantity))
        if move == "keep":
            steps.append(kept(return_id, *claimed))
        if move in ("exchange", "stay"):
            for one in claimed:
                gone[one.last_shipment_id] = gone.get(one.last_shipment_id, 0) + int(one.quantity)
        for step in steps:
            warranty = warranty.given(*warranty.when(step).facts)
        brought_by = {one.last_shipment_id: int(one.quantity) for one in warranty.state.sent} | {"": 3}
        assert all(units <= brought_by[last] for last, units in gone.items())
