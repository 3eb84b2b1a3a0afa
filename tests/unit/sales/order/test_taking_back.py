"""Of what the customer sends back an order knows what came, whichever of it is heard first."""

from itertools import permutations

import pytest

from services.sales.order.events import HeardFact
from services.sales.order.noting import Note
from services.sales.order.state import Order
from shared.testing.specification import Specification
from tests.unit.sales.order.ordering import cancelled, completed, confirmed, placed, unplaced
from tests.unit.sales.order.returns import goods_taken_back, return_receipt_corrected


@pytest.mark.parametrize("order", [unplaced, placed, confirmed, cancelled, completed])
def test_it_is_noted_once_at_any_stage(order: Specification[Order]) -> None:
    for heard in (goods_taken_back(), return_receipt_corrected()):
        order.when(Note(heard=heard)).then_asked_again_nothing()


@pytest.mark.parametrize(
    "told",
    list(permutations([goods_taken_back(), return_receipt_corrected("1"), return_receipt_corrected("1", version=4)])),
)
def test_what_had_not_come_was_not_taken_back_whatever_is_heard_first(told: tuple[HeardFact, ...]) -> None:
    order = completed
    for heard in (*told, *told):
        order = order.given(*order.when(Note(heard=heard)).facts)
    assert order.state.progress.line(1).taken_back == 1
