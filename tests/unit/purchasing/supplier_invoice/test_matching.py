"""Supplier invoices: the three-way match."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from services.purchasing.policy.state import Policy
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.events import PurchaseOrderDrafted
from services.purchasing.purchase_order.state import PurchaseOrder
from services.purchasing.supplier_invoice.matching import approved_lines, line_variances, tax_variances
from services.purchasing.supplier_invoice.terms import InvoicedLine, InvoiceTerms, Variance, VarianceKind
from shared.kernel.money import Money, price_of
from tests.unit.purchasing.purchase_order.orders import (
    MONDAY,
    a_sent_order,
    billed,
    billed_at,
    came_at,
    credited,
    received,
    terms_of,
)
from tests.unit.purchasing.supplier_invoice.invoices import RECORDED

STRICT = Policy()


def invoiced(quantity: str, price: str = "100") -> tuple[InvoicedLine, ...]:
    return (
        InvoicedLine(
            purchase_line_no=1,
            sku="SKU-1",
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            net=price_of(Decimal(price), Decimal(quantity), "EUR"),
        ),
    )


def variance(kind: VarianceKind, expected: str, stated: str) -> Variance:
    return Variance(purchase_line_no=1, kind=kind, expected=Decimal(expected), stated=Decimal(stated))


class TestQuantities:
    def test_what_was_accepted_matches(self) -> None:
        order = a_sent_order.given(received("r1", "6", "4")).state
        assert line_variances(invoiced("6"), order, STRICT) == ()

    def test_more_than_was_accepted_and_not_billed_does_not(self) -> None:
        order = a_sent_order.given(received("r1", "6"), billed("i1", "2")).state
        assert line_variances(invoiced("5"), order, STRICT) == (variance(VarianceKind.QUANTITY, "4", "5"),)

    def test_what_did_not_come_is_not_owed(self) -> None:
        order = a_sent_order.given(received("r1", "0", "6")).state
        assert line_variances(invoiced("6"), order, STRICT) == (variance(VarianceKind.NO_RECEIPT, "0", "6"),)

    def test_within_the_tolerance_it_matches(self) -> None:
        order = a_sent_order.given(received("r1", "10")).state
        tolerant = Policy(quantity_tolerance_percent=Decimal(5))
        assert line_variances(invoiced("10.5"), order, tolerant) == ()
        assert line_variances(invoiced("10.51"), order, tolerant) == (variance(VarianceKind.QUANTITY, "10.5", "10.51"),)


class TestPrices:
    def test_the_price_differs_in_either_direction(self) -> None:
        order = a_sent_order.given(received("r1", "10")).state
        for price in ("100.01", "99.99"):
            assert line_variances(invoiced("10", price), order, STRICT) == (variance(VarianceKind.PRICE, "100", price),)

    def test_within_the_tolerance_it_matches(self) -> None:
        order = a_sent_order.given(received("r1", "10")).state
        tolerant = Policy(price_tolerance_percent=Decimal("0.5"))
        assert line_variances(invoiced("10", "100.50"), order, tolerant) == ()
        assert line_variances(invoiced("10", "100.51"), order, tolerant) != ()

    def test_every_variance_is_named(self) -> None:
        found = line_variances(invoiced("11", "101"), a_sent_order.state, STRICT)
        assert [one.kind for one in found] == [VarianceKind.NO_RECEIPT, VarianceKind.PRICE]


class TestTax:
    @staticmethod
    def billing(tax_minor: int, *nets: int) -> InvoiceTerms:
        (line,) = invoiced("10")
        net = sum(nets)
        return replace(
            RECORDED.terms,
            lines=tuple(replace(line, net=Money(minor=one, currency="EUR")) for one in nets),
            net=Money(minor=net, currency="EUR"),
            tax=Money(minor=tax_minor, currency="EUR"),
            total=Money(minor=net + tax_minor, currency="EUR"),
        )

    def test_up_to_the_highest_rate_it_matches_however_it_is_rounded(self) -> None:
        assert tax_variances(self.billing(0, 100_000)) == ()
        assert tax_variances(self.billing(27_000, 100_000)) == ()
        assert tax_variances(self.billing(28, 51, 51)) == ()

    def test_above_it_the_whole_invoice_differs(self) -> None:
        (found,) = tax_variances(self.billing(27_001, 100_000))
        assert found == Variance(
            purchase_line_no=0, kind=VarianceKind.TAX, expected=Decimal("270.00"), stated=Decimal("270.01")
        )

    def test_nothing_bears_no_tax(self) -> None:
        assert [one.kind for one in tax_variances(self.billing(1, 0))] == [VarianceKind.TAX]


class TestWhatTheyCameAt:
    """The price was amended from 90 to 100 while goods were under way: the warehouse had them on its books at 90."""

    CAME = came_at("r1", "6", Money(minor=54_000, currency="EUR"))

    def ordered_nets(self, order: PurchaseOrder, *quantities: str) -> list[int]:
        found = []
        for number, quantity in enumerate(quantities):
            (line,) = approved_lines(invoiced(quantity), order)
            order = PURCHASE_ORDER.evolve(order, billed_at(f"i{number}", quantity, line.ordered_net))
            found.append(line.ordered_net.minor)
        return found

    def test_what_is_billed_cost_what_it_came_at(self) -> None:
        order = a_sent_order.given(self.CAME).state
        assert self.ordered_nets(order, "6") == [54_000]
        assert self.ordered_nets(order, "1", "5") == [9_000, 45_000]

    def test_the_next_receipt_brings_what_the_warehouse_says(self) -> None:
        rest = came_at("r2", "4", Money(minor=46_000, currency="EUR"))
        order = a_sent_order.given(self.CAME, rest).state
        assert self.ordered_nets(order, "8", "2") == [77_000, 23_000]

    def test_what_has_not_come_costs_what_we_ordered_it_at(self) -> None:
        order = a_sent_order.given(self.CAME).state
        assert self.ordered_nets(order, "10") == [94_000]

    def test_what_is_billed_beyond_the_order_never_comes_and_costs_nothing(self) -> None:
        all_of_it = came_at("r1", "10", Money(minor=94_000, currency="EUR"))
        assert self.ordered_nets(a_sent_order.given(all_of_it).state, "11") == [94_000]
        assert self.ordered_nets(a_sent_order.given(all_of_it).state, "10", "1") == [94_000, 0]
        assert self.ordered_nets(a_sent_order.state, "12") == [100_000]

    def test_what_came_beyond_it_costs_what_it_came_at(self) -> None:
        more = came_at("r1", "12", Money(minor=120_000, currency="EUR"))
        assert self.ordered_nets(a_sent_order.given(more).state, "12") == [120_000]

    def test_what_is_billed_next_makes_up_for_what_was_billed_before_it_came(self) -> None:
        early = billed_at("i1", "6", Money(minor=60_000, currency="EUR"))
        rest = came_at("r2", "4", Money(minor=46_000, currency="EUR"))
        assert self.ordered_nets(a_sent_order.given(early, self.CAME, rest).state, "4") == [40_000]

    def test_what_was_credited_is_billed_anew_at_what_the_rest_of_it_came_at(self) -> None:
        first = billed_at("i1", "6", Money(minor=54_000, currency="EUR"))
        second = billed_at("i2", "4", Money(minor=46_000, currency="EUR"))
        back = credited("c1", "6", "i1")
        taken_off = replace(back.bill.lines[0], ordered_net=Money(minor=-54_000, currency="EUR"))
        back = replace(back, bill=replace(back.bill, lines=(taken_off,)))
        rest = came_at("r2", "4", Money(minor=46_000, currency="EUR"))
        assert self.ordered_nets(a_sent_order.given(self.CAME, rest, first, second, back).state, "6") == [54_000]

    def test_of_a_receipt_that_was_noted_without_it_our_price_counts(self) -> None:
        order = a_sent_order.given(received("r1", "6"), came_at("r2", "4", Money(minor=36_000, currency="EUR"))).state
        assert self.ordered_nets(order, "7", "3") == [69_000, 27_000]


@given(
    st.lists(st.decimals("0.0001", "50", places=4), min_size=1, max_size=8),
    st.decimals(0, "99", places=6),
)
def test_however_a_line_is_billed_the_parts_add_up_to_its_ordered_net(parts: list[Decimal], price: Decimal) -> None:
    whole = sum(parts, Decimal(0))
    assume(whole > 0)
    terms = terms_of((str(whole), str(price)))
    order: PurchaseOrder = PURCHASE_ORDER.fold([PurchaseOrderDrafted(terms=terms, drafted_on=MONDAY)])
    owed = 0
    for number, quantity in enumerate(parts):
        (line,) = approved_lines(invoiced(str(quantity), str(price)), order)
        assert line.ordered_net.minor >= 0
        owed += line.ordered_net.minor
        order = PURCHASE_ORDER.evolve(order, billed(f"i{number}", str(quantity)))
    assert owed == terms.net.minor
