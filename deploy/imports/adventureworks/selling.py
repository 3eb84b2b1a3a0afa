"""What an order of the files asks of each department: the offer, the warehouses, what the carrier reports."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from deploy.imports.adventureworks import AdventureWorks, InvoiceInCents, Milestone, SalesOrder
from deploy.imports.adventureworks.naming import (
    CURRENCY,
    EXEMPT,
    LINE_ROUNDING,
    PAYABLE_ROUNDING,
    PRICE_LIST,
    at,
    warehouse_of,
)

MOST_WAREHOUSES: Final = 20
GOING: Final = (Milestone.IN_TRANSIT, Milestone.ARRIVED, Milestone.DEPARTED, Milestone.DELIVERED)


def minor(amount: Decimal) -> int:
    """Cents of an amount that is in whole cents."""
    return int(amount.scaleb(2))


def terms_of(*, online: bool) -> list[dict[str, Any]]:
    """Consumers pay at once after twelve days, resellers in two halves."""
    if online:
        return [{"percent": "100", "due_in_days": 12}]
    return [{"percent": "50", "due_in_days": 12}, {"percent": "50", "due_in_days": 30}]


def offer_of(order: SalesOrder, works: AdventureWorks, customer: str) -> dict[str, Any]:
    """The quotation: lines as the file prices them, and what stands beside them as charges of their own."""
    return {
        "customer_id": customer,
        "price_list": PRICE_LIST,
        "currency": CURRENCY,
        "lines": [
            {
                "sku": works.products[line.product_id].number,
                "quantity": str(line.quantity),
                "unit_price": str(line.unit_price),
                "discount_percent": str((line.discount_rate * 100).normalize().quantize(Decimal("0.01"))),
                "description": works.products[line.product_id].name,
                "tax_code": EXEMPT,
            }
            for line in order.lines
        ],
        "charges": charges_of(order.in_cents()),
        "terms": terms_of(online=order.online),
        "deliver_to": works.territories[order.territory_id].name,
        "note": "imported from AdventureWorks",
    }


def charges_of(sums: InvoiceInCents) -> list[dict[str, Any]]:
    """Freight and tax as the file states them, and the roundings that whole cents need, each by its name."""
    stated = (
        ("freight", "Freight", sums.freight, EXEMPT),
        ("tax", "Tax as the order states it", sums.tax, ""),
        ("rounding", LINE_ROUNDING, sums.line_rounding, ""),
        ("rounding", PAYABLE_ROUNDING, sums.payable_rounding, ""),
    )
    return [
        {
            "kind": kind,
            "description": description,
            "amount": {"minor": minor(amount), "currency": CURRENCY},
            "tax_code": tax_code,
        }
        for kind, description, amount, tax_code in stated
        if amount
    ]


def ship_from(order: SalesOrder, works: AdventureWorks, stock: Mapping[int, Mapping[int, int]]) -> list[str]:
    """The locations that hold the order's products, those with the most first; where none does, all of them.

    By the opening stock of the files, not by the stock of the day: so that a repetition asks for the same.
    """
    held: Counter[int] = Counter()
    for product_id in {line.product_id for line in order.lines}:
        held.update(stock.get(product_id, {}))
    if not held:
        for by_location in stock.values():
            held.update(by_location)
    ranked = sorted(held, key=lambda location_id: (-held[location_id], location_id))
    return [warehouse_of(works.locations[location_id]) for location_id in ranked[:MOST_WAREHOUSES]]


def _seen_going(order: SalesOrder) -> datetime | None:
    return next((report.at for report in order.tracking if report.milestone in GOING), None)


def left_at(order: SalesOrder) -> datetime | None:
    """When the carrier had the goods: never before the order; None where nobody saw them go."""
    seen = _seen_going(order)
    return None if seen is None else max(seen, order.ordered_at)


def leaves_at(order: SalesOrder, ready: datetime) -> datetime | None:
    """When a shipment that is ready then goes: with the tracking, or at noon where the goods came too late for it."""
    left = left_at(order)
    if left is None or ready <= left:
        return left
    return max(at(ready.date(), 12), ready)


@dataclass(frozen=True, slots=True)
class Report:
    """What the carrier says of goods on their way: `failed` or `delivered`. `no` counts the attempts."""

    no: int
    at: datetime
    delivered: bool
    proof: str


def reports_of(order: SalesOrder, gone_at: datetime) -> Sequence[Report]:
    """What the carrier reports after the goods left, up to the delivery, as long after as the tracking says."""
    seen_going, left = _seen_going(order), left_at(order)
    if seen_going is None or left is None:
        return ()
    late = max(gone_at - left, timedelta(0))
    found: list[Report] = []
    for seen in order.tracking:
        if seen.at >= seen_going and seen.milestone in (Milestone.DELIVERED, Milestone.DELIVERY_ERROR):
            proof = sha256(f"OrderTracking {seen.tracking_id} {seen.at.isoformat()}".encode()).hexdigest()
            delivered = seen.milestone is Milestone.DELIVERED
            found.append(Report(no=len(found) + 1, at=max(seen.at, left) + late, delivered=delivered, proof=proof))
            if delivered:
                break
    return found


def opening_stock(works: AdventureWorks) -> dict[int, dict[int, int]]:
    """Pieces by product and location."""
    found: dict[int, dict[int, int]] = {}
    for row in works.stock:
        if row.quantity:
            found.setdefault(row.product_id, {})[row.location_id] = row.quantity
    return found
