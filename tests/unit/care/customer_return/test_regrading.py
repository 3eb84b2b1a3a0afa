"""The warehouse corrects an inspection: the latest word counts, and what was agreed by a wrong one is open again."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from services.care.customer_return.events import Grade, Remedy, RemedyRevoked, RevocationRequested
from services.care.customer_return.events_of_inspections import Grades, InspectionCorrected
from services.care.customer_return.regrading import NoteInspectionCorrected
from services.care.customer_return.settling import NotFitForRemedy
from services.care.customer_return.state import Approved, Closed
from services.care.publishing import PUBLISHING
from shared.testing.specification import Specification
from tests.unit.care.customer_return.test_return import (
    APPROVE,
    DAY,
    INSPECTED,
    RECEIVED,
    REQUEST,
    after,
    fact_of,
    grant,
    not_accepted,
    unrequested,
)


def corrected(good: int, repair: int, scrap: int, no: int = 1, item_no: int = 1) -> NoteInspectionCorrected:
    """The inspection of three units, one of each, says now that they are that."""
    found = Grades(
        item_no=item_no, good=Decimal(good), repair=Decimal(repair), scrap=Decimal(scrap), finding="after all"
    )
    return NoteInspectionCorrected(
        inspection_id="I1", correction_no=no, item=found, reason="wrong column", by="wanda", on=DAY
    )


def grades(current: Specification[Any]) -> tuple[int, int, int]:
    assert isinstance(current.state, Approved | Closed)
    (one,) = current.state.progress.balances
    return int(one.good), int(one.repair), int(one.scrap)


def to_settle(current: Specification[Any]) -> int:
    assert isinstance(current.state, Approved | Closed)
    return int(current.state.progress.to_settle(1))


INSPECTED_ONE_EACH = (REQUEST, APPROVE, RECEIVED, INSPECTED)


def test_the_units_are_what_it_says_now() -> None:
    (fact,) = after(*INSPECTED_ONE_EACH).when(corrected(0, 3, 0)).then_asked_again_nothing().facts
    assert isinstance(fact, InspectionCorrected)
    assert (fact.reason, fact.corrected_by) == ("wrong column", "wanda")
    assert grades(after(*INSPECTED_ONE_EACH, corrected(0, 3, 0))) == (0, 3, 0)
    assert InspectionCorrected not in PUBLISHING


@pytest.mark.parametrize("told", list(permutations([INSPECTED, corrected(3, 0, 0), corrected(0, 1, 2, no=2)])))
def test_in_whatever_order_it_is_told_the_latest_counts(told: tuple[Any, ...]) -> None:
    current = after(REQUEST, APPROVE, RECEIVED, *told)
    assert (grades(current), to_settle(current)) == ((0, 1, 2), 3)
    for again in told:
        current.when(again).then_nothing()


def test_what_the_customer_gets_is_decided_by_it() -> None:
    current = after(*INSPECTED_ONE_EACH, corrected(3, 0, 0))
    current.when(grant(Remedy.REPAIR)).then_rejected(NotFitForRemedy, field="quantity")
    assert after(*INSPECTED_ONE_EACH, corrected(0, 3, 0)).when(grant(Remedy.REPAIR, quantity=3)).rejection is None


def test_what_was_agreed_to_be_scrap_and_is_none_is_open_again_though_all_was_settled() -> None:
    closed = after(*INSPECTED_ONE_EACH, grant(Remedy.CREDIT, quantity=2), grant(Remedy.SCRAP))
    assert isinstance(closed.state, Closed)
    noted, asked, revoked = closed.when(corrected(2, 1, 0)).then_asked_again_nothing().facts
    assert isinstance(asked, RevocationRequested)
    assert isinstance(revoked, RemedyRevoked)
    assert (int(asked.item.quantity), asked.requested_by, int(revoked.item.quantity)) == (1, "wanda", 1)
    assert PUBLISHING[RevocationRequested](fact_of(asked), closed.given(noted, asked).state) is None
    open_again = closed.given(noted, asked, revoked)
    assert isinstance(open_again.state, Approved)
    assert to_settle(open_again) == 1


def test_of_several_agreements_the_last_ones_are_open_as_far_as_it_is_no_scrap() -> None:
    all_scrap = after(*INSPECTED_ONE_EACH, corrected(0, 0, 3), grant(Remedy.SCRAP, "A", 2), grant(Remedy.SCRAP, "B"))
    facts = all_scrap.when(corrected(2, 0, 1, no=2)).facts
    revoked = [(one.grant_id, int(one.item.quantity)) for one in facts if isinstance(one, RemedyRevoked)]
    assert revoked == [("B", 1), ("A", 1)]
    left = all_scrap.given(*facts)
    assert to_settle(left) == 2
    more = [one for one in left.when(corrected(3, 0, 0, no=3)).facts if isinstance(one, RemedyRevoked)]
    assert [(one.grant_id, int(one.item.quantity)) for one in more] == [("A", 1)]


def test_scrap_that_goes_back_takes_its_share() -> None:
    """Two are scrap after all, one of which goes back and one of which it was agreed about."""
    both = after(*INSPECTED_ONE_EACH, corrected(0, 1, 2), not_accepted(Grade.SCRAP), grant(Remedy.SCRAP))
    facts = both.when(corrected(1, 1, 1, no=2)).facts
    assert [one.item.quantity for one in facts if isinstance(one, RemedyRevoked)] == [1]
    assert not any(isinstance(one, RemedyRevoked) for one in both.when(corrected(1, 0, 2, no=2)).facts)


def test_all_else_that_was_granted_stands() -> None:
    settled = after(*INSPECTED_ONE_EACH, grant(Remedy.CREDIT), grant(Remedy.REPLACEMENT), grant(Remedy.REPAIR))
    (fact,) = settled.when(corrected(0, 0, 3)).facts
    assert isinstance(fact, InspectionCorrected)
    assert to_settle(settled.given(fact)) == 0


def test_of_a_grade_of_which_more_is_granted_than_was_found_none_is_left() -> None:
    current = after(*INSPECTED_ONE_EACH, grant(Remedy.REPAIR), corrected(2, 0, 1))
    refused = current.when(grant(Remedy.REPAIR, "G2")).then_rejected(NotFitForRemedy, field="quantity").rejection
    assert refused is not None
    assert refused.facts["fit"] == 0


def test_of_what_care_did_not_let_come_nothing_is_noted() -> None:
    unrequested().when(corrected(3, 0, 0)).then_nothing()
    after(REQUEST).when(corrected(3, 0, 0)).then_nothing()
    assert grades(after(*INSPECTED_ONE_EACH, corrected(3, 0, 0, item_no=9))) == (1, 1, 1)
