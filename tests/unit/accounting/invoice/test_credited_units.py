"""What returned units are credited at: their part of the line, of which a lower price may have taken some before."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from services.accounting.invoice.balances import LineBalance, lines_credited
from services.accounting.invoice.crediting import credit_of_units
from services.accounting.invoice.events import CreditedLine, InvoiceLine
from tests.unit.accounting.examples import usd

PARTS = some.lists(some.integers(1, 40), min_size=1, max_size=30)
MINOR = some.integers(0, 1_000_000)


def billed(units: int, net: int, tax: int = 0) -> LineBalance:
    line = InvoiceLine(
        line_no=1,
        sku="PUMP",
        description="a pump",
        quantity=Decimal(units),
        unit_price=Decimal(1),
        net=usd(net),
        tax_code="VAT",
        tax_percent=Decimal(10),
        tax=usd(tax),
    )
    return LineBalance(line=line, credited=Decimal(0), credited_net=usd(0), credited_tax=usd(0))


def after(balance: LineBalance, *taken: CreditedLine) -> LineBalance:
    for one in taken:
        (balance,) = lines_credited((balance,), (one,), sign=1)
    return balance


def cheaper(balance: LineBalance, net: int, tax: int = 0) -> LineBalance:
    return after(balance, CreditedLine(line_no=1, sku="PUMP", quantity=Decimal(0), net=usd(net), tax=usd(tax)))


def returned(balance: LineBalance, parts: Iterable[int]) -> list[CreditedLine]:
    """What each part is credited at, one after the other."""
    credits: list[CreditedLine] = []
    for units in parts:
        credits.append(credit_of_units(balance, Decimal(units)))
        balance = after(balance, credits[-1])
    return credits


def test_after_half_the_price_half_the_units_are_worth_a_quarter() -> None:
    balance = cheaper(billed(10, 100_000, 8000), 50_000, 4000)
    first, rest = returned(balance, (5, 5))
    assert (first.net, first.tax) == (rest.net, rest.tax) == (usd(25_000), usd(2000))


def test_what_came_back_before_the_price_was_lowered_had_its_full_price() -> None:
    before = credit_of_units(billed(10, 100_000), Decimal(5))
    balance = cheaper(after(billed(10, 100_000), before), 25_000)
    assert before.net == usd(50_000)
    assert [one.net for one in returned(balance, (2, 3))] == [usd(10_000), usd(15_000)]


@given(PARTS, MINOR, MINOR)
def test_parts_come_to_their_proportion_within_a_cent_and_all_to_the_line(parts: list[int], net: int, tax: int) -> None:
    units = sum(parts)
    credits = returned(billed(units, net, tax), parts)
    assert (sum(one.net.minor for one in credits), sum(one.tax.minor for one in credits)) == (net, tax)
    for part, one in zip(parts, credits, strict=True):
        assert abs(one.net.minor - Fraction(net * part, units)) < 1
        assert abs(one.tax.minor - Fraction(tax * part, units)) < 1


@given(PARTS, PARTS, MINOR, some.fractions(0, 1))
def test_after_a_lower_price_each_part_comes_to_its_proportion_of_what_is_left(
    before: list[int], then: list[int], net: int, off: Fraction
) -> None:
    balance = billed(sum(before) + sum(then), net)
    balance = after(balance, *returned(balance, before))
    balance = cheaper(balance, int(balance.net_left.minor * off))
    for part in then:
        one = credit_of_units(balance, Decimal(part))
        assert abs(one.net.minor - Fraction(balance.net_left.minor * part, int(balance.creditable))) < 2
        balance = after(balance, one)
    assert (balance.net_left, balance.creditable) == (usd(0), Decimal(0))
