"""The warehouse corrects a receipt: what had not come is waited for again, or nobody waits for it any more."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.care.customer_return.correcting import NoteReturnReceiptCorrected
from services.care.customer_return.decider import EXPIRE as DEADLINE
from services.care.customer_return.decider import deadlines
from services.care.customer_return.events import (
    Charged,
    ItemQuantity,
    Remedy,
    ReturnClosed,
    ReturnEnded,
    ReturnExpired,
    ReturnReceiptCorrected,
    UnitsCharged,
)
from services.care.customer_return.requesting import CancelReturn, ExpireReturn
from services.care.customer_return.state import Approved, Closed, Expired
from services.care.reactions.when_return_receipt_corrected_give_back_warranty import (
    when_return_receipt_corrected_give_back_warranty,
)
from services.care.warranty.decider import WARRANTY
from shared.kernel.decider import Deadline
from shared.testing.specification import Specification
from tests.unit.care.customer_return.test_in_advance import EXPIRE, LAST, arrived, inspected, received, sent
from tests.unit.care.customer_return.test_return import APPROVE, DAY, REQUEST, after, fact_of, grant, units, unrequested

CANCEL = CancelReturn(reason="they keep them", by="ann", on=DAY)


def corrected(quantity: int, receipt: str = "R1", on: date = DAY) -> NoteReturnReceiptCorrected:
    """The receipt says now that so many came."""
    items = (ItemQuantity(item_no=1, quantity=Decimal(quantity)),)
    return NoteReturnReceiptCorrected(receipt_id=receipt, items=items, reason="3 typed for 1", by="wanda", on=on)


def stands(current: Specification[Any]) -> tuple[int, int, int]:
    """Expected, received, given up."""
    assert isinstance(current.state, Approved | Closed | Expired)
    (one,) = current.state.progress.balances
    return int(one.expected), int(one.received), int(one.given_up)


class TestInTime:
    def test_what_had_not_come_is_waited_for(self) -> None:
        came = after(REQUEST, APPROVE, received(3))
        (fact,) = came.when(corrected(1)).then_asked_again_nothing().facts
        assert isinstance(fact, ReturnReceiptCorrected)
        assert [one.quantity for one in fact.items] == [2]
        assert not fact.given_up
        assert stands(came.given(fact)) == (2, 1, 0)
        assert stands(after(REQUEST, APPROVE, received(3), corrected(1), received(2, "R2"))) == (0, 3, 0)

    def test_until_the_last_day_even_where_that_is_over(self) -> None:
        came = after(REQUEST, APPROVE, received(3))
        (fact,) = came.when(corrected(1, on=LAST)).facts
        (deadline,) = deadlines(fact, came.given(fact).state)
        assert isinstance(deadline, Deadline)
        assert (deadline.name, deadline.due.date()) == (DEADLINE, DAY + timedelta(days=31))

    def test_what_never_comes_after_all_is_given_up_and_the_rest_is_settled(self) -> None:
        typed_wrong = after(REQUEST, APPROVE, received(3), inspected(1), grant(Remedy.CREDIT), corrected(1))
        expired, closed = typed_wrong.when(EXPIRE).facts
        assert isinstance(expired, ReturnExpired)
        assert isinstance(closed, ReturnClosed)
        assert expired.items[0].quantity == 2

    def test_of_which_nothing_came_it_is_cancelled(self) -> None:
        assert after(REQUEST, APPROVE, received(3), corrected(0)).when(CANCEL).rejection is None

    def test_others_may_be_sent_for_what_is_still_to_come(self) -> None:
        waiting = after(REQUEST, APPROVE, received(3), corrected(1))
        assert waiting.when(sent(2)).rejection is None


class TestLate:
    @pytest.mark.parametrize("given_up", [EXPIRE, CANCEL])
    def test_what_had_not_come_is_given_up_again(self, given_up: Any) -> None:
        late = after(REQUEST, APPROVE, given_up, received(3))
        (fact,) = late.when(corrected(1)).then_asked_again_nothing().facts
        assert isinstance(fact, ReturnReceiptCorrected)
        assert [item.quantity for item in fact.given_up] == [2]
        assert stands(late.given(fact)) == (0, 1, 2)
        assert list(deadlines(fact, late.given(fact).state)) == []

    def test_of_which_nothing_came_it_is_over(self) -> None:
        late = after(REQUEST, APPROVE, EXPIRE, received(3), corrected(0))
        assert isinstance(late.state, Expired)
        assert stands(after(REQUEST, APPROVE, EXPIRE, received(3), corrected(0), received(1, "R2"))) == (0, 1, 2)

    def test_what_came_of_it_is_settled(self) -> None:
        late = after(REQUEST, APPROVE, EXPIRE, received(3), inspected(1), grant(Remedy.CREDIT))
        assert isinstance(late.when(corrected(1)).facts[-1], ReturnClosed)

    def test_the_complaint_that_led_to_it_hears_that_it_is_over(self) -> None:
        because = replace(REQUEST, complaint_id="CM-1")
        late = after(because, APPROVE, EXPIRE, received(3), start=unrequested())
        ended = late.when(corrected(0)).facts[-1]
        assert isinstance(ended, ReturnEnded)
        assert not ended.settled

    def test_the_warranty_has_what_was_late_again(self) -> None:
        late = after(REQUEST, APPROVE, EXPIRE, received(3))
        (fact,) = late.when(corrected(1)).facts
        (send,) = when_return_receipt_corrected_give_back_warranty(fact_of(fact))
        assert (send.to, send.command.units) == (WARRANTY.stream("O1"), (units(2),))
        in_time = after(REQUEST, APPROVE, received(3)).when(corrected(1)).facts[0]
        assert list(when_return_receipt_corrected_give_back_warranty(fact_of(in_time))) == []

    def test_who_has_both_after_all_owes_what_they_kept(self) -> None:
        late = after(REQUEST, APPROVE, sent(3), EXPIRE, received(3), arrived(3))
        charged = [one for one in late.when(corrected(1)).facts if isinstance(one, UnitsCharged)]
        assert [(one.kind, one.item.quantity) for one in charged] == [(Charged.KEPT_GOODS, Decimal(2))]

    def test_who_owes_them_already_owes_no_more(self) -> None:
        late = after(REQUEST, APPROVE, sent(3), arrived(3), EXPIRE, received(3))
        facts = late.when(corrected(1)).facts
        assert not any(isinstance(one, UnitsCharged) for one in facts)
        assert stands(late.given(*facts)) == (0, 1, 2)


class TestTold:
    @pytest.mark.parametrize("told", list(permutations([received(3), corrected(2), corrected(1)])))
    @pytest.mark.parametrize("given_up", [(), (EXPIRE,)])
    def test_in_any_order_it_comes_to_the_same(self, told: tuple[Any, ...], given_up: tuple[Any, ...]) -> None:
        assert stands(after(REQUEST, APPROVE, *given_up, *told, *told)) == ((0, 1, 2) if given_up else (2, 1, 0))

    @pytest.mark.parametrize("given_up", [(), (EXPIRE,)])
    def test_a_receipt_of_nothing_that_is_heard_later_counts_for_nothing(self, given_up: tuple[Any, ...]) -> None:
        before = after(REQUEST, APPROVE, *given_up)
        corrected_first = after(REQUEST, APPROVE, *given_up, corrected(0), received(3))
        assert stands(corrected_first) == stands(before)
        assert type(corrected_first.state) is type(before.state)

    def test_of_a_return_that_nobody_approved_nothing_is_noted(self) -> None:
        unrequested().when(corrected(1)).then_nothing()
        after(REQUEST).when(corrected(1)).then_nothing()


@given(
    in_advance=st.integers(0, 3),
    typed=st.integers(1, 3),
    came=st.integers(0, 3),
    looked_at=st.integers(0, 3),
    when=st.sampled_from(["in time", "late", "corrected late"]),
)
def test_each_unit_is_given_back_paid_or_settled_however_it_was_typed(
    in_advance: int, typed: int, came: int, looked_at: int, when: str
) -> None:
    came = min(came, typed)
    steps: list[Any] = [REQUEST, APPROVE]
    if in_advance:
        steps += [sent(in_advance), arrived(in_advance)]
    if when == "late":
        steps.append(ExpireReturn(on=LAST))
    steps.append(received(typed))
    if looked_at and came:
        steps.append(inspected(min(looked_at, came)))
    if when == "corrected late":
        steps.append(ExpireReturn(on=LAST))
    steps += [corrected(came), ExpireReturn(on=LAST)]
    current = after(*steps).state
    assert isinstance(current, Approved | Closed | Expired)
    progress = current.progress
    (one,) = progress.balances
    assert tuple(map(int, (one.expected, one.received, one.given_up))) == (0, came, 3 - came)
    kept = sum((charge.item.quantity for charge in progress.charges), Decimal(0))
    assert kept == (in_advance if when == "late" else max(in_advance - came, 0))
