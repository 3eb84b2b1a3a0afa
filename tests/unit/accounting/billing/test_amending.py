"""Billing of an order that shrinks: less may be billed, what was billed stays, all amounts are shares of the order."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as some

from services.accounting.billing.amending import AmendBilling, LineNow
from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import BillDelivery, BillUnbilled, NothingBillable
from services.accounting.billing.events import (
    AmendedLine,
    BillingAmended,
    BillingOpened,
    DeliveryLeftUnbilled,
    GoodsBilled,
    MovedQuantity,
    OrderedLine,
    ShipmentNoted,
)
from services.accounting.billing.opening import CancelBilling
from services.accounting.billing.shipping import NoteReturn, NoteShipment
from services.accounting.billing.state import LineBalance, Open
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.lowering import LowerReservedCredit
from services.accounting.credit_account.moving import (
    MoveBackFromShipped,
    MoveInvoiceExposure,
    MoveToInvoiced,
    MoveToShipped,
)
from services.accounting.credit_account.opening import OpenAccount
from services.accounting.credit_account.reserving import ReserveCredit
from services.accounting.credit_account.state import Open as OpenAccountState
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.testing.specification import Specification, spec_of

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
FREIGHT = BillCharge(kind="freight", description="Freight", amount=Money(minor=500, currency="USD"), tax_code="VAT10")


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def line(line_no: int, quantity: int, net: int) -> BillLine:
    return BillLine(
        line_no=line_no,
        sku=f"SKU-{line_no}",
        description="",
        quantity=Decimal(quantity),
        unit_price=Decimal(1),
        net=usd(net),
        tax_code="VAT10",
    )


OPENED = BillingOpened(
    contract_id="C-1",
    customer_id="ACME",
    lines=(
        OrderedLine(line=line(1, 7, 10000), expected=usd(11000)),
        OrderedLine(line=line(2, 4, 1000), expected=usd(1100)),
    ),
    charges=(FREIGHT,),
    charges_expected=usd(550),
    expected=usd(12650),
    terms=(Term(percent=Decimal(100), due_in_days=30),),
    placed_by="s.rep",
    placed_on=MONDAY,
)
a_billing = spec_of(BILLING)


def moved(quantity: int | str, line_no: int = 1) -> tuple[MovedQuantity, ...]:
    return (MovedQuantity(line_no=line_no, quantity=Decimal(quantity)),)


def ship(quantity: int, shipment_id: str = "S-1") -> NoteShipment:
    return NoteShipment(shipment_id=shipment_id, quantities=moved(quantity), on=TUESDAY)


def back(shipment_id: str = "S-1") -> NoteReturn:
    return NoteReturn(shipment_id=shipment_id, on=WEDNESDAY)


def deliver(quantity: int, shipment_id: str = "S-1") -> BillDelivery:
    return BillDelivery(shipment_id=shipment_id, quantities=moved(quantity), on=WEDNESDAY)


def amend(first: int | str, second: int | str = 4) -> AmendBilling:
    lines = (LineNow(line_no=1, quantity=Decimal(first)), LineNow(line_no=2, quantity=Decimal(second)))
    return AmendBilling(lines=lines, reason="they need less", by="s.rep", on=TUESDAY)


def amended(lowered: int, *lines: AmendedLine) -> BillingAmended:
    return BillingAmended(
        customer_id="ACME",
        lines=lines,
        lowered=usd(lowered),
        reason="they need less",
        amended_by="s.rep",
        amended_on=TUESDAY,
    )


def of_line(line_no: int, old: int, new: int, expected: int) -> AmendedLine:
    return AmendedLine(line_no=line_no, old_quantity=Decimal(old), quantity=Decimal(new), expected=usd(expected))


def after(*commands: Any) -> Specification[Any]:
    spec = a_billing.given(OPENED)
    for command in commands:
        decided = spec.when(command)
        assert decided.rejection is None
        spec = spec.given(*decided.facts)
    return spec


def nets(spec: Specification[Any]) -> list[int]:
    return [one.net.minor for fact in spec.history if isinstance(fact, GoodsBilled) for one in fact.lines]


def balance(spec: Specification[Any]) -> LineBalance:
    assert isinstance(spec.state, Open)
    return spec.state.lines[0]


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
        assert again.state.unshipped_expected == usd(1572)

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


QUANTITIES = some.integers(1, 40).map(Decimal) | some.decimals(Decimal("0.0001"), 40, places=4)


@dataclass
class Books:
    """A billing and its customer's credit account, moved on together as the department's reactions do it."""

    billing: Any
    account: Any
    nets: list[int]
    lowest: int = 0

    @classmethod
    def opened(cls, quantity: Decimal, net: int) -> "Books":
        whole = line(1, 1, net)
        ordered = BillLine(
            line_no=1,
            sku=whole.sku,
            description="",
            quantity=quantity,
            unit_price=whole.unit_price,
            net=whole.net,
            tax_code="VAT10",
        )
        expected = usd(net) + usd(net).percent(Decimal(10))
        opened = BillingOpened(
            contract_id="C-1",
            customer_id="ACME",
            lines=(OrderedLine(line=ordered, expected=expected),),
            charges=(FREIGHT,),
            charges_expected=usd(550),
            expected=expected + usd(550),
            terms=(),
            placed_by="s.rep",
            placed_on=MONDAY,
        )
        books = cls(BILLING.fold([opened]), CREDIT_ACCOUNT.initial, [])
        books.account_hears(OpenAccount(customer_name="Acme", currency="USD", on=MONDAY))
        books.account_hears(ReserveCredit(order_id="O-1", amount=opened.expected, placed_by="s.rep", on=MONDAY))
        return books

    def happen(self, command: Any) -> None:
        for fact in BILLING.decide(command, self.billing, Given({})):
            self.billing = BILLING.evolve(self.billing, fact)
            match fact:
                case ShipmentNoted(shipment_id=shipment_id, expected=expected):
                    self.account_hears(
                        MoveToShipped(order_id="O-1", shipment_id=shipment_id, amount=expected, on=MONDAY)
                    )
                case BillingAmended(lowered=lowered):
                    self.lowest = min(self.lowest, lowered.minor)
                    self.account_hears(LowerReservedCredit(order_id="O-1", amount=lowered, on=MONDAY))
                case GoodsBilled(shipment_id=name, lines=lines, charges=charges):
                    self._invoice(name, [one.net for one in lines], [one.amount for one in charges])
                case _:
                    self.account_hears(
                        MoveBackFromShipped(order_id="O-1", shipment_id=fact.shipment_id, owed_again=True, on=MONDAY)
                    )

    def _invoice(self, name: str, lines: list[Money], charges: list[Money]) -> None:
        self.nets += [net.minor for net in lines]
        owed = total((net + net.percent(Decimal(10)) for net in (*lines, *charges)), "USD")
        self.account_hears(MoveToInvoiced(order_id="O-1", shipment_id=name, invoice_id=name, total=owed, on=WEDNESDAY))

    def account_hears(self, command: Any) -> None:
        facts = CREDIT_ACCOUNT.decide(command, self.account, Given({}))
        self.account = CREDIT_ACCOUNT.fold(facts, self.account)
        buckets = self.account.exposure
        self.lowest = min(self.lowest, buckets.reserved.minor, buckets.shipped.minor, buckets.open.minor)

    @property
    def line(self) -> LineBalance:
        found: LineBalance = self.billing.lines[0]
        return found

    def pay_everything(self) -> None:
        for name in dict(self.account.orders.get("O-1").invoices if self.account.orders else {}):
            self.account_hears(
                MoveInvoiceExposure(
                    order_id="O-1", invoice_id=name, not_overdue=usd(0), overdue=usd(0), because="paid", on=WEDNESDAY
                )
            )


@settings(max_examples=300, deadline=None)
@over(QUANTITIES, some.integers(0, 10**7), some.data())
def test_whatever_is_delivered_and_reduced_the_bills_are_the_share_and_no_credit_is_left_behind(
    quantity: Decimal, net: int, data: some.DataObject
) -> None:
    books = Books.opened(quantity, net)
    under_way: dict[str, Decimal] = {}
    coming_back: list[str] = []
    for number in range(data.draw(some.integers(0, 12))):
        what = data.draw(some.sampled_from(["ship", "deliver", "return", "amend", "amend early"]))
        unshipped = books.line.unshipped
        if what == "ship" and unshipped:
            gone = min(data.draw(QUANTITIES), unshipped)
            under_way[f"S-{number}"] = gone
            quantities = (MovedQuantity(line_no=1, quantity=gone),)
            books.happen(NoteShipment(shipment_id=f"S-{number}", quantities=quantities, on=TUESDAY))
        elif what == "amend":
            less = books.line.quantity - min(data.draw(QUANTITIES), unshipped)
            if less:  # an order for nothing is cancelled
                now = (LineNow(line_no=1, quantity=less),)
                books.happen(AmendBilling(lines=now, reason="", by="", on=TUESDAY))
        elif what == "amend early" and under_way:
            # What comes back is not wanted again, and that is heard of before its return.
            name = data.draw(some.sampled_from(sorted(under_way)))
            less = books.line.quantity - under_way[name]
            if less > 0:
                now = (LineNow(line_no=1, quantity=less),)
                books.happen(AmendBilling(lines=now, reason="", by="", on=TUESDAY))
                coming_back.append(name)
                del under_way[name]
        elif under_way:
            name = data.draw(some.sampled_from(sorted(under_way)))
            quantities = (MovedQuantity(line_no=1, quantity=under_way.pop(name)),)
            if what == "return":
                books.happen(NoteReturn(shipment_id=name, on=WEDNESDAY))
            else:
                books.happen(BillDelivery(shipment_id=name, quantities=quantities, on=WEDNESDAY))
    for name in coming_back:
        books.happen(NoteReturn(shipment_id=name, on=WEDNESDAY))
    for name, gone in under_way.items():
        quantities = (MovedQuantity(line_no=1, quantity=gone),)
        books.happen(BillDelivery(shipment_id=name, quantities=quantities, on=WEDNESDAY))
    if books.line.unshipped:
        quantities = (MovedQuantity(line_no=1, quantity=books.line.unshipped),)
        books.happen(BillDelivery(shipment_id="last", quantities=quantities, on=WEDNESDAY))
    final = (net * books.line.quantity / quantity).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert sum(books.nets) == final
    assert min(books.nets, default=0) >= 0
    assert books.lowest == 0
    books.pay_everything()
    assert isinstance(books.account, OpenAccountState)
    assert (books.account.exposure.total, books.account.orders) == (usd(0), {})
