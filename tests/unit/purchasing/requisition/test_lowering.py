"""Requisitions: the customer's order is for less."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.cancelling import CancelRequisition
from services.purchasing.requisition.events import (
    RequisitionCancelled,
    RequisitionExtended,
    RequisitionForestalled,
    RequisitionLowered,
    RequisitionOrdered,
    RequisitionRejected,
    RequisitionReopened,
    ShortageFilled,
)
from services.purchasing.requisition.following import NoteUnmetNeeds
from services.purchasing.requisition.growing import SHORT_AGAIN
from services.purchasing.requisition.lines import Stage
from services.purchasing.requisition.lowering import (
    CancelUnneeded,
    LowerNeeds,
    NoteGoodsCameLate,
    NoteShortageFilled,
)
from services.purchasing.requisition.sourcing import LineNotNeeded, SourceLine
from services.purchasing.requisition.state import FILLED, FOR_LESS, Approved, Ordered, Requisition, Sourced
from shared.testing.specification import Specification
from tests.unit.purchasing.purchase_order.orders import DRAFTED, SENT, received
from tests.unit.purchasing.requisition.needs import (
    APPROVED,
    MONDAY,
    PROPOSED,
    PUMPS,
    RAISED,
    WAREHOUSE,
    a_requisition,
    a_sourced_requisition,
    an_approved_requisition,
    line,
    need,
    order_id,
    ordered,
    source,
    sourced,
)

NORD, SUED = order_id("nord"), order_id("sued")
an_ordered_requisition = a_sourced_requisition.given(ordered("nord"), ordered("sued"))


def lower(*short: Need) -> LowerNeeds:
    return LowerNeeds(short=short, reason=FOR_LESS, by=WAREHOUSE, on=MONDAY)


def lowered(*needs: Need, on_order: tuple[str, ...] = ()) -> RequisitionLowered:
    return RequisitionLowered(
        needs=needs, purchase_orders=on_order, reason=FOR_LESS, lowered_by=WAREHOUSE, lowered_on=MONDAY
    )


def cancelled(withdrawn: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> RequisitionCancelled:
    return RequisitionCancelled(
        reason=FOR_LESS, withdrawn=withdrawn, kept=kept, cancelled_by=WAREHOUSE, cancelled_on=MONDAY
    )


def cancel_unneeded(*purchase_orders: str) -> CancelUnneeded:
    return CancelUnneeded(purchase_orders=purchase_orders, reason=FOR_LESS, by=WAREHOUSE, on=MONDAY)


def fill(*short: Need, of: str = "") -> NoteShortageFilled:
    return NoteShortageFilled(short=short, by=WAREHOUSE, on=MONDAY, purchase_order_id=of)


def filled(*needs: Need, withdrawn: tuple[str, ...] = (), of: str = "") -> ShortageFilled:
    return ShortageFilled(needs=needs, withdrawn=withdrawn, filled_by=WAREHOUSE, filled_on=MONDAY, purchase_order_id=of)


def came(*met: Need) -> NoteGoodsCameLate:
    return NoteGoodsCameLate(met=met, by=WAREHOUSE, on=MONDAY)


def lines_of(requisition: Requisition) -> list[tuple[Stage, Decimal, Decimal | None]]:
    assert isinstance(requisition, Approved | Sourced | Ordered)
    return [(line.stage, line.outstanding, line.needed) for line in requisition.body.lines]


class TestLowering:
    def test_open_lines_are_bought_in_what_is_still_short_or_not_at_all(self) -> None:
        decided = an_approved_requisition.when(lower(need(1, "1"), need(3, "2"))).then(
            lowered(need(1, "1"), need(4, "0"))
        )
        state = decided.then_asked_again_nothing().state_after()
        assert isinstance(state, Approved)
        assert lines_of(state) == [
            (Stage.OPEN, Decimal(1), Decimal(1)),
            (Stage.OPEN, Decimal(2), None),
            (Stage.NOT_NEEDED, Decimal(0), Decimal(0)),
        ]

    def test_lines_on_purchase_orders_stay_bought(self) -> None:
        given = a_sourced_requisition.given(ordered("nord"))
        decided = given.when(lower(need(1, "1"), need(3, "2"), need(4, "3")))
        state = decided.then(lowered(need(1, "1"), on_order=(SUED, NORD))).state_after()
        assert isinstance(state, Sourced)
        assert lines_of(state)[0] == (Stage.ORDERED, Decimal(4), Decimal(1))

    def test_once_the_open_lines_are_not_needed_all_that_is_needed_is_ordered(self) -> None:
        given = an_approved_requisition.given(sourced(PUMPS), ordered("nord"))
        decided = given.when(lower(need(1, "4"), need(4, "3"))).then(lowered(need(3, "0"), on_order=(NORD,)))
        assert isinstance(decided.state_after(), Ordered)

    def test_never_more_than_before(self) -> None:
        an_approved_requisition.when(lower(need(1, "9"), need(3, "2"), need(4, "3"))).then_nothing()
        given = an_approved_requisition.given(lowered(need(1, "1")))
        given.when(lower(need(1, "2"), need(3, "2"), need(4, "3"))).then_nothing()

    def test_where_nothing_was_short_there_is_nothing_to_lower(self) -> None:
        rejected = RequisitionRejected(reason="no", rejected_by="mia", rejected_on=MONDAY)
        forestalled = RequisitionForestalled(reason="no", forestalled_on=MONDAY)
        over = an_approved_requisition.when(CancelRequisition(reason="off", by="sales", on=MONDAY)).facts
        for other in (
            a_requisition,
            a_requisition.given(forestalled),
            a_requisition.given(PROPOSED),
            a_requisition.given(PROPOSED, rejected),
            an_approved_requisition.given(*over),
        ):
            other.when(lower()).then_nothing()
            other.when(cancel_unneeded()).then_nothing()

    def test_a_buyer_is_told_that_nobody_needs_the_line(self) -> None:
        given = an_approved_requisition.given(lowered(need(3, "0")))
        for supplier_id in (None, "sued"):
            request = SourceLine(
                requisition_id="order-1", line_no=3, supplier_id=supplier_id, among=("sued",), by="ben", on=MONDAY
            )
            given.when(request).then_rejected(LineNotNeeded, field="line_no")


class TestCancelling:
    def test_when_nothing_is_short_any_more_it_is_cancelled(self) -> None:
        given = an_approved_requisition.given(lowered(need(1, "0"), need(3, "0"), need(4, "0")))
        given.when(cancel_unneeded()).then(cancelled()).then_asked_again_nothing()

    def test_unsent_purchase_orders_go_and_sent_ones_stay(self) -> None:
        given = a_sourced_requisition.given(
            ordered("nord"), lowered(need(1, "0"), need(3, "0"), need(4, "0"), on_order=(SUED, NORD))
        )
        beside = given.beside(PURCHASE_ORDER, NORD, DRAFTED, SENT).beside(PURCHASE_ORDER, SUED, DRAFTED)
        beside.when(cancel_unneeded(SUED, NORD)).then(cancelled(withdrawn=(SUED,), kept=(NORD,)))

    def test_what_is_with_suppliers_and_still_to_come_is_kept_and_named(self) -> None:
        given = an_ordered_requisition.given(lowered(need(1, "0"), need(3, "0"), need(4, "0"), on_order=(NORD, SUED)))
        beside = given.beside(PURCHASE_ORDER, NORD, DRAFTED, SENT, received("r1", "10"))
        beside = beside.beside(PURCHASE_ORDER, SUED, DRAFTED, SENT, received("r2", "9"))
        beside.when(cancel_unneeded(NORD, SUED)).then(cancelled(kept=tuple(sorted((NORD, SUED)))))

    def test_what_has_all_come_has_done_its_work(self) -> None:
        given = an_ordered_requisition.given(lowered(need(1, "0"), need(3, "0"), need(4, "0"), on_order=(NORD, SUED)))
        beside = given.beside(PURCHASE_ORDER, NORD, DRAFTED, SENT, received("r1", "10"))
        beside = beside.beside(PURCHASE_ORDER, SUED, DRAFTED, SENT, received("r2", "10"))
        beside.when(cancel_unneeded(NORD, SUED)).then_nothing()

    def test_while_something_is_short_it_goes_on(self) -> None:
        an_approved_requisition.given(lowered(need(1, "1"), need(3, "0"), need(4, "0"))).when(
            cancel_unneeded()
        ).then_nothing()


class TestFilling:
    def test_open_lines_are_bought_in_what_is_still_short_or_not_at_all(self) -> None:
        decided = an_approved_requisition.when(fill(need(1, "1"), need(3, "2"))).then(
            filled(need(1, "1"), need(4, "0"))
        )
        assert lines_of(decided.then_asked_again_nothing().state_after()) == [
            (Stage.OPEN, Decimal(1), Decimal(1)),
            (Stage.OPEN, Decimal(2), None),
            (Stage.NOT_NEEDED, Decimal(0), Decimal(0)),
        ]

    def test_once_nothing_is_short_and_nothing_ordered_it_is_cancelled(self) -> None:
        all_lines = need(1, "0"), need(3, "0"), need(4, "0")
        over = RequisitionCancelled(reason=FILLED, withdrawn=(), kept=(), cancelled_by=WAREHOUSE, cancelled_on=MONDAY)
        an_approved_requisition.when(fill()).then(filled(*all_lines), over).then_asked_again_nothing()
        unsent = replace(over, withdrawn=tuple(sorted((NORD, SUED))))
        a_sourced_requisition.when(fill()).then(filled(*all_lines), unsent).then_asked_again_nothing()

    def test_what_a_supplier_has_may_be_what_came_and_is_never_called_off(self) -> None:
        part = an_ordered_requisition.when(fill(need(1, "4"), need(3, "1"), need(4, "1")))
        part.then(filled(need(3, "1"), need(4, "1"))).then_asked_again_nothing()
        decided = an_ordered_requisition.given(*part.facts).when(fill())
        state = decided.then(filled(need(1, "0"), need(3, "0"), need(4, "0"))).then_asked_again_nothing().state_after()
        assert isinstance(state, Ordered)
        assert [outstanding for _, outstanding, _ in lines_of(state)] == [Decimal(4), Decimal(2), Decimal(3)]

    def test_an_unsent_purchase_order_goes_once_nothing_of_it_is_needed(self) -> None:
        given = a_sourced_requisition.given(ordered("nord"))
        given.when(fill(need(1, "4"), need(4, "3"))).then(filled(need(3, "0"), withdrawn=(SUED,)))
        given.when(fill(need(1, "4"), need(3, "1"), need(4, "3"))).then(filled(need(3, "1")))
        a_sourced_requisition.when(fill(need(3, "2"), need(4, "1"))).then(filled(need(1, "0"), need(4, "1")))

    def test_what_falls_through_is_open_again_only_as_far_as_it_is_short(self) -> None:
        given = an_ordered_requisition.given(filled(need(1, "1"), need(4, "0")))
        request = NoteUnmetNeeds(purchase_order_id=NORD, unmet=(need(1, "4"), need(4, "3")), on=MONDAY)
        given.when(request).then(
            RequisitionReopened(purchase_order_id=NORD, unmet=(need(1, "1"),), reopened_on=MONDAY, not_needed=(4,))
        )

    def test_what_is_told_late_is_not_more_than_before(self) -> None:
        given = an_approved_requisition.given(filled(need(1, "1")))
        given.when(fill(need(1, "3"), need(3, "2"), need(4, "3"))).then_nothing()

    def test_what_came_of_a_purchase_order_is_not_still_to_come_of_it(self) -> None:
        """Three of four had come, one of these was lost and is bought again; then the fourth comes, or a free one."""
        lost = RequisitionExtended(
            lines=(line(1, "PUMP", "1"),), reason=SHORT_AGAIN, extended_by=WAREHOUSE, extended_on=MONDAY
        )
        again = sourced(source("PUMP", "sued", "12", "1", need(1, "1"), sourcing=1))
        given = an_ordered_requisition.given(filled(need(1, "1"), of=NORD), lost, again)
        others = need(3, "2"), need(4, "3")
        decided = given.when(fill(need(1, "1"), *others, of=NORD)).then(filled(need(1, "1"), of=NORD))
        state = decided.then_asked_again_nothing().state_after()
        assert [one for one in lines_of(state) if one[0] is Stage.SOURCED] == [(Stage.SOURCED, Decimal(1), Decimal(1))]
        assert lines_of(state)[0] == (Stage.ORDERED, Decimal(4), Decimal(0))
        for other in ("", SUED):
            free = given.when(fill(need(1, "1"), *others, of=other))
            free.then(filled(need(1, "1"), withdrawn=(order_id("sued", 1),), of=other))
        given.when(fill(*others, of=NORD)).then(filled(need(1, "0"), withdrawn=(order_id("sued", 1),), of=NORD))

    def test_where_nothing_is_requisitioned_nothing_follows(self) -> None:
        forestalled = RequisitionForestalled(reason="no", forestalled_on=MONDAY)
        for other in (a_requisition, a_requisition.given(forestalled), a_requisition.given(PROPOSED)):
            other.when(fill()).then_nothing()


class TestGoodsThatCameLate:
    """A person asked for four pumps; the purchase order for them was called off before we heard of its goods."""

    open_again = RequisitionReopened(purchase_order_id=NORD, unmet=(need(1, "4"),), reopened_on=MONDAY)
    reopened = a_requisition.given(
        PROPOSED, APPROVED, sourced(source("PUMP", "nord", "10", "8", need(1, "4"))), ordered("nord"), open_again
    )

    def test_they_are_not_bought_again(self) -> None:
        some = self.reopened.when(came(need(1, "3"))).then(filled(need(1, "1"))).state_after()
        assert lines_of(some) == [(Stage.OPEN, Decimal(1), Decimal(1))]
        rest = self.reopened.given(filled(need(1, "1"))).when(came(need(1, "2"))).then(filled(need(1, "0")))
        assert lines_of(rest.state_after()) == [(Stage.NOT_NEEDED, Decimal(0), Decimal(0))]
        assert isinstance(rest.state_after(), Ordered)

    def test_the_purchase_order_that_was_to_replace_them_goes_unless_a_supplier_has_it(self) -> None:
        again = source("PUMP", "sued", "12", "4", need(1, "4"), sourcing=1)
        anew = self.reopened.given(sourced(again))
        order = order_id("sued", 1)
        anew.when(came(need(1, "4"))).then(filled(need(1, "0"), withdrawn=(order,)))
        anew.when(came(need(1, "3"))).then(filled(need(1, "1")))
        sent = RequisitionOrdered(purchase_order_id=order, ordered_on=MONDAY)
        anew.given(sent).when(came(need(1, "4"))).then(filled(need(1, "0")))

    def test_what_care_granted_needs_less_too_and_an_order_hears_it_from_the_warehouse(self) -> None:
        granted = replace(RAISED, replacement_for="order-0")
        a_requisition.given(granted, APPROVED).when(came(need(1, "4"))).then(filled(need(1, "0")))
        an_approved_requisition.when(came(need(1, "4"))).then_nothing()

    def test_what_is_not_needed_or_not_approved_stays_as_it_is(self) -> None:
        self.reopened.given(filled(need(1, "0"))).when(came(need(1, "4"))).then_nothing()
        for other in (a_requisition, a_requisition.given(PROPOSED), self.reopened.given(cancelled())):
            other.when(came(need(1, "4"))).then_nothing()


class TestUnmet:
    @pytest.mark.parametrize("unmet", [need(1, "4"), need(1, "3")])
    def test_what_a_purchase_order_leaves_is_open_again_as_far_as_it_was_short(self, unmet: Need) -> None:
        given = an_ordered_requisition.given(lowered(need(1, "2"), need(4, "0")))
        request = NoteUnmetNeeds(purchase_order_id=NORD, unmet=(unmet, need(4, "3")), on=MONDAY)
        state = (
            given.when(request)
            .then(
                RequisitionReopened(purchase_order_id=NORD, unmet=(need(1, "2"),), reopened_on=MONDAY, not_needed=(4,))
            )
            .then_asked_again_nothing()
            .state_after()
        )
        assert lines_of(state) == [
            (Stage.OPEN, Decimal(2), Decimal(2)),
            (Stage.ORDERED, Decimal(2), None),
            (Stage.NOT_NEEDED, Decimal(0), Decimal(0)),
        ]


quantities = st.integers(0, 5).map(Decimal)


@given(st.lists(st.tuples(quantities, quantities, quantities), min_size=1, max_size=5), st.integers(0, 3))
def test_nothing_is_open_beyond_what_is_short_and_nothing_grows(short: list[tuple[Decimal, ...]], stage: int) -> None:
    stages: list[Specification[Any]] = [
        an_approved_requisition,
        an_approved_requisition.given(sourced(PUMPS)),
        a_sourced_requisition,
        an_ordered_requisition,
    ]
    requisition = stages[stage]
    before = lines_of(requisition.state)
    for told in short:
        now = dict(zip((1, 3, 4), told, strict=True))
        request = lower(*(Need(line_no=line_no, quantity=quantity) for line_no, quantity in now.items()))
        requisition = requisition.given(*requisition.when(request).then_asked_again_nothing().facts)
        after = lines_of(requisition.state)
        for was, (stage_now, outstanding, _), quantity in zip(before, after, told, strict=True):
            assert outstanding <= was[1]
            assert stage_now is not Stage.OPEN or 0 < outstanding <= quantity
            assert (stage_now is Stage.NOT_NEEDED) == (not outstanding)
        before = after
