"""Purchase orders: drafted, and revised after a refusal."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.events import PolicySet
from services.purchasing.policy.state import MAIN
from services.purchasing.purchase_order.drafting import (
    BelowNeed,
    DraftPurchaseOrder,
    ExpectedInThePast,
    LineRevision,
    NotADraft,
    PurchaseOrderTaken,
    PurchaseOrderUnknown,
    RevisePurchaseOrder,
    UnknownLine,
    WantedLine,
)
from services.purchasing.purchase_order.events import (
    PurchaseOrderCancelled,
    PurchaseOrderDrafted,
    PurchaseOrderRefused,
    PurchaseOrderRevised,
    PurchaseOrderSent,
)
from services.purchasing.purchase_order.state import Draft, InApproval, Sent
from services.purchasing.purchase_order.terms import Need
from services.purchasing.supplier.clearing import SupplierIsBlocked, SupplierNotApproved, SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierBlocked
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.events import Offer, SupplyOffered
from shared.kernel.money import Money
from tests.unit.purchasing.purchase_order.orders import (
    BY_THE_RULE,
    DRAFTED,
    EXPECTED,
    MONDAY,
    NORD,
    SENT,
    SUBMITTED,
    TEN_PUMPS,
    a_sent_order,
    an_order,
    an_order_in_approval,
    terms_of,
)

REFUSED = PurchaseOrderRefused(reason="too dear", refused_by="mia", refused_on=MONDAY)
a_refused_order = an_order_in_approval.given(REFUSED)


def draft(quantity: str = "10", price: str = "100", expected_on: date | None = EXPECTED) -> DraftPurchaseOrder:
    need = Need(line_no=1, quantity=Decimal(quantity))
    line = WantedLine(sku="SKU-1", quantity=Decimal(quantity), unit_price=Decimal(price), needs=(need,))
    return DraftPurchaseOrder(
        supplier_id="nord",
        warehouse="MAIN",
        currency="EUR",
        lines=(line,),
        expected_on=expected_on,
        makers=("ben",),
        requisition_id="order-1",
        sales_order_id="order-1",
        on=MONDAY,
    )


def revise(quantity: str, price: str = "90", line_no: int = 1) -> RevisePurchaseOrder:
    line = LineRevision(line_no=line_no, quantity=Decimal(quantity), unit_price=Decimal(price))
    return RevisePurchaseOrder(lines=(line,), by="ben", on=MONDAY)


class TestDrafting:
    def test_up_to_the_limit_it_is_approved_by_rule_and_sent_at_once(self) -> None:
        an_order.when(draft()).then(DRAFTED, BY_THE_RULE, SENT).then_asked_again_nothing()
        assert isinstance(an_order.when(draft(price="1000")).state_after(), Sent)

    def test_above_the_limit_it_waits_for_a_person(self) -> None:
        dear = terms_of(("10", "1000.01"))
        an_order.when(draft(price="1000.01")).then(
            PurchaseOrderDrafted(terms=dear, drafted_on=MONDAY), SUBMITTED
        ).then_asked_again_nothing()

    def test_the_limit_is_the_policys(self) -> None:
        strict = PolicySet(
            approval_above=(Money(minor=0, currency="EUR"),),
            price_tolerance_percent=Decimal(0),
            quantity_tolerance_percent=Decimal(0),
            supplier_approval=False,
            set_by="mia",
            set_on=MONDAY,
        )
        assert isinstance(an_order.beside(POLICY, MAIN, strict).when(draft()).state_after(), InApproval)
        careful = replace(strict, supplier_approval=True)
        an_order.beside(POLICY, MAIN, careful).when(draft()).then_rejected(SupplierNotApproved)

    def test_nothing_is_bought_from_strangers_or_blocked_suppliers(self) -> None:
        an_order.beside(SUPPLIER, "nord").when(draft()).then_rejected(SupplierUnknown)
        blocked = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
        an_order.beside(SUPPLIER, "nord", NORD, blocked).when(draft()).then_rejected(SupplierIsBlocked)

    def test_without_an_expected_day_the_suppliers_lead_time_counts(self) -> None:
        offer = Offer(
            supplier_id="nord",
            unit_price=Decimal(100),
            currency="EUR",
            minimum_quantity=Decimal(0),
            lead_time_days=12,
            valid_from=MONDAY,
            valid_until=None,
            preferred=False,
        )
        offered = SupplyOffered(offer=offer, offered_by="ben", offered_on=MONDAY)
        state = an_order.beside(SUPPLY_SOURCE, "SKU-1", offered).when(draft(expected_on=None)).state_after()
        assert isinstance(state, Sent)
        assert state.dispatch.expected_on == MONDAY + timedelta(days=12)
        unoffered = an_order.beside(SUPPLY_SOURCE, "SKU-1").when(draft(expected_on=None)).state_after()
        assert isinstance(unoffered, Sent)
        assert unoffered.dispatch.expected_on == MONDAY

    def test_goods_do_not_come_before_they_are_ordered(self) -> None:
        yesterday = date(2026, 3, 1)
        an_order.when(draft(expected_on=yesterday)).then_rejected(ExpectedInThePast, field="expected_on")

    def test_an_id_cannot_become_another_order(self) -> None:
        a_sent_order.when(draft(quantity="11")).then_rejected(PurchaseOrderTaken)


class TestRevising:
    def test_a_refused_draft_is_put_right_and_submitted_again(self) -> None:
        revised = replace(terms_of(("12", "90")), lines=(replace(TEN_PUMPS.lines[0], quantity=Decimal(12)),))
        line = replace(revised.lines[0], unit_price=Decimal(90), net=Money(minor=108_000, currency="EUR"))
        decided = a_refused_order.when(revise("12")).then(
            PurchaseOrderRevised(terms=replace(revised, lines=(line,)), revised_by="ben", revised_on=MONDAY),
            BY_THE_RULE,
            SENT,
        )
        decided.then_asked_again_nothing()

    def test_who_revises_has_a_hand_in_it(self) -> None:
        state = a_refused_order.when(replace(revise("10", price="2000"), by="cleo")).state_after()
        assert isinstance(state, InApproval)
        assert state.terms.makers == ("ben", "cleo")

    def test_it_cannot_fall_below_what_the_requisition_needs(self) -> None:
        a_refused_order.when(revise("9")).then_rejected(BelowNeed)

    def test_only_lines_that_are_there(self) -> None:
        a_refused_order.when(revise("10", line_no=7)).then_rejected(UnknownLine)

    def test_only_a_draft(self) -> None:
        an_order.when(revise("10")).then_rejected(PurchaseOrderUnknown)
        an_order_in_approval.when(revise("10")).then_rejected(NotADraft)
        a_sent_order.when(revise("10")).then_rejected(NotADraft)
        cancelled = PurchaseOrderCancelled(
            reason="no", was_sent=False, requisition_id=None, unmet=(), cancelled_by="ben", cancelled_on=MONDAY
        )
        a_refused_order.given(cancelled).when(revise("10")).then_rejected(NotADraft)

    def test_not_with_a_supplier_who_was_blocked_since(self) -> None:
        blocked = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
        a_refused_order.beside(SUPPLIER, "nord", NORD, blocked).when(revise("10")).then_rejected(SupplierIsBlocked)

    def test_the_refusal_says_why(self) -> None:
        state = a_refused_order.state
        assert isinstance(state, Draft)
        assert state.refusal == "too dear"


@given(
    st.lists(st.tuples(st.decimals("0.0001", "999", places=4), st.decimals(0, "99", places=6)), min_size=1, max_size=6)
)
def test_the_net_is_the_sum_of_the_lines(lines: list[tuple[Decimal, Decimal]]) -> None:
    wanted = tuple(WantedLine(sku="S", quantity=quantity, unit_price=price) for quantity, price in lines)
    drafted = an_order.when(replace(draft(), lines=wanted)).facts[0]
    assert isinstance(drafted, PurchaseOrderDrafted)
    assert drafted.terms.net.minor == sum(line.net.minor for line in drafted.terms.lines)


def test_a_sent_order_carries_its_requisition() -> None:
    sent = an_order.when(draft()).facts[-1]
    assert isinstance(sent, PurchaseOrderSent)
    assert sent.requisition_id == "order-1"
