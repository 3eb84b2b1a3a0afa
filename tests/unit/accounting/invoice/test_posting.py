"""Posting: taxed by the day of delivery, numbered without a gap, split into instalments; or withheld."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.invoice.decider import DUE, INVOICE
from services.accounting.invoice.events import InvoicePosted, InvoiceWithheld, NothingToPay
from services.accounting.invoice.posting import (
    InvoiceUnknown,
    NotYetPostable,
    PostInvoice,
    PostWithheldInvoice,
    instalments_of,
    reads_for_posting,
)
from services.accounting.invoice.state import Invoice
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.events import NumberTaken
from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.events import TaxCodeNamed, TaxRateSet
from shared.kernel.decider import Deadline
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of

DELIVERED, POSTED = date(2026, 3, 4), date(2026, 3, 4)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def rate(percent: str, valid_from: date) -> TaxRateSet:
    return TaxRateSet(percent=Decimal(percent), valid_from=valid_from, valid_until=None, set_by="m", set_on=POSTED)


def goods(net: int, line_no: int = 1, tax_code: str = "VAT8") -> BillLine:
    return BillLine(
        line_no=line_no,
        sku="PUMP-40",
        description="Pump",
        quantity=Decimal(2),
        unit_price=Decimal(1),
        net=usd(net),
        tax_code=tax_code,
    )


def charge(kind: str, minor: int, tax_code: str = "") -> BillCharge:
    return BillCharge(kind=kind, description=kind, amount=usd(minor), tax_code=tax_code)


def post(
    *lines: BillLine, charges: tuple[BillCharge, ...] = (), terms: tuple[Term, ...] = (), on: date = POSTED
) -> PostInvoice:
    return PostInvoice(
        order_id="O-1",
        contract_id="C-1",
        customer_id="ACME",
        shipment_id="S-1",
        currency="USD",
        lines=lines,
        charges=charges,
        terms=terms,
        delivered_on=DELIVERED,
        posted_on=on,
    )


def an_invoice() -> Specification[Invoice]:
    """Beside a tax code that is 8 % since March and was 10 % before, and 6 numbers taken this year."""
    taken = NumberTaken(sequence=6, document_id="I-6", taken_on=POSTED)
    rates = (rate("10", date(2009, 1, 1)), rate("8", date(2026, 3, 1)))
    return (
        spec_of(INVOICE)
        .beside(NUMBER_SERIES, "INV-2026", taken)
        .beside(NUMBER_SERIES, "INV-2027")
        .beside(TAX_CODE, "VAT8", TaxCodeNamed(name="VAT", named_on=POSTED), *rates)
        .beside(TAX_CODE, "UNSET")
    )


class TestPosting:
    def test_it_takes_the_next_number_of_its_year(self) -> None:
        (fact,) = an_invoice().when(post(goods(100))).then_asked_again_nothing().facts
        assert (fact.number, fact.series, fact.sequence) == ("INV-2026-000007", "INV-2026", 7)

    def test_tax_is_rounded_half_up_per_line_by_the_rate_of_the_day_of_delivery(self) -> None:
        (fact,) = an_invoice().when(post(goods(106), goods(107, 2), goods(100, 3, "EXEMPT"))).facts
        assert [line.tax.minor for line in fact.lines] == [8, 9, 0]
        assert (fact.net, fact.tax, fact.total) == (usd(313), usd(17), usd(330))
        assert [line.tax_percent for line in fact.lines] == [8, 8, 0]

    def test_charges_are_taxed_by_kind(self) -> None:
        charges = (
            charge("freight", 1000, "VAT8"),
            charge("tax", 500),
            charge("rounding", -3, "VAT8"),
            charge("other", 100, "EXEMPT"),
        )
        (fact,) = an_invoice().when(post(goods(1000), charges=charges)).facts
        assert [(one.net.minor, one.tax.minor) for one in fact.charges] == [
            (1000, 80),
            (0, 500),
            (-3, 0),
            (100, 0),
        ]
        assert (fact.net, fact.tax) == (usd(2097), usd(80 + 80 + 500))

    def test_what_it_reads_are_its_series_and_tax_codes(self) -> None:
        assert reads_for_posting(["VAT8", "EXEMPT", "VAT8"], POSTED) == (
            "number_series-INV-2026",
            "tax_code-VAT8",
        )

    def test_an_invoice_over_nothing_is_settled_at_once(self) -> None:
        posted, settled = an_invoice().when(post(goods(0))).then_asked_again_nothing().facts
        assert posted.instalments == ()
        assert settled == NothingToPay(settled_on=POSTED)


class TestWithholding:
    def withheld(self) -> InvoiceWithheld:
        (fact,) = an_invoice().when(post(goods(100, tax_code="UNSET"))).then_asked_again_nothing().facts
        assert isinstance(fact, InvoiceWithheld)
        return fact

    def test_without_a_tax_rate_it_waits_for_a_person(self) -> None:
        assert self.withheld().reason == "no tax rate on 2026-03-04 for UNSET"

    def test_a_negative_total_waits_for_a_person(self) -> None:
        (fact,) = an_invoice().when(post(goods(1), charges=(charge("rounding", -2),))).facts
        assert fact.reason == "it would come to -0.01 USD"

    def test_it_is_posted_later_with_the_tax_of_the_day_of_delivery(self) -> None:
        spec = an_invoice().given(self.withheld())
        with_rate = spec.beside(
            TAX_CODE,
            "UNSET",
            TaxCodeNamed(name="VAT", named_on=POSTED),
            rate("5", date(2026, 1, 1)),
            rate("7", date(2027, 1, 1)),
        )
        decided = with_rate.when(PostWithheldInvoice(on=date(2027, 1, 2))).then_asked_again_nothing()
        (posted,) = decided.facts
        assert isinstance(posted, InvoicePosted)
        assert (posted.number, posted.tax, posted.posted_on) == ("INV-2027-000001", usd(5), date(2027, 1, 2))

    def test_while_the_rate_is_missing_a_person_is_told(self) -> None:
        spec = an_invoice().given(self.withheld())
        spec.when(PostWithheldInvoice(on=POSTED)).then_rejected(NotYetPostable)
        an_invoice().when(PostWithheldInvoice(on=POSTED)).then_rejected(InvoiceUnknown)


class TestInstalments:
    def test_shares_by_percent_and_the_last_takes_the_remainder(self) -> None:
        terms = tuple(Term(percent=Decimal("33.33"), due_in_days=days) for days in (60, 0, 30))
        due = instalments_of(usd(100), terms, POSTED)
        assert [(one.instalment_no, one.due_on, one.amount.minor) for one in due] == [
            (1, date(2026, 3, 4), 33),
            (2, date(2026, 4, 3), 33),
            (3, date(2026, 5, 3), 34),
        ]

    def test_without_terms_all_is_due_at_once(self) -> None:
        (due,) = instalments_of(usd(100), (), POSTED)
        assert (due.due_on, due.amount) == (POSTED, usd(100))

    @over(
        some.integers(0, 10**9),
        some.lists(some.tuples(some.integers(0, 100), some.integers(0, 90)), max_size=6),
    )
    def test_they_sum_to_the_total_and_none_is_empty(self, minor: int, shares: list[tuple[int, int]]) -> None:
        terms = tuple(Term(percent=Decimal(percent), due_in_days=days) for percent, days in shares)
        due = instalments_of(usd(minor), terms, POSTED)
        assert sum(one.amount.minor for one in due) == minor
        assert all(one.amount.minor > 0 for one in due)
        assert [one.due_on for one in due] == sorted(one.due_on for one in due)

    @pytest.mark.parametrize(("days", "due"), [(0, date(2026, 3, 5)), (30, date(2026, 4, 4))])
    def test_the_deadline_is_the_end_of_the_due_day(self, days: int, due: date) -> None:
        terms = (Term(percent=Decimal(100), due_in_days=days),)
        decided = an_invoice().when(post(goods(100), terms=terms))
        assert INVOICE.deadlines is not None
        found = [one for one in INVOICE.deadlines(decided.facts[0], decided.state_after()) if one.name == DUE]
        assert found == [Deadline(DUE, datetime(due.year, due.month, due.day, tzinfo=UTC))]
