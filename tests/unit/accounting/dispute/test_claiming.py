"""What complained units come to: what they would be credited at, and never more than is left of their line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.accounting.dispute.claiming import Contested, comes_to
from services.accounting.invoice.balances import LineBalance
from services.accounting.invoice.crediting import credit_of_units
from services.accounting.invoice.events import InvoiceLine, InvoiceTakenOver
from services.accounting.invoice.state import NotPosted, Posted, evolve
from shared.kernel.money import Money

UNITS = st.integers(1, 40)
MINOR = st.integers(0, 1_000_000)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def line_of(units: int, net: int, tax: int) -> LineBalance:
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


def posted_with(balance: LineBalance) -> Posted:
    """An invoice of which only the line matters."""
    day = date(2026, 4, 3)
    taken_over = InvoiceTakenOver(
        number="INV-1",
        customer_id="ACME",
        amount=usd(1),
        invoiced_on=day,
        due_on=day,
        taken_over_by="ann",
        taken_over_on=day,
    )
    posted = evolve(NotPosted(), taken_over)
    assert isinstance(posted, Posted)
    return replace(posted, lines=(balance,))


def complained(units: int) -> Contested:
    return Contested(
        invoice_id="i1",
        customer_id="ACME",
        reference="CP-1",
        only_goods=True,
        line_no=1,
        quantity=Decimal(units),
    )


@given(UNITS, MINOR, MINOR, UNITS)
def test_what_is_contested_is_what_the_units_would_be_credited_at(units: int, net: int, tax: int, some: int) -> None:
    balance = line_of(units, net, tax)
    credit = credit_of_units(balance, Decimal(min(some, units)))
    assert comes_to(complained(some), posted_with(balance), None) == credit.net + credit.tax


@given(UNITS, MINOR, MINOR, UNITS, UNITS)
def test_once_the_units_are_credited_nothing_is_contested(units: int, net: int, tax: int, some: int, more: int) -> None:
    """Before or after the complaint is heard of: what else of the line is left is not touched."""
    balance = line_of(units, net, tax)
    back = min(some, units)
    credit = credit_of_units(balance, Decimal(back))
    after = LineBalance(line=balance.line, credited=Decimal(back), credited_net=credit.net, credited_tax=credit.tax)
    taken = credit.net + credit.tax
    left = comes_to(complained(back), posted_with(after), taken)
    assert left == usd(0)
    of_more = comes_to(complained(more), posted_with(after), taken)
    assert usd(0) <= of_more <= after.net_left + after.tax_left
