"""What an offer comes to."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.registering import CustomerUnknown
from services.sales.customer.terms import TermsNotWhole
from services.sales.item_list.decider import ITEM_LIST
from services.sales.policy.decider import MAIN, POLICY
from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.events import PriceListClosed
from services.sales.price_list.opening import PriceListIsClosed, PriceListUnknown
from services.sales.quotation.offer import Offer
from services.sales.quotation.pricing import (
    AmountTooLarge,
    ChargeNegative,
    CurrencyMismatch,
    NoPriceOnThatDay,
    OfferBelowNothing,
    RequestedLine,
    RequestedOffer,
    RoundingTooLarge,
    TaxCodeMissing,
    ValidityOutOfRange,
    price_offer,
)
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.rejection import Rejection
from shared.published.sales import Charge
from tests.unit.sales.examples import (
    BLOCKED,
    DEPOSIT,
    IN_30_DAYS,
    LIST_OPENED,
    MONDAY,
    NET_30,
    PUMP_PRICE,
    REGISTERED,
    asked,
    line,
)

CLOSED = PriceListClosed(reason="replaced", closed_on=MONDAY)
KNOWN = Given(
    {
        CUSTOMER.stream("C1"): CUSTOMER.fold([REGISTERED]),
        CUSTOMER.stream("DONG"): CUSTOMER.fold([replace(REGISTERED, currency="VND")]),
        CUSTOMER.stream("BLOCKED"): CUSTOMER.fold([REGISTERED, BLOCKED]),
        CUSTOMER.stream("NOBODY"): CUSTOMER.initial,
        PRICE_LIST.stream("RETAIL"): PRICE_LIST.fold([LIST_OPENED, PUMP_PRICE]),
        PRICE_LIST.stream("EURO"): PRICE_LIST.fold([replace(LIST_OPENED, currency="EUR")]),
        PRICE_LIST.stream("CLOSED"): PRICE_LIST.fold([LIST_OPENED, CLOSED]),
        PRICE_LIST.stream("NONE"): PRICE_LIST.initial,
        POLICY.stream(MAIN): POLICY.initial,
        ITEM_LIST.stream(MAIN): ITEM_LIST.initial,
    }
)
FREE = line("TRAINING", quantity="3", unit_price="0.335", tax_code="STANDARD")


def price(request: RequestedOffer, on: date = MONDAY) -> Offer:
    return price_offer(request, 1, on, KNOWN)


def charge(kind: str, minor: int, tax_code: str = "STANDARD", currency: str = "USD") -> Charge:
    return Charge(kind=kind, description="", amount=Money(minor=minor, currency=currency), tax_code=tax_code)


class TestLines:
    def test_a_listed_item_takes_everything_from_the_list(self) -> None:
        (priced,) = price(asked(line(quantity="2"))).lines
        assert (priced.line_no, priced.description, priced.tax_code) == (1, "Pump, 40 l/min", "STANDARD")
        assert (priced.unit_price, priced.list_price, priced.floor_price) == (
            Decimal("199.00"),
            Decimal("199.00"),
            Decimal("180.00"),
        )
        assert priced.net == Money(minor=39_800, currency="USD")

    def test_a_stated_price_goes_before_the_list_and_keeps_its_floor(self) -> None:
        (priced,) = price(asked(line(unit_price="150"))).lines
        assert (priced.unit_price, priced.floor_price) == (Decimal(150), Decimal("180.00"))

    def test_an_item_on_no_list_takes_what_is_stated(self) -> None:
        (priced,) = price(asked(FREE)).lines
        assert (priced.description, priced.list_price, priced.floor_price) == ("TRAINING", None, None)
        assert priced.net == Money(minor=101, currency="USD")  # 1.005 is rounded half up, once

    def test_no_list_is_needed_when_prices_are_stated(self) -> None:
        assert price(asked(FREE, price_list="")).price_list == ""

    def test_the_discount_of_a_line_is_taken_before_rounding(self) -> None:
        (priced,) = price(asked(replace(FREE, discount_percent=Decimal("0.5")))).lines
        assert priced.net == Money(minor=100, currency="USD")  # 0.999975

    def test_a_currency_without_decimals_is_rounded_to_its_unit(self) -> None:
        offer = price(asked(FREE, customer_id="DONG", price_list="", currency="VND"))
        assert offer.net == Money(minor=1, currency="VND")


class TestDocumentDiscount:
    def test_it_is_spread_so_that_the_lines_sum_exactly(self) -> None:
        third = line("A", quantity="1", unit_price="33.33", tax_code="STANDARD")
        offer = price(asked(third, third, third, document_discount_percent="10"))
        assert offer.net == Money(minor=8_999, currency="USD")
        assert [priced.net.minor for priced in offer.lines] == [3_000, 2_999, 3_000]

    def test_no_line_falls_below_nothing(self) -> None:
        cent = line("A", quantity="1", unit_price="0.01", tax_code="STANDARD")
        offer = price(asked(*[cent] * 100, document_discount_percent="50"))
        assert offer.net == Money(minor=50, currency="USD")
        assert {priced.net.minor for priced in offer.lines} == {0, 1}

    def test_everything_can_be_given_away(self) -> None:
        offer = price(asked(line(), FREE, document_discount_percent="100"))
        assert [priced.net.minor for priced in offer.lines] == [0, 0]

    def test_a_discount_on_nothing_is_nothing(self) -> None:
        free = line("A", quantity="1", unit_price="0", tax_code="STANDARD")
        assert not price(asked(free, document_discount_percent="10")).net


class TestTheRest:
    def test_terms_and_validity_have_defaults(self) -> None:
        offer = price(asked())
        assert (offer.terms, offer.valid_until) == (NET_30, IN_30_DAYS)

    def test_terms_and_validity_can_be_stated(self) -> None:
        offer = price(asked(terms=DEPOSIT, valid_until=MONDAY))
        assert (offer.terms, offer.valid_until) == (DEPOSIT, MONDAY)

    def test_charges_stand_beside_the_goods(self) -> None:
        charges = (charge("freight", 12_000), charge("rounding", -3, tax_code=""), charge("tax", 900, tax_code=""))
        offer = price(asked(charges=charges))
        assert offer.charges == charges
        assert offer.net == Money(minor=39_800, currency="USD")

    def test_roundings_are_small_whatever_their_signs(self) -> None:
        roundings = (charge("rounding", -50, tax_code=""), charge("rounding", 49, tax_code=""))
        assert price(asked(charges=roundings)).charges == roundings
        dong = line("A", unit_price="5000", tax_code="STANDARD")
        to_coins = (charge("rounding", -999, tax_code="", currency="VND"),)
        assert price(asked(dong, customer_id="DONG", price_list="", currency="VND", charges=to_coins)).charges


def rounded(*minor: int, currency: str = "USD") -> tuple[Charge, ...]:
    return tuple(charge("rounding", one, tax_code="", currency=currency) for one in minor)


GIVEN_AWAY = line("A", unit_price="0", tax_code="STANDARD")
REFUSED: list[tuple[RequestedOffer, type[Rejection], str]] = [
    (asked(customer_id="NOBODY"), CustomerUnknown, "customer_id"),
    (asked(customer_id="BLOCKED"), CustomerIsBlocked, "customer_id"),
    (asked(customer_id="DONG"), CurrencyMismatch, "currency"),
    (asked(price_list="EURO"), CurrencyMismatch, "price_list"),
    (asked(charges=(charge("freight", 1, currency="EUR"),)), CurrencyMismatch, "charges.0.amount"),
    (asked(price_list="NONE"), PriceListUnknown, "price_list"),
    (asked(price_list="CLOSED"), PriceListIsClosed, "price_list"),
    (asked(line(), line("VALVE")), NoPriceOnThatDay, "lines.1.unit_price"),
    (asked(price_list=""), NoPriceOnThatDay, "lines.0.unit_price"),
    (asked(line("VALVE", unit_price="1")), TaxCodeMissing, "lines.0.tax_code"),
    (asked(charges=(charge("other", 1, tax_code=""),)), TaxCodeMissing, "charges.0.tax_code"),
    (asked(charges=(charge("freight", -1),)), ChargeNegative, "charges.0.amount"),
    (asked(charges=rounded(-100)), RoundingTooLarge, "charges.0.amount"),
    (asked(charges=rounded(100)), RoundingTooLarge, "charges.0.amount"),
    (asked(charges=rounded(-60, 10, 30)), RoundingTooLarge, "charges.2.amount"),
    (
        asked(GIVEN_AWAY, customer_id="DONG", price_list="", currency="VND", charges=rounded(-1_000, currency="VND")),
        RoundingTooLarge,
        "charges.0.amount",
    ),
    (asked(GIVEN_AWAY, charges=rounded(-1)), OfferBelowNothing, "charges"),
    (asked(terms=DEPOSIT[1:]), TermsNotWhole, "terms"),
    (asked(valid_until=date(2026, 3, 1)), ValidityOutOfRange, "valid_until"),
    (asked(valid_until=date(2027, 3, 4)), ValidityOutOfRange, "valid_until"),
    (asked(line(quantity="99999999999.9999", unit_price="999999999999.999999")), AmountTooLarge, "lines.0"),
    (asked(*[line(quantity="6000000", unit_price="1000000")] * 2), AmountTooLarge, "lines"),
]


@pytest.mark.parametrize(("request_", "kind", "field"), REFUSED)
def test_an_offer_that_cannot_be_is_refused(request_: RequestedOffer, kind: type[Rejection], field: str) -> None:
    with pytest.raises(kind) as refused:
        price(request_)
    assert refused.value.field == field


def test_a_price_of_another_day_is_no_price() -> None:
    with pytest.raises(NoPriceOnThatDay):
        price(asked(), on=date(2026, 3, 1))


PERCENTS = st.decimals(0, 100, places=4)
LINES = st.lists(
    st.builds(
        lambda quantity, unit_price, discount: RequestedLine(
            sku="X",
            quantity=quantity,
            unit_price=unit_price,
            description="",
            tax_code="STANDARD",
            discount_percent=discount,
        ),
        st.decimals(Decimal("0.0001"), 10_000, places=4),
        st.decimals(0, 10_000, places=6),
        PERCENTS,
    ),
    min_size=1,
    max_size=20,
)


def half_up(amount: Fraction) -> int:
    """Rounded half up without any arithmetic of the code under test."""
    whole = Decimal(amount.numerator * 10**12 // amount.denominator).scaleb(-12)
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(LINES, PERCENTS)
def test_lines_sum_to_the_net_amount_to_the_smallest_unit(lines: list[RequestedLine], percent: Decimal) -> None:
    offer = price(asked(*lines, price_list="", document_discount_percent=str(percent)))
    gross = [
        half_up(Fraction(one.quantity) * Fraction(one.unit_price or 0) * (100 - Fraction(one.discount_percent)))
        for one in lines
    ]
    discount = half_up(Fraction(sum(gross)) * Fraction(percent) / 100)
    assert offer.net == total((priced.net for priced in offer.lines), "USD")
    assert offer.net.minor == sum(gross) - discount
    for before, priced in zip(gross, offer.lines, strict=True):
        assert 0 <= priced.net.minor <= before
        share = Fraction(before * discount, sum(gross) or 1)
        assert abs(before - priced.net.minor - share) <= 1
