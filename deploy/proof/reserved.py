"""Part of I8: an order reserves what is still to leave of it, and nothing once it has ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from deploy.proof.evidence import Evidence, Logged
from deploy.proof.taxed import TAXED_CHARGES, Rates, half_up, rates_of
from deploy.proof.verdict import Found
from services.accounting.billing.events import (
    AmendedLine,
    BillingAmended,
    BillingOpened,
    GoodsBilled,
    MovedLine,
    ShipmentNoted,
    ShipmentReturnNoted,
)
from shared.published.sales import OrderPlacedV1

ENDED: Final = frozenset({"cancelled"})
"""Of an order in sales: nothing of it leaves any more, whatever it was for."""


@dataclass
class Expected:
    """What accounting expects to bill of an order, with tax, in minor units; and the shipments it knows to be out.

    `charges_with` are those of them that took the order's charges along, or were billed with them after they had come
    back and nothing was left to take them along: `let_go`. `to_leave` are the units of each line.
    """

    opened: BillingOpened
    to_leave: dict[int, Decimal]
    shipments: int = 0
    charges_with: set[str] = field(default_factory=set)
    let_go: bool = False

    def move(self, lines: tuple[MovedLine, ...], sign: int) -> None:
        """So many units of each line left, or came back."""
        for line in lines:
            self.to_leave[line.line_no] = self.to_leave.get(line.line_no, Decimal(0)) - sign * line.quantity

    def amend(self, lines: tuple[AmendedLine, ...]) -> None:
        """The order is for fewer units. Charges that came back, and that nothing is left to take along, are let go."""
        for line in lines:
            self.to_leave[line.line_no] += line.quantity - line.old_quantity
        self.let_go = self.let_go or not (self.charges_with or any(units > 0 for units in self.to_leave.values()))


async def orders_reserve_what_is_to_leave(
    evidence: Evidence, found: Found, reserved: Mapping[str, int], counting: set[str], goods: list[Logged]
) -> None:
    """Order by order. `counting` are those that have credit and have not given it back; `goods` what accounting noted.

    What is to leave are the units of the billing, which I17 holds against sales and the warehouse. They are worth their
    share of what the line is expected to be billed at: every shipment may have rounded it by less than one minor unit.
    """
    expected = _expected(goods)
    await _expected_as_placed(evidence, found, expected)
    status = {order.order_id: order.status for order in await evidence.documents("sales", "order")}
    seen: set[str] = set()
    for billing in await evidence.documents("accounting", "billing"):
        order_id = billing.order_id
        seen.add(order_id)
        left = reserved.get(order_id, 0)
        if order_id not in counting or order_id not in expected or status.get(order_id) in ENDED:
            found.same(f"order {order_id}, {status.get(order_id, 'unknown')}: reserved", left, 0)
            continue
        worth, exact = _to_leave(billing, expected[order_id])
        off = 0 if exact else expected[order_id].shipments + len(billing.lines)
        found.require(
            abs(left - worth) <= off,
            f"order {order_id}, {status.get(order_id, 'unknown')}: {left:,} reserved, and what is to leave of it is "
            f"expected to come to {half_up(worth):,}",
        )
    for order_id in reserved.keys() - seen:
        found.same(f"order {order_id}, which is not to be billed: reserved", reserved[order_id], 0)


def _expected(goods: list[Logged]) -> dict[str, Expected]:
    orders: dict[str, Expected] = {}
    moved: dict[tuple[str, str], tuple[MovedLine, ...]] = {}
    for fact in goods:
        if isinstance(fact.data, BillingOpened):
            placed = {one.line.line_no: one.line.quantity for one in fact.data.lines}
            orders[fact.id] = Expected(opened=fact.data, to_leave=placed)
        order = orders.get(fact.id)
        if order is None:
            continue
        match fact.data:
            case ShipmentNoted(shipment_id=shipment_id, charges_expected=charges, lines=lines):
                moved[fact.id, shipment_id] = lines
                order.move(lines, 1)
                order.shipments += 1
                if charges:
                    order.charges_with.add(shipment_id)
            case ShipmentReturnNoted(shipment_id=shipment_id, charges_expected=again):
                order.move(moved[fact.id, shipment_id], -1)
                order.charges_with.discard(shipment_id)
                order.let_go = order.let_go and again is None
            case BillingAmended(lines=amended):
                order.amend(amended)
            case GoodsBilled(shipment_id=shipment_id, charges=billed) if billed and order.let_go:
                order.charges_with.add(shipment_id)
    return orders


def _to_leave(billing: Any, expected: Expected) -> tuple[Decimal, bool]:
    """What has not left of the order is worth, and whether that is so to the last unit: all of it, or nothing."""
    worths = {one.line.line_no: one.expected.minor for one in expected.opened.lines}
    worth, exact, anything = Decimal(0), True, False
    for line in billing.lines:
        is_for = line.ordered if line.quantity is None else line.quantity
        units = max(is_for - line.shipped, Decimal(0))
        worth += worths[line.line_no] * units / line.ordered
        exact = exact and units in (0, line.ordered)
        anything = anything or units > 0
    if anything and not expected.charges_with:
        worth += expected.opened.charges_expected.minor
    return worth, exact


async def _expected_as_placed(evidence: Evidence, found: Found, expected: Mapping[str, Expected]) -> None:
    """Lines and charges as sales placed them, taxed by a rate that their codes had on that day, or not at all yet."""
    rates = await rates_of(evidence)
    for order in await evidence.told(OrderPlacedV1):
        known = expected.get(order.order_id)
        if known is None:
            continue
        placed = {line.line_no: line for line in order.lines}
        for one in known.opened.lines:
            line = placed.get(one.line.line_no)
            found.require(
                line is not None and one.expected.minor in _with_tax(line.net.minor, line.tax_code, rates, order),
                f"order {order.order_id}, line {one.line.line_no}: {one.expected} expected, {line and line.net} placed",
            )
        charges = sum(charge.amount.minor for charge in order.charges)
        taxed = [charge for charge in order.charges if charge.kind in TAXED_CHARGES]
        possible = {charges}
        for charge in taxed:
            with_tax = _with_tax(charge.amount.minor, charge.tax_code, rates, order)
            possible = {one - charge.amount.minor + amount for one in possible for amount in with_tax}
        charges_expected = known.opened.charges_expected
        found.require(
            charges_expected.minor in possible, f"order {order.order_id}: {charges_expected} of charges expected"
        )


def _with_tax(minor: int, code: str, rates: Rates, order: OrderPlacedV1) -> set[int]:
    """A code without a rate on the order's day counts as untaxed until the goods are invoiced."""
    return {minor + half_up(minor * (percent or Decimal(0)) / 100) for percent in rates.ever(code, order.placed_on)}
