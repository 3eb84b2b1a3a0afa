"""For any split of an order into part deliveries, the parts sum to the whole to the smallest unit of the currency."""

from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.billing.bill import BillLine
from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import BillDelivery
from services.accounting.billing.events import GoodsBilled, MovedQuantity, ShipmentNoted
from services.accounting.billing.opening import OpenBilling
from services.accounting.billing.shares import part_of
from services.accounting.billing.shipping import NoteReturn, NoteShipment
from services.accounting.billing.state import Open
from shared.kernel.decider import Given
from shared.kernel.money import Money

TODAY = date(2026, 3, 2)
CURRENCIES = some.sampled_from(["USD", "VND", "KWD"])
Split = tuple[tuple[BillLine, ...], list[tuple[MovedQuantity, ...]]]
QUANTITIES = some.decimals(min_value=Decimal("0.0001"), max_value=1000, places=4)


@some.composite
def orders(draw: some.DrawFn) -> tuple[BillLine, ...]:
    """One to four lines of untaxed goods in one currency."""
    currency = draw(CURRENCIES)
    return tuple(
        BillLine(
            line_no=line_no,
            sku=f"SKU-{line_no}",
            description="",
            quantity=draw(QUANTITIES),
            unit_price=Decimal(1),
            net=Money(minor=draw(some.integers(0, 10**9)), currency=currency),
            tax_code="EXEMPT",
        )
        for line_no in range(1, draw(some.integers(1, 4)) + 1)
    )


@some.composite
def splits(draw: some.DrawFn) -> Split:
    """An order, and part deliveries that deliver it whole in any order."""
    lines = draw(orders())
    moves: list[tuple[int, MovedQuantity]] = []
    for line in lines:
        left = line.quantity
        for cut in draw(some.lists(QUANTITIES, max_size=6)):
            part = min(cut, left)
            if part > 0:
                moves.append((draw(some.integers(0, 4)), MovedQuantity(line_no=line.line_no, quantity=part)))
                left -= part
        if left:
            moves.append((draw(some.integers(0, 4)), MovedQuantity(line_no=line.line_no, quantity=left)))
    moves.sort(key=lambda move: move[0])
    return lines, [tuple(one for _, one in group) for _, group in groupby(moves, key=lambda move: move[0])]


def played(lines: tuple[BillLine, ...], commands: list[Any]) -> tuple[Open, list[Any]]:
    opening = OpenBilling(
        contract_id="C-1",
        customer_id="ACME",
        currency=lines[0].net.currency,
        lines=lines,
        charges=(),
        terms=(),
        placed_by="s.rep",
        placed_on=TODAY,
    )
    state = BILLING.initial
    history: list[Any] = []
    for command in (opening, *commands):
        facts = BILLING.decide(command, state, Given({}))
        state = BILLING.fold(facts, state)
        history += facts
    assert isinstance(state, Open)
    return state, history


@over(splits())
def test_the_invoices_nets_sum_to_the_orders(
    split: tuple[tuple[BillLine, ...], list[tuple[MovedQuantity, ...]]],
) -> None:
    lines, parts = split
    deliveries = [
        BillDelivery(shipment_id=f"S-{number}", quantities=part, on=TODAY) for number, part in enumerate(parts)
    ]
    state, history = played(lines, deliveries)
    billed = [line for fact in history if isinstance(fact, GoodsBilled) for line in fact.lines]
    assert all(part.net.minor >= 0 for part in billed)
    for line in lines:
        parts_of_line = [part for part in billed if part.line_no == line.line_no]
        assert sum(part.net.minor for part in parts_of_line) == line.net.minor
        assert sum(part.quantity for part in parts_of_line) == line.quantity
    assert all(balance.billable == 0 for balance in state.lines)


@over(
    orders(),
    some.lists(
        some.tuples(some.sampled_from(["ship", "return", "deliver"]), some.integers(1, 5), QUANTITIES), max_size=20
    ),
)
def test_whatever_happens_nothing_is_billed_beyond_the_order(
    lines: tuple[BillLine, ...], happenings: list[tuple[str, int, Decimal]]
) -> None:
    commands: list[Any] = []
    for kind, number, quantity in happenings:
        quantities = (MovedQuantity(line_no=1, quantity=quantity),)
        match kind:
            case "ship":
                commands.append(NoteShipment(shipment_id=f"S-{number}", quantities=quantities, on=TODAY))
            case "deliver":
                commands.append(BillDelivery(shipment_id=f"S-{number}", quantities=quantities, on=TODAY))
            case _:
                commands.append(NoteReturn(shipment_id=f"S-{number}", on=TODAY))
    state, history = played(lines, commands)
    for balance in state.lines:
        assert 0 <= balance.billed <= balance.line.quantity
        assert 0 <= balance.billed_net.minor <= balance.line.net.minor
        assert balance.shipped >= 0
        assert 0 <= balance.shipped_expected.minor <= balance.expected.minor
    assert all(fact.expected.minor >= 0 for fact in history if isinstance(fact, ShipmentNoted))


@over(some.integers(0, 10**6), some.lists(some.integers(1, 1000), min_size=1, max_size=30))
def test_no_part_is_negative_and_all_parts_so_far_are_their_share(minor: int, cuts: list[int]) -> None:
    whole, of = Money(minor=minor, currency="USD"), Decimal(sum(cuts))
    before, taken = Decimal(0), Money.zero("USD")
    for cut in cuts:
        part = part_of(whole, Decimal(cut), of, before=before, taken=taken)
        exact = whole.minor * Decimal(cut) / of
        assert part.minor >= 0
        assert abs(part.minor - exact) < 1
        before, taken = before + cut, taken + part
        assert taken == whole.share(before, of)
    assert taken == whole


@over(some.integers(0, 50), some.lists(some.integers(1, 5), min_size=2, max_size=30), some.data())
def test_parts_that_were_rounded_each_for_itself_are_caught_up_with(
    minor: int, cuts: list[int], data: some.DataObject
) -> None:
    whole, of = Money(minor=minor, currency="USD"), Decimal(sum(cuts))
    before, taken = Decimal(0), Money.zero("USD")
    for cut in cuts[: data.draw(some.integers(0, len(cuts) - 1))]:  # as it was done until 2026-11
        before, taken = before + cut, min(taken + whole.share(Decimal(cut), of), whole)
    while before < of:
        part = part_of(whole, Decimal(1), of, before=before, taken=taken)
        assert part.minor >= 0
        before, taken = before + 1, taken + part
    assert taken == whole


def test_a_half_is_rounded_up_away_from_nothing() -> None:
    for minor, expected in ((1, 1), (3, 2), (-1, -1), (-3, -2)):
        assert Money(minor=minor, currency="VND").share(Decimal(1), Decimal(2)).minor == expected
    # 9 * (5 / 6) is 7.4999... when it is divided first.
    assert Money(minor=9, currency="VND").share(Decimal(5), Decimal(6)).minor == 8


def test_of_a_discount_no_part_is_positive() -> None:
    off = Money(minor=-5, currency="USD")
    parts, before, taken = [], Decimal(0), Money(minor=-4, currency="USD")
    for _ in range(10):
        part = part_of(off, Decimal(1), Decimal(10), before=before, taken=taken)
        parts.append(part.minor)
        before, taken = before + 1, taken + part
    assert (parts, taken) == ([0] * 8 + [-1, 0], off)
