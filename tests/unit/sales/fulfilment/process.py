"""A fulfilment in commands and heard facts, and what it waits for."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import FinishFulfilment, OpenFulfilment, RequestGoods, ResumeFulfilment
from services.sales.fulfilment.state import Fulfilment, Waiting, waits_of
from services.sales.fulfilment.timing import Wait
from services.sales.order.events import HeardFact
from services.sales.order.noting import Note
from shared.kernel.decider import Deadline
from shared.testing.specification import Specification, spec_of
from tests.unit.sales.order.ordering import (
    ALL,
    NOON,
    PLACED,
    billed,
    came_back,
    credit_held,
    credit_reserved,
    delivered,
    paid,
    reserved,
    shipped,
)

Told = OpenFulfilment | RequestGoods | FinishFulfilment | HeardFact
nothing: Final = spec_of(FULFILMENT)
OPEN: Final = OpenFulfilment(
    ordered={str(line_no): Decimal(quantity) for line_no, quantity in ALL}, requested_on=PLACED.requested_on, at=NOON
)
REQUEST: Final = RequestGoods(at=NOON + timedelta(minutes=2))
FINISH: Final = FinishFulfilment(at=NOON + timedelta(hours=2))
RESUME: Final = ResumeFulfilment(at=NOON + timedelta(hours=3))
PARTS: Final[tuple[HeardFact, ...]] = (
    credit_held(),
    credit_reserved(version=2),
    reserved((1, "3", "0"), (2, "0", "10")),
    reserved(version=2),
    shipped((1, "3")),
    came_back((1, "3")),
    shipped((1, "3"), shipment_id="S2"),
    shipped((2, "10"), shipment_id="S3", minutes=12),
    delivered((1, "3"), shipment_id="S2"),
    delivered((2, "10"), shipment_id="S3", minutes=25),
    billed((1, "3"), shipment_id="S2"),
    billed((2, "10"), invoice_id="I2", shipment_id="S3"),
    paid(2_000, 20_000),
    paid(20_000, version=3),
    paid(invoice_id="I2"),
)


def heard(fulfilment: Specification[Fulfilment], *told: Told) -> Specification[Fulfilment]:
    """The fulfilment after these commands, or notes of these facts."""
    for one in told:
        command = one if isinstance(one, OpenFulfilment | RequestGoods | FinishFulfilment) else Note(heard=one)
        fulfilment = fulfilment.given(*fulfilment.when(command).facts)
    return fulfilment


def waits(fulfilment: Specification[Fulfilment]) -> dict[Wait, datetime]:
    """What is waited for now."""
    assert isinstance(fulfilment.state, Waiting)
    return waits_of(fulfilment.state)


def rows(fulfilment: Specification[Fulfilment]) -> dict[str, datetime]:
    """The deadlines that stand after the history, as the store would hold them."""
    assert FULFILMENT.deadlines is not None
    standing: dict[str, datetime] = {}
    state = FULFILMENT.initial
    for fact in fulfilment.history:
        state = FULFILMENT.evolve(state, fact)
        for change in FULFILMENT.deadlines(fact, state):
            standing.pop(change.name, None)
            if isinstance(change, Deadline):
                standing[change.name] = change.due
    return standing
