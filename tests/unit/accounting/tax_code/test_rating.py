"""Tax codes: which rate holds on which day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.events import TaxCodeClosed, TaxCodeNamed, TaxRateSet
from services.accounting.tax_code.rating import (
    CloseTaxCode,
    ExemptIsFixed,
    NameTaxCode,
    RateEndsBeforeItBegins,
    RateIsInForce,
    SetTaxRate,
    TaxCodeIsClosed,
    TaxCodeUnknown,
)
from services.accounting.tax_code.state import rate_on
from services.accounting.tax_code.taxing import rate_of, tax_streams
from shared.kernel.decider import Given
from shared.testing.specification import spec_of

TODAY = date(2026, 3, 2)
a_tax_code = spec_of(TAX_CODE)
NAMED = TaxCodeNamed(name="VAT", named_on=TODAY)
CLOSED = TaxCodeClosed(closed_from=date(2027, 1, 1), reason="abolished")


def rate(percent: int, valid_from: date, valid_until: date | None = None) -> TaxRateSet:
    return TaxRateSet(
        percent=Decimal(percent), valid_from=valid_from, valid_until=valid_until, set_by="m", set_on=TODAY
    )


def setting(percent: int, valid_from: date, valid_until: date | None = None) -> SetTaxRate:
    return SetTaxRate(percent=Decimal(percent), valid_from=valid_from, valid_until=valid_until, by="m", on=TODAY)


class TestNaming:
    def test_a_code_is_named_once(self) -> None:
        command = NameTaxCode(tax_code="VAT10", name="VAT", named_on=TODAY)
        a_tax_code.when(command).then(NAMED).then_asked_again_nothing()

    def test_exempt_cannot_be_set_up(self) -> None:
        command = NameTaxCode(tax_code="EXEMPT", name="VAT", named_on=TODAY)
        a_tax_code.when(command).then_rejected(ExemptIsFixed, field="code")

    def test_a_closed_code_that_is_named_again_keeps_its_rates(self) -> None:
        reopened = a_tax_code.given(NAMED, rate(10, date(2009, 1, 1)), CLOSED, NAMED).state
        assert rate_on(reopened, date(2027, 6, 1)) == 10


class TestRates:
    def test_a_rate_is_set_once(self) -> None:
        a_tax_code.given(NAMED).when(setting(10, date(2009, 1, 1))).then(
            rate(10, date(2009, 1, 1))
        ).then_asked_again_nothing()

    def test_a_temporary_rate_lies_over_the_standing_one(self) -> None:
        state = a_tax_code.given(NAMED, rate(10, date(2009, 1, 1)), rate(8, date(2025, 7, 1), date(2026, 12, 31))).state
        days = (
            date(2008, 12, 31),
            date(2025, 6, 30),
            date(2025, 7, 1),
            date(2026, 12, 31),
            date(2027, 1, 1),
        )
        assert [rate_on(state, day) for day in days] == [None, 10, 8, 8, 10]

    def test_a_rate_that_is_not_in_force_yet_can_be_replaced(self) -> None:
        tomorrow = TODAY + timedelta(days=1)
        state = a_tax_code.given(NAMED, rate(10, tomorrow)).when(setting(12, tomorrow)).state_after()
        assert rate_on(state, tomorrow) == 12

    def test_a_rate_in_force_stays(self) -> None:
        a_tax_code.given(NAMED, rate(10, TODAY)).when(setting(12, TODAY)).then_rejected(
            RateIsInForce, field="valid_from"
        )

    def test_a_rate_does_not_end_before_it_begins(self) -> None:
        command = setting(8, TODAY, TODAY - timedelta(days=1))
        a_tax_code.given(NAMED).when(command).then_rejected(RateEndsBeforeItBegins, field="valid_until")

    def test_an_unknown_or_closed_code_gets_no_rate(self) -> None:
        a_tax_code.when(setting(8, TODAY)).then_rejected(TaxCodeUnknown)
        a_tax_code.given(NAMED, CLOSED).when(setting(8, TODAY)).then_rejected(TaxCodeIsClosed)

    @over(some.lists(some.tuples(some.integers(0, 30), some.integers(0, 400)), max_size=6), some.integers(0, 500))
    def test_the_rate_that_began_last_holds(self, rates: list[tuple[int, int]], asked: int) -> None:
        start = date(2026, 1, 1)
        state = a_tax_code.given(
            NAMED, *(rate(percent, start + timedelta(days=after)) for percent, after in rates)
        ).state
        begun = {after: percent for percent, after in rates if after <= asked}
        expected = begun[max(begun)] if begun else None
        assert rate_on(state, start + timedelta(days=asked)) == expected


class TestClosing:
    def test_it_holds_for_supplies_before_it(self) -> None:
        command = CloseTaxCode(closed_from=CLOSED.closed_from, reason="abolished")
        decided = a_tax_code.given(NAMED, rate(10, TODAY)).when(command).then(CLOSED).then_asked_again_nothing()
        state = decided.state_after()
        assert rate_on(state, date(2026, 12, 31)) == 10
        assert rate_on(state, date(2027, 1, 1)) is None

    def test_an_unknown_code_cannot_be_closed(self) -> None:
        a_tax_code.when(CloseTaxCode(closed_from=TODAY, reason="abolished")).then_rejected(TaxCodeUnknown)


class TestAsking:
    def test_exempt_and_no_code_are_untaxed_without_being_set_up(self) -> None:
        nothing = Given({})
        assert rate_of("EXEMPT", TODAY, nothing) == rate_of("", TODAY, nothing) == 0
        assert tax_streams(["VAT8", "EXEMPT", "", "VAT10", "VAT8"]) == ("tax_code-VAT10", "tax_code-VAT8")
