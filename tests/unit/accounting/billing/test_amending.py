"""Billing of an order that shrinks: less may be billed, what was billed stays, all amounts are shares of the order."""

from decimal import Decimal

from services.accounting.billing.amending import AmendBilling, LineNow
from services.accounting.billing.delivering import BillUnbilled, NothingBillable
from services.accounting.billing.events import (
    DeliveryLeftUnbilled,
    GoodsBilled,
    ShipmentNoted,
    ShipmentReturnNoted,
)
from services.accounting.billing.opening import CancelBilling
from tests.unit.accounting.billing.reduced import (
    FREIGHT,
    OPENED,
    TUESDAY,
    WEDNESDAY,
    a_billing,
    after,
    amend,
    amended,
    back,
    balance,
    deliver,
    moved,
    nets,
    of_line,
    ship,
    usd,
)


class TestAmending:
    def test_of_an_order_that_has_not_left_the_difference_is_expected_no_more(self) -> None:
        # 5 of 7 units for 110.00 with tax are 78.57, 1 of 4 for 11.00 is 2.75.
        decided = (
            after()
            .when(amend(5, 1))
            .then(amended(11000 - 7857 + 1100 - 275, of_line(1, 7, 5, 7857), of_line(2, 4, 1, 275)))
        )
        decided.then_asked_again_nothing()

    def test_a_line_that_is_not_for_less_is_left_alone(self) -> None:
        after().when(amend(7, 3)).then(amended(275, of_line(2, 4, 3, 825)))
        after().when(amend(7, 4)).then_nothing()
        after().when(amend(9, 5)).then_nothing()
        after(amend(5)).when(amend(6)).then_nothing()

    def test_lines_that_are_not_named_or_were_never_ordered_change_nothing(self) -> None:
        unknown = AmendBilling(lines=(LineNow(line_no=9, quantity=Decimal(0)),), reason="", by="", on=TUESDAY)
        after().when(unknown).then_nothing()

    def test_a_second_amendment_is_of_the_line_as_it_was_placed(self) -> None:
        # 3 of 7 units are 47.14, whatever they were amended to before.
        after(amend(5)).when(amend(3)).then(amended(7857 - 4714, of_line(1, 5, 3, 4714)))

    def test_a_line_may_be_for_nothing(self) -> None:
        spec = after(amend(0))
        assert (balance(spec).billable, balance(spec).unshipped_expected) == (Decimal(0), usd(0))

    def test_a_cancelled_or_unknown_order_is_not_amended(self) -> None:
        after(CancelBilling(reason="no longer needed", on=TUESDAY)).when(amend(1)).then_nothing()
        a_billing.when(amend(1)).then_nothing()

    def test_what_was_heard_of_shipments_before_the_order_waits_for_it_all_the_same(self) -> None:
        early = a_billing.given(*a_billing.when(ship(2)).facts)
        early.when(amend(1)).then_nothing()


class TestWhatHasLeft:
    def test_only_what_has_not_left_is_lowered(self) -> None:
        # 4 of 7 left with 62.86; of 5 that come to 78.57 one is left.
        after(ship(4)).when(amend(5)).then(amended(11000 - 7857, of_line(1, 7, 5, 7857)))
        assert balance(after(ship(4), amend(5))).unshipped_expected == usd(7857 - 6286)

    def test_reduced_to_exactly_what_left_nothing_is_expected_any_more(self) -> None:
        spec = after(ship(3), ship(2, "S-2"), amend(5))
        assert (balance(spec).unshipped, balance(spec).unshipped_expected) == (Decimal(0), usd(0))

    def test_whether_the_shipment_was_heard_before_or_after_comes_to_the_same(self) -> None:
        before, later = after(ship(4), amend(5)), after(amend(5), ship(4))
        assert before.state == later.state

    def test_goods_that_come_back_are_expected_as_they_left(self) -> None:
        # One of seven is 15.71, two are 31.43: the second left with 15.72, and nothing is lost when it leaves again.
        gone = (ship(1), ship(1, "S-2"), back(), amend(1), back("S-2"))
        assert balance(after(*gone)).unshipped_expected == usd(1572)
        assert balance(after(*gone, ship(1, "S-3"))).unshipped_expected == usd(0)

    def test_goods_that_come_back_after_nobody_wants_them_any_more_are_not_expected_again(self) -> None:
        # The reduction was heard before the return that made it possible: of 3 under way 2 come back, 1 of them wanted.
        gone = after(ship(1), ship(2, "S-2"), amend(2, 0))
        assert gone.state.unshipped_expected == usd(0)
        decided = gone.when(back("S-2"))
        noted, lowered = decided.facts
        assert (noted.owed_again, lowered.lowered) == (True, usd(1571))
        assert lowered.lines == (of_line(1, 2, 2, 3143),)
        assert decided.state_after().unshipped_expected == usd(1572)
        again = gone.given(*decided.facts)
        assert balance(again.given(*again.when(ship(1, "S-3")).facts)).unshipped_expected == usd(0)

    def test_nothing_is_expected_again_of_what_came_back_with_the_charges_and_is_not_wanted(self) -> None:
        gone = after(ship(1), ship(2, "S-2"), amend(2, 0), back("S-2"), amend(1, 0))
        assert gone.state.unshipped_expected == usd(0)
        alone = after(ship(2), amend(0))
        assert after(ship(2), amend(0, 0), back()).state.unshipped_expected == usd(0)
        assert alone.given(*alone.when(back()).facts).state.unshipped_expected == usd(1100 + 550)

    def test_charges_that_came_back_are_not_waited_for_when_nothing_is_left_to_take_them_along(self) -> None:
        gone = after(ship(1), ship(1, "S-2"), back(), amend(7, 0))
        decided = gone.when(amend(1, 0)).then(amended(11000 - 1572 + 550, of_line(1, 7, 1, 1572)))
        spec = gone.given(*decided.facts)
        (billed,) = spec.when(deliver(1, "S-2")).facts
        assert billed.charges == (FREIGHT,)
        again = spec.given(*spec.when(back("S-2")).facts)
        assert again.state.unshipped_expected == usd(1572 + 550)
        (noted,) = again.when(ship(1, "S-3")).facts
        assert noted.charges_expected == usd(550)
        last = again.given(noted)
        assert last.state.unshipped_expected == usd(0)
        assert last.when(deliver(1, "S-3")).facts[-1].charges == (FREIGHT,)

    def test_charges_that_were_let_go_are_expected_with_what_comes_back_and_is_wanted(self) -> None:
        gone = after(ship(1), ship(2, "S-2"), ship(1, "S-3"), back(), amend(3, 0))
        assert gone.state.unshipped_expected == usd(0)
        (noted,) = gone.when(back("S-2")).facts
        assert noted == ShipmentReturnNoted(
            customer_id="ACME", shipment_id="S-2", owed_again=True, returned_on=WEDNESDAY, charges_expected=usd(550)
        )
        once = gone.given(noted)
        (second,) = once.when(back("S-3")).facts
        assert second.charges_expected is None
        decided = once.when(amend(1, 0))
        assert decided.facts[0].lowered == usd(4714 - 1571 + 550)

    def test_billed_with_what_was_under_way_they_are_not_expected_again(self) -> None:
        gone = after(ship(1), ship(1, "S-2"), ship(1, "S-3"), back(), amend(2, 0), deliver(1, "S-2"))
        (noted,) = gone.when(back("S-3")).facts
        assert noted.charges_expected is None
        cancelled = after(ship(1), ship(1, "S-2"), back(), amend(1, 0), CancelBilling(reason="no", on=TUESDAY))
        (unwanted,) = cancelled.when(back("S-2")).facts
        assert (unwanted.owed_again, unwanted.charges_expected) == (False, None)

    def test_goods_beyond_the_amended_order_count_as_any_excess_does(self) -> None:
        facts = after(ship(5), amend(3)).when(deliver(5)).then_asked_again_nothing().facts
        left = DeliveryLeftUnbilled(
            shipment_id="S-1", quantities=moved(2), because="exceeds-order", delivered_on=WEDNESDAY
        )
        assert facts[-1] == left
        spec = after(ship(5), amend(3), deliver(5))
        assert nets(spec) == [4286]
        spec.when(BillUnbilled(shipment_id="S-1", on=WEDNESDAY)).then_rejected(NothingBillable)


class TestBilling:
    def test_parts_of_a_reduced_line_sum_to_its_share(self) -> None:
        spec = after(deliver(1), amend(5), deliver(2, "S-2"), deliver(2, "S-3"))
        # 14.29 for one, 42.86 for three, 71.43 for five of seven units for 100.00.
        assert nets(spec) == [1429, 4286 - 1429, 7143 - 4286]
        assert balance(spec).billable == 0

    def test_reduced_to_what_was_billed_it_is_billed_to_the_cent(self) -> None:
        for parts in ((5,), (1, 1, 1, 1, 1), (2, 3), (4, 1)):
            deliveries = [deliver(quantity, f"S-{number}") for number, quantity in enumerate(parts)]
            spec = after(*deliveries, amend(5))
            assert sum(nets(spec)) == 7143
            assert (balance(spec).billable, balance(spec).unshipped_expected) == (Decimal(0), usd(0))

    def test_charges_stay_and_are_billed_once(self) -> None:
        spec = after(amend(1), deliver(1))
        (billed,) = [fact for fact in spec.history if isinstance(fact, GoodsBilled)]
        (noted,) = [fact for fact in spec.history if isinstance(fact, ShipmentNoted)]
        assert (billed.charges, billed.terms) == ((FREIGHT,), OPENED.terms)
        assert noted.charges_expected == usd(550)
