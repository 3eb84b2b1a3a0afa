"""A customer's return, from the request to the last thing that is settled; what the warranty says about it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events import (
    Basis,
    GoodsDelivered,
    Grade,
    Item,
    ItemQuantity,
    RefundGranted,
    Remedy,
    ReturnApproved,
    ReturnClosed,
    ReturnExpired,
    ReturnReceived,
    UnitsNotAccepted,
    WantedLine,
)
from services.care.customer_return.events_of_inspections import Grades
from services.care.customer_return.naming import ReturnIsDecided, ReturnUnknown
from services.care.customer_return.requesting import (
    ApproveReturn,
    CancelReturn,
    ExpireReturn,
    GoodsHaveArrived,
    LineNamedTwice,
    OtherCustomersOrder,
    OwnReturn,
    RefuseReturn,
    RequestReturn,
)
from services.care.customer_return.settling import (
    GradeNotNamed,
    GrantRemedy,
    NoteGoodsCameBack,
    NoteGoodsDelivered,
    NoteReturnInspected,
    NoteReturnReceived,
    NotFitForRemedy,
    NotInReturn,
    NotInspectedYet,
)
from services.care.customer_return.state import Approved, Cancelled, Closed, Expired
from services.care.publishing import PUBLISHING
from services.care.warranty.claiming import (
    ClaimUnits,
    GiveBackUnits,
    NoteLateUnits,
    NothingDeliveredYet,
    NotReturnable,
)
from services.care.warranty.covering import entitlement
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits, CoveredLine, UnitsClaimed, WarrantyEvent, WarrantyStarted
from services.care.warranty.state import Running, claimed_of
from shared.kernel.decider import Fact
from shared.published.care import ReturnCreditGrantedV1, ReturnNotAcceptedV1
from shared.testing.specification import Specification, spec_of

DAY = date(2026, 3, 2)
UNTIL = date(2027, 3, 2)


def delivered(shipment: str = "S1", quantity: int = 3, until: date = UNTIL) -> WarrantyStarted:
    line = CoveredLine(line_no=1, sku="PUMP-40", quantity=Decimal(quantity), until=until)
    return WarrantyStarted(shipment_id=shipment, contract_id="CT", customer_id="C1", lines=(line,), started_on=DAY)


def units(quantity: int, shipment: str = "S1") -> ClaimedUnits:
    return ClaimedUnits(line_no=1, shipment_id=shipment, quantity=Decimal(quantity))


REQUEST = RequestReturn(
    order_id="O1",
    customer_id="C1",
    complaint_id="",
    warehouse="main",
    lines=(WantedLine(line_no=1, quantity=Decimal(3), fault="leaks"),),
    reason="they leak",
    by="ann",
    on=DAY,
)
APPROVE = ApproveReturn(goodwill=False, by="max", on=DAY)
RECEIVED = NoteReturnReceived(receipt_id="R1", items=(ItemQuantity(item_no=1, quantity=Decimal(3)),), on=DAY)
ONE_EACH = Grades(item_no=1, good=Decimal(1), repair=Decimal(1), scrap=Decimal(1), finding="mixed")
INSPECTED = NoteReturnInspected(inspection_id="I1", items=(ONE_EACH,), on=DAY)


def grant(remedy: Remedy, grant_id: str = "", quantity: int = 1) -> GrantRemedy:
    return GrantRemedy(
        grant_id=grant_id or f"G-{remedy}",
        item_no=1,
        quantity=Decimal(quantity),
        remedy=remedy,
        reason="fair",
        by="max",
        on=DAY,
    )


def not_accepted(grade: Grade, quantity: int = 1) -> GrantRemedy:
    back = grant(Remedy.RETURN_TO_CUSTOMER, f"B-{grade}", quantity)
    return replace(back, grade=grade, reason="dropped by them")


def fact_of(data: Any) -> Fact[Any]:
    return Fact(
        data=data,
        stream=CUSTOMER_RETURN.stream("R-1"),
        version=1,
        event_id=uuid4(),
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
        actor="max",
        correlation_id=uuid4(),
    )


def unrequested(*deliveries: WarrantyEvent) -> Specification[Any]:
    return spec_of(CUSTOMER_RETURN).beside(WARRANTY, "O1", *(deliveries or (delivered(),)))


def after(*commands: Any, start: Specification[Any] | None = None) -> Specification[Any]:
    """The return after these commands, none of which is refused."""
    specification = start or unrequested()
    for command in commands:
        decided = specification.when(command)
        assert decided.rejection is None, decided.rejection
        specification = specification.given(*decided.facts)
    return specification


class TestRequesting:
    def test_what_was_delivered_may_be_asked_for(self) -> None:
        unrequested().when(REQUEST).then_asked_again_nothing()

    def test_nothing_else_may(self) -> None:
        spec_of(CUSTOMER_RETURN).beside(WARRANTY, "O1").when(REQUEST).then_rejected(NothingDeliveredYet)
        more = replace(REQUEST, lines=(replace(REQUEST.lines[0], quantity=Decimal(4)),))
        unrequested().when(more).then_rejected(NotReturnable, field="lines.0.quantity")
        unrequested().when(replace(REQUEST, customer_id="C2")).then_rejected(OtherCustomersOrder)
        unrequested().when(replace(REQUEST, lines=REQUEST.lines * 2)).then_rejected(LineNamedTwice)


class TestApproving:
    def test_it_takes_the_units_whose_warranty_ends_first(self) -> None:
        start = unrequested(delivered("late", 2, UNTIL + timedelta(days=9)), delivered("early", 2))
        (approved,) = after(REQUEST, start=start).when(APPROVE).then_asked_again_nothing().facts
        assert isinstance(approved, ReturnApproved)
        assert [(item.shipment_id, item.quantity) for item in approved.items] == [
            ("early", Decimal(2)),
            ("late", Decimal(1)),
        ]
        assert (approved.basis, approved.expected_by) == (Basis.WARRANTY, DAY + timedelta(days=30))

    def test_nobody_approves_their_own(self) -> None:
        after(REQUEST).when(replace(APPROVE, by="ann")).then_rejected(OwnReturn)
        unrequested().when(APPROVE).then_rejected(ReturnUnknown)

    def test_after_the_warranty_only_in_goodwill(self) -> None:
        late = UNTIL + timedelta(days=1)
        asked_late = after(replace(REQUEST, on=late))
        asked_late.when(replace(APPROVE, on=late)).then_rejected(NotReturnable)
        (approved,) = asked_late.when(replace(APPROVE, on=late, goodwill=True)).facts
        assert isinstance(approved, ReturnApproved)
        assert approved.basis is Basis.GOODWILL

    def test_who_asks_on_the_last_day_is_covered_however_long_we_take(self) -> None:
        decided_on = UNTIL + timedelta(days=20)
        asked = after(replace(REQUEST, on=UNTIL))
        (approved,) = asked.when(replace(APPROVE, on=decided_on)).then_asked_again_nothing().facts
        assert isinstance(approved, ReturnApproved)
        assert (approved.basis, approved.expected_by) == (Basis.WARRANTY, decided_on + timedelta(days=30))

    def test_a_refusal_is_final(self) -> None:
        refuse = RefuseReturn(reason="run dry", by="max", on=DAY)
        after(REQUEST).when(refuse).then_asked_again_nothing()
        after(REQUEST, refuse).when(APPROVE).then_rejected(ReturnIsDecided)
        after(REQUEST, APPROVE).when(refuse).then_rejected(ReturnIsDecided)

    def test_it_may_be_cancelled_while_nothing_has_arrived(self) -> None:
        cancel = CancelReturn(reason="kept", by="ann", on=DAY)
        assert isinstance(after(REQUEST).when(cancel).then_asked_again_nothing().state_after(), Cancelled)
        assert isinstance(after(REQUEST, APPROVE).when(cancel).then_asked_again_nothing().state_after(), Cancelled)
        after(REQUEST, APPROVE, RECEIVED).when(cancel).then_rejected(GoodsHaveArrived)


class TestSettling:
    def test_one_is_credited_one_replaced_one_scrapped(self) -> None:
        settled = after(
            REQUEST, APPROVE, RECEIVED, INSPECTED, grant(Remedy.CREDIT), grant(Remedy.REPLACEMENT), grant(Remedy.SCRAP)
        )
        assert isinstance(settled.state, Approved)
        arrived = NoteGoodsDelivered(shipment_id="S9", grant_id="G-replacement", quantity=Decimal(1), on=DAY)
        decided = settled.when(arrived).then_asked_again_nothing()
        assert isinstance(decided.facts[-1], ReturnClosed)
        closed = settled.given(*decided.facts)
        closed.when(grant(Remedy.CREDIT, "another")).then_rejected(ReturnIsDecided)

    def test_what_is_refunded_is_told_as_a_credit_in_money(self) -> None:
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED)
        refunded = inspected.when(grant(Remedy.REFUND, quantity=3)).then_asked_again_nothing()
        assert isinstance(refunded.state_after(), Closed)
        told = PUBLISHING[RefundGranted](fact_of(refunded.facts[0]), refunded.state_after())
        assert isinstance(told, ReturnCreditGrantedV1)
        assert (told.refund, told.requested_by, told.granted_by, told.item.quantity) == (True, "ann", "max", Decimal(3))

    def test_nothing_is_settled_before_it_is_inspected_nor_by_who_asked_for_it(self) -> None:
        after(REQUEST).when(grant(Remedy.CREDIT)).then_rejected(NotInspectedYet)
        after(REQUEST, APPROVE, RECEIVED).when(grant(Remedy.CREDIT)).then_rejected(NotInspectedYet)
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED)
        inspected.when(grant(Remedy.CREDIT, quantity=4)).then_rejected(NotInspectedYet)
        inspected.when(replace(grant(Remedy.CREDIT), by="ann")).then_rejected(OwnReturn)
        inspected.when(replace(grant(Remedy.CREDIT), item_no=2)).then_rejected(NotInReturn)
        inspected.when(grant(Remedy.CREDIT)).then_asked_again_nothing()

    def test_only_what_the_inspection_found_is_repaired_or_scrapped(self) -> None:
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED)
        inspected.when(grant(Remedy.REPAIR, quantity=2)).then_rejected(NotFitForRemedy)
        inspected.when(grant(Remedy.SCRAP, quantity=2)).then_rejected(NotFitForRemedy)
        inspected.when(grant(Remedy.REPAIR)).then_asked_again_nothing()

    def test_what_is_not_accepted_goes_back_and_is_covered_as_before(self) -> None:
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED, grant(Remedy.CREDIT), grant(Remedy.REPAIR))
        back = inspected.when(not_accepted(Grade.SCRAP)).then(
            UnitsNotAccepted(
                grant_id="B-scrap",
                item=Item(item_no=1, line_no=1, sku="PUMP-40", shipment_id="S1", quantity=Decimal(1)),
                grade=Grade.SCRAP,
                reason="dropped by them",
                granted_by="max",
                granted_on=DAY,
            )
        )
        waiting = back.then_asked_again_nothing().state_after()
        assert isinstance(waiting, Approved)
        sent = inspected.given(*back.facts)
        repaired = NoteGoodsDelivered(shipment_id="S8", grant_id="G-repair", quantity=Decimal(1), on=DAY)
        arrived = NoteGoodsDelivered(shipment_id="S9", grant_id="B-scrap", quantity=Decimal(1), on=DAY)
        delivered_all = after(repaired, start=sent).when(arrived)
        delivered_all.then_asked_again_nothing()
        assert [type(one) for one in delivered_all.facts] == [GoodsDelivered, ReturnClosed]

    def test_what_could_not_be_brought_back_to_them_is_decided_again(self) -> None:
        sent = after(REQUEST, APPROVE, RECEIVED, INSPECTED, not_accepted(Grade.SCRAP))
        back = NoteGoodsCameBack(shipment_id="S9", grant_id="B-scrap", quantity=Decimal(1), on=DAY)
        again = after(back, start=sent)
        again.when(replace(not_accepted(Grade.SCRAP), grant_id="again")).then_asked_again_nothing()

    def test_only_so_many_go_back_as_were_found_to_be_that(self) -> None:
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED)
        for grade in Grade:
            inspected.when(not_accepted(grade)).then_asked_again_nothing()
            inspected.when(not_accepted(grade, 2)).then_rejected(NotFitForRemedy, field="quantity")
        one_back = after(not_accepted(Grade.REPAIR), start=inspected)
        one_back.when(grant(Remedy.REPAIR)).then_rejected(NotFitForRemedy)
        one_back.when(grant(Remedy.SCRAP)).then_asked_again_nothing()
        scrapped = after(grant(Remedy.SCRAP), start=inspected)
        scrapped.when(not_accepted(Grade.SCRAP)).then_rejected(NotFitForRemedy)
        scrapped.when(not_accepted(Grade.GOOD)).then_asked_again_nothing()

    def test_a_grade_is_named_for_what_goes_back_and_for_nothing_else(self) -> None:
        inspected = after(REQUEST, APPROVE, RECEIVED, INSPECTED)
        inspected.when(grant(Remedy.RETURN_TO_CUSTOMER)).then_rejected(GradeNotNamed, field="grade")
        inspected.when(replace(grant(Remedy.CREDIT), grade=Grade.GOOD)).then_rejected(GradeNotNamed, field="grade")
        inspected.when(replace(not_accepted(Grade.GOOD), by="ann")).then_rejected(OwnReturn)

    def test_what_is_not_accepted_is_told_to_the_warehouse(self) -> None:
        decided = after(REQUEST, APPROVE, RECEIVED, INSPECTED).when(not_accepted(Grade.SCRAP))
        told = PUBLISHING[UnitsNotAccepted](fact_of(decided.facts[0]), decided.state_after())
        assert isinstance(told, ReturnNotAcceptedV1)
        assert (told.order_id, told.grade, told.item.quantity) == ("O1", "scrap", Decimal(1))

    def test_what_could_not_be_delivered_is_decided_again(self) -> None:
        sent = after(REQUEST, APPROVE, RECEIVED, INSPECTED, grant(Remedy.REPLACEMENT))
        back = NoteGoodsCameBack(shipment_id="S9", grant_id="G-replacement", quantity=Decimal(1), on=DAY)
        again = sent.when(back).then_asked_again_nothing().state_after()
        assert isinstance(again, Approved)
        assert again.progress.granted(1) == 0


class TestTime:
    def test_what_never_came_is_given_up(self) -> None:
        expire = ExpireReturn(on=DAY + timedelta(days=31))
        decided = after(REQUEST, APPROVE).when(expire).then_asked_again_nothing()
        assert isinstance(decided.state_after(), Expired)

    def test_what_came_is_settled_all_the_same(self) -> None:
        part = replace(RECEIVED, items=(ItemQuantity(item_no=1, quantity=Decimal(1)),))
        looked = replace(INSPECTED, items=(replace(ONE_EACH, repair=Decimal(0), scrap=Decimal(0)),))
        partly = after(REQUEST, APPROVE, part, looked, grant(Remedy.CREDIT))
        facts = partly.when(ExpireReturn(on=DAY)).facts
        assert [type(fact) for fact in facts] == [ReturnExpired, ReturnClosed]
        assert isinstance(partly.given(*facts).state, Closed)

    def test_what_comes_late_came_all_the_same(self) -> None:
        expired = after(REQUEST, APPROVE, ExpireReturn(on=DAY))
        (received,) = expired.when(RECEIVED).then_asked_again_nothing().facts
        assert isinstance(received, ReturnReceived)
        assert [(item.item_no, item.quantity) for item in received.late] == [(1, Decimal(3))]
        assert isinstance(expired.given(received).state, Approved)

    def test_nobody_waits_for_what_has_come(self) -> None:
        after(REQUEST, APPROVE, RECEIVED).when(ExpireReturn(on=DAY)).then_nothing()
        unrequested().when(RECEIVED).then_nothing()


class TestTheWarranty:
    claim = ClaimUnits(return_id="R1", units=(units(2),), on=DAY)

    def test_units_are_used_up_once(self) -> None:
        used = spec_of(WARRANTY).given(delivered()).when(self.claim).then_asked_again_nothing().state_after()
        assert isinstance(used, Running)
        found = entitlement(used.deliveries, used.claims, 1, DAY)
        assert (found.covered, found.returnable) == (Decimal(3), Decimal(1))

    def test_never_more_than_were_delivered(self) -> None:
        other = replace(self.claim, return_id="R2")
        held = UnitsClaimed(return_id="R1", units=(units(2),), claimed_on=DAY)
        spec_of(WARRANTY).given(delivered(), held).when(other).then_rejected(NotReturnable)

    def test_what_the_customer_has_again_may_come_back_again(self) -> None:
        held = spec_of(WARRANTY).given(delivered(), UnitsClaimed(return_id="R1", units=(units(2),), claimed_on=DAY))
        back = GiveBackUnits(source_id="F1", return_id="R1", units=(units(1),), on=DAY)
        after_it = held.when(back).then_asked_again_nothing().state_after()
        assert isinstance(after_it, Running)
        assert claimed_of(after_it.claims, "S1", 1) == 1
        spec_of(WARRANTY).when(back).then_nothing()

    def test_late_units_are_never_refused(self) -> None:
        late = NoteLateUnits(return_id="R1", units=(units(3),), on=DAY)
        assert len(spec_of(WARRANTY).given(delivered()).when(late).facts) == 1
        spec_of(WARRANTY).when(late).then_nothing()

    @given(st.lists(st.tuples(st.sampled_from(["R1", "R2", "R3"]), st.integers(1, 3), st.booleans()), max_size=12))
    def test_claims_never_exceed_what_was_delivered(self, moves: list[tuple[str, int, bool]]) -> None:
        warranty = spec_of(WARRANTY).given(delivered(quantity=4))
        for number, (return_id, quantity, back) in enumerate(moves):
            command: Any = ClaimUnits(return_id=return_id, units=(units(quantity),), on=DAY)
            if back:
                command = GiveBackUnits(source_id=str(number), return_id=return_id, units=(units(quantity),), on=DAY)
            warranty = warranty.given(*warranty.when(command).facts)
            assert isinstance(warranty.state, Running)
            assert 0 <= claimed_of(warranty.state.claims, "S1", 1) <= 4


def test_an_item_names_where_it_came_from() -> None:
    item = Item(item_no=1, line_no=1, sku="PUMP-40", shipment_id="S1", quantity=Decimal(3))
    approved = after(REQUEST, APPROVE).state
    assert isinstance(approved, Approved)
    assert approved.progress.balances[0].item == item
