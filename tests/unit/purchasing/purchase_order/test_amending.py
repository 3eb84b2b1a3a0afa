"""Purchase orders that the supplier has: amended, at once or by a second person."""

from dataclasses import replace
from decimal import Decimal

from services.purchasing.purchase_order.amending import (
    AmendmentWaits,
    AmendPurchaseOrder,
    ApproveAmendment,
    BelowReceived,
    NoAmendment,
    NothingLeft,
    PriceIsSettled,
    RefuseAmendment,
)
from services.purchasing.purchase_order.approving import ApproverIsMaker
from services.purchasing.purchase_order.decider import RECEIPT, deadlines
from services.purchasing.purchase_order.dispatching import NotSent
from services.purchasing.purchase_order.drafting import (
    BY_RULE,
    BelowNeed,
    LineRevision,
    PurchaseOrderUnknown,
    UnknownLine,
)
from services.purchasing.purchase_order.events import (
    AmendmentRefused,
    AmendmentSubmitted,
    PurchaseOrderAmended,
    PurchaseOrderCompleted,
    PurchaseOrderDrafted,
    PurchaseOrderSent,
)
from services.purchasing.purchase_order.receiving import NoteGoodsReceipt
from services.purchasing.purchase_order.state import Sent
from services.purchasing.purchase_order.terms import PurchaseTerms
from services.purchasing.supplier.clearing import SupplierIsBlocked
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierBlocked
from shared.kernel.decider import Deadline, NoDeadline
from tests.unit.purchasing.purchase_order.orders import (
    BY_THE_RULE,
    EXPECTED,
    LIMIT,
    MONDAY,
    NORD,
    a_sent_order,
    an_order,
    an_order_in_approval,
    billed,
    receipt,
    received,
    terms_of,
)

FOR_STOCK = terms_of(("10", "100"), ("4", "50"), requisition_id=None)
SENT = PurchaseOrderSent(requisition_id=None, sent_on=MONDAY, expected_on=EXPECTED)
an_order_for_stock = an_order.given(PurchaseOrderDrafted(terms=FOR_STOCK, drafted_on=MONDAY), BY_THE_RULE, SENT)
COMPLETED = PurchaseOrderCompleted(completed_on=MONDAY)
REASON = "as agreed by phone"


def amend(quantity: str, price: str = "100", line_no: int = 1, by: str = "ben") -> AmendPurchaseOrder:
    line = LineRevision(line_no=line_no, quantity=Decimal(quantity), unit_price=Decimal(price))
    return AmendPurchaseOrder(lines=(line,), reason=REASON, by=by, on=MONDAY)


def reading(*lines: tuple[str, str], makers: tuple[str, ...] = ("ben",)) -> PurchaseTerms:
    return terms_of(*lines, makers=makers, requisition_id=None)


def amended(terms: PurchaseTerms, by: str = "ben", approved_by: str = BY_RULE) -> PurchaseOrderAmended:
    return PurchaseOrderAmended(terms=terms, reason=REASON, amended_by=by, approved_by=approved_by, amended_on=MONDAY)


MUCH_MORE = reading(("100", "100"), ("4", "50"))
SUBMITTED = AmendmentSubmitted(terms=MUCH_MORE, reason=REASON, limit=LIMIT, submitted_by="ben", submitted_on=MONDAY)
REFUSED = AmendmentRefused(reason="too dear", refused_by="mia", refused_on=MONDAY)
APPROVE = ApproveAmendment(by="mia", on=MONDAY)
REFUSE = RefuseAmendment(reason="too dear", by="mia", on=MONDAY)


class TestAmending:
    def test_quantity_and_price_of_a_line_change_and_the_others_stay(self) -> None:
        now = amended(reading(("12", "90"), ("4", "50")))
        an_order_for_stock.when(amend("12", "90")).then(now).then_asked_again_nothing()

    def test_who_amends_has_a_hand_in_it(self) -> None:
        now = amended(reading(("9", "100"), ("4", "50"), makers=("ben", "ida")), by="ida")
        an_order_for_stock.when(amend("9", by="ida")).then(now)

    def test_a_line_for_nothing_is_off(self) -> None:
        an_order_for_stock.when(amend("0", "50", line_no=2)).then(amended(reading(("10", "100"), ("0", "50"))))

    def test_not_every_line_is(self) -> None:
        both = replace(amend("0"), lines=(*amend("0").lines, *amend("0", "50", line_no=2).lines))
        an_order_for_stock.when(both).then_rejected(NothingLeft)

    def test_only_what_the_supplier_has(self) -> None:
        an_order.when(amend("9")).then_rejected(PurchaseOrderUnknown)
        for order in (an_order_in_approval, a_sent_order.given(received("r1", "10"), billed("i1", "10"), COMPLETED)):
            order.when(amend("11")).then_rejected(NotSent)

    def test_only_lines_that_are_there(self) -> None:
        an_order_for_stock.when(amend("1", line_no=3)).then_rejected(UnknownLine)

    def test_not_below_what_it_is_needed_for(self) -> None:
        a_sent_order.when(amend("9")).then_rejected(BelowNeed)

    def test_not_below_what_came(self) -> None:
        order = an_order_for_stock.given(received("r1", "6"))
        order.when(amend("5")).then_rejected(BelowReceived)
        order.when(amend("6")).then(amended(reading(("6", "100"), ("4", "50"))))

    def test_not_below_what_is_paid_for_and_still_to_come(self) -> None:
        order = an_order_for_stock.given(received("r1", "6"), billed("i1", "7"))
        order.when(amend("9")).then_rejected(BelowReceived)
        order.when(amend("11")).then(amended(reading(("11", "100"), ("4", "50"))))

    def test_what_came_too_much_is_in_nobody_s_way(self) -> None:
        order = an_order_for_stock.given(received("r1", "11"))
        now = amended(reading(("10", "100"), ("5", "50")))
        order.when(amend("5", "50", line_no=2)).then(now)

    def test_the_price_stays_once_goods_came_or_were_billed_at_it(self) -> None:
        for fact in (received("r1", "1"), billed("i1", "1")):
            an_order_for_stock.given(fact).when(amend("10", "90")).then_rejected(PriceIsSettled)

    def test_nothing_more_from_a_supplier_that_is_blocked(self) -> None:
        blocked = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
        order = an_order_for_stock.beside(SUPPLIER, "nord", NORD, blocked)
        order.when(amend("11")).then_rejected(SupplierIsBlocked)
        order.when(amend("9")).then(amended(reading(("9", "100"), ("4", "50"))))

    def test_what_is_left_may_have_come_and_be_billed(self) -> None:
        order = an_order_for_stock.given(received("r1", "6"), billed("i1", "6"), received("r2", "4", line_no=2))
        now = amended(reading(("6", "100"), ("4", "50")))
        order.given(billed("i2", "4", line_no=2)).when(amend("6")).then(now, COMPLETED)


class TestASecondPerson:
    def test_is_asked_about_more_money_than_the_limit(self) -> None:
        order = an_order_for_stock.when(amend("100")).then(SUBMITTED).then_asked_again_nothing()
        state = order.state_after()
        assert isinstance(state, Sent)
        assert state.terms == FOR_STOCK

    def test_is_not_asked_about_less(self) -> None:
        dear = reading(("200", "100"), ("4", "50"))
        order = an_order_for_stock.given(amended(dear, approved_by="mia"))
        order.when(amend("190")).then(amended(reading(("190", "100"), ("4", "50"))))

    def test_is_asked_about_more_of_a_line_or_a_higher_price_whatever_becomes_less(self) -> None:
        dear = reading(("200", "100"), ("4", "50"))
        order = an_order_for_stock.given(amended(dear, approved_by="mia"))
        shifted = replace(amend("0"), lines=(*amend("0").lines, *amend("4", "5050", line_no=2).lines))
        for request in (shifted, amend("20", "1000"), amend("190", "101")):
            (fact,) = order.when(request).facts
            assert isinstance(fact, AmendmentSubmitted)
        blocked = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
        order.beside(SUPPLIER, "nord", NORD, blocked).when(shifted).then_rejected(SupplierIsBlocked)

    def test_approves_or_refuses(self) -> None:
        order = an_order_for_stock.given(SUBMITTED)
        order.when(APPROVE).then(amended(MUCH_MORE, approved_by="mia"))
        order.when(REFUSE).then(REFUSED)
        for decided in (amended(MUCH_MORE, approved_by="mia"), REFUSED):
            order.given(decided).when(APPROVE).then_rejected(NoAmendment)
            order.given(decided).when(REFUSE).then_rejected(NoAmendment)

    def test_is_another_person(self) -> None:
        order = an_order_for_stock.given(SUBMITTED)
        order.when(ApproveAmendment(by="ben", on=MONDAY)).then_rejected(ApproverIsMaker)
        order.when(RefuseAmendment(reason="too dear", by="ben", on=MONDAY)).then(replace(REFUSED, refused_by="ben"))

    def test_decides_before_the_next_one_is_asked_for(self) -> None:
        an_order_for_stock.given(SUBMITTED).when(amend("9")).then_rejected(AmendmentWaits)

    def test_looks_at_what_came_in_the_meantime(self) -> None:
        dearer = replace(SUBMITTED, terms=reading(("10", "2000"), ("4", "50")))
        an_order_for_stock.given(dearer, received("r1", "1")).when(APPROVE).then_rejected(PriceIsSettled)

    def test_is_waited_for_before_the_order_is_complete(self) -> None:
        order = an_order_for_stock.given(
            received("r2", "4", line_no=2), billed("i1", "4", line_no=2), billed("i2", "10"), SUBMITTED
        )
        all_of_it = received("r1", "10")
        order.when(NoteGoodsReceipt(receipt=receipt("r1", "10"), on=MONDAY)).then(all_of_it)
        order.given(all_of_it).when(REFUSE).then(REFUSED, COMPLETED)


def test_more_goods_are_waited_for_until_the_day_that_is_known() -> None:
    everything = an_order_for_stock.given(received("r1", "10"), received("r2", "4", line_no=2))
    more = amended(reading(("12", "100"), ("4", "50")))
    (set_anew,) = deadlines(more, everything.given(more).state)
    assert isinstance(set_anew, Deadline)
    assert set_anew.due.date() > EXPECTED
    partly = an_order_for_stock.given(received("r1", "6"), received("r2", "4", line_no=2))
    less = amended(reading(("6", "100"), ("4", "50")))
    assert list(deadlines(less, partly.given(less).state)) == [NoDeadline(RECEIPT)]
