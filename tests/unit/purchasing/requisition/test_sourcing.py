"""Requisitions: sourced by rule or by a buyer."""

from dataclasses import replace
from decimal import Decimal

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.events import PolicySet
from services.purchasing.policy.state import MAIN
from services.purchasing.requisition.events import RequisitionRejected
from services.purchasing.requisition.raising import RequisitionUnknown
from services.purchasing.requisition.sourcing import (
    LineAlreadySourced,
    NoOffer,
    NotApproved,
    SourceByRule,
    SourceLine,
    UnknownLine,
)
from services.purchasing.requisition.state import Approved, Sourced
from services.purchasing.supplier.clearing import SupplierIsBlocked, SupplierNotApproved, SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierBlocked
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from tests.unit.purchasing.requisition.needs import (
    MONDAY,
    PROPOSED,
    PUMPS,
    VALVES,
    WAREHOUSE,
    a_requisition,
    a_sourced_requisition,
    an_approved_requisition,
    need,
    offered,
    registered,
    source,
    sourced,
)

BY_RULE = SourceByRule(requisition_id="order-1", among=("nord", "sued"), on=MONDAY)
BLOCKED = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
APPROVAL_NEEDED = PolicySet(
    approval_above=(),
    price_tolerance_percent=Decimal(0),
    quantity_tolerance_percent=Decimal(0),
    supplier_approval=True,
    set_by="mia",
    set_on=MONDAY,
)


def by_hand(line_no: int, supplier_id: str | None = None, among: tuple[str, ...] = ("nord", "sued")) -> SourceLine:
    return SourceLine(
        requisition_id="order-1",
        line_no=line_no,
        supplier_id=supplier_id,
        among=among if supplier_id is None else (supplier_id,),
        by="ben",
        on=MONDAY,
    )


class TestByRule:
    def test_lines_of_one_sku_are_bought_together_and_the_rest_stays_open(self) -> None:
        decided = an_approved_requisition.when(BY_RULE).then(sourced(PUMPS)).then_asked_again_nothing()
        assert isinstance(decided.state_after(), Approved)

    def test_everything_offered_everything_sourced(self) -> None:
        requisition = an_approved_requisition.beside(SUPPLY_SOURCE, "VALVE", offered("sued", "5"))
        decided = requisition.when(BY_RULE).then(sourced(PUMPS, VALVES))
        assert isinstance(decided.state_after(), Sourced)

    def test_suppliers_we_may_not_buy_from_are_passed_over(self) -> None:
        blocked = an_approved_requisition.beside(SUPPLIER, "nord", registered("Nord"), BLOCKED)
        dearer = source("PUMP", "sued", "12", "7", need(1, "4"), need(4, "3"))
        blocked.when(BY_RULE).then(sourced(dearer))
        an_approved_requisition.beside(POLICY, MAIN, APPROVAL_NEEDED).when(BY_RULE).then_nothing()

    def test_what_is_not_approved_is_not_sourced(self) -> None:
        a_requisition.given(PROPOSED).when(BY_RULE).then_nothing()


class TestByHand:
    def test_a_buyer_takes_the_best_offer_for_a_line(self) -> None:
        requisition = an_approved_requisition.given(sourced(PUMPS)).beside(SUPPLY_SOURCE, "VALVE", offered("sued", "5"))
        later = source("VALVE", "sued", "5", "2", need(3, "2"), sourcing=1)
        decided = requisition.when(by_hand(3)).then(sourced(later, makers=(WAREHOUSE, "ben"), by="ben"))
        decided.then_asked_again_nothing()
        assert isinstance(decided.state_after(), Sourced)

    def test_a_buyer_may_choose_the_supplier(self) -> None:
        dearer = source("PUMP", "sued", "12", "4", need(1, "4"))
        an_approved_requisition.when(by_hand(1, "sued")).then(
            sourced(dearer, makers=(WAREHOUSE, "ben"), by="ben")
        ).then_asked_again_nothing()

    def test_two_sourcings_at_one_supplier_are_two_purchase_orders(self) -> None:
        requisition = an_approved_requisition.given(sourced(PUMPS)).beside(SUPPLY_SOURCE, "VALVE", offered("nord", "5"))
        state = requisition.when(by_hand(3)).state_after()
        assert isinstance(state, Sourced)
        assert len({line.purchase_order_id for line in state.body.lines}) == 2

    def test_a_line_nobody_offers_cannot_be_sourced(self) -> None:
        an_approved_requisition.when(by_hand(3)).then_rejected(NoOffer)
        an_approved_requisition.when(by_hand(3, "nord")).then_rejected(NoOffer)

    def test_not_from_a_supplier_we_may_not_buy_from(self) -> None:
        an_approved_requisition.when(by_hand(1, "stranger")).then_rejected(SupplierUnknown)
        blocked = an_approved_requisition.beside(SUPPLIER, "nord", registered("Nord"), BLOCKED)
        blocked.when(by_hand(1, "nord")).then_rejected(SupplierIsBlocked)
        careful = an_approved_requisition.beside(POLICY, MAIN, APPROVAL_NEEDED)
        careful.when(by_hand(1, "nord")).then_rejected(SupplierNotApproved)
        careful.when(by_hand(1)).then_rejected(NoOffer)

    def test_a_sourced_line_stays_where_it_is(self) -> None:
        a_sourced_requisition.when(by_hand(1)).then_nothing()
        a_sourced_requisition.when(by_hand(1, "nord")).then_nothing()
        a_sourced_requisition.when(by_hand(1, "sued")).then_rejected(LineAlreadySourced)

    def test_only_lines_that_are_there_of_what_is_approved(self) -> None:
        an_approved_requisition.when(by_hand(2)).then_rejected(UnknownLine)
        a_requisition.when(by_hand(1)).then_rejected(RequisitionUnknown)
        a_requisition.given(PROPOSED).when(by_hand(1)).then_rejected(NotApproved)
        rejected = RequisitionRejected(reason="no", rejected_by="mia", rejected_on=MONDAY)
        a_requisition.given(PROPOSED, rejected).when(by_hand(1)).then_rejected(NotApproved)

    def test_a_stale_list_of_suppliers_chooses_among_those_it_names(self) -> None:
        chosen = source("PUMP", "sued", "12", "4", need(1, "4"))
        an_approved_requisition.when(replace(by_hand(1), among=("sued",))).then(
            sourced(chosen, makers=(WAREHOUSE, "ben"), by="ben")
        )
