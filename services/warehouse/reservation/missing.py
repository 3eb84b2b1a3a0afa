"""Less is there than is set aside: whose goods are not there, and that they wait for them again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.warehouse.expected_receipt.events import Peg
from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import MissingGoods
from services.warehouse.reservation.withdrawing import MissingLine, WithdrawMissingGoods
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.state import Load
from services.warehouse.stock_item.adjusting import MissingUnits
from shared.kernel.clock import derived_id
from shared.kernel.decider import Send
from shared.kernel.records import replace


def missing_goods(
    lacking: Mapping[str, Decimal],
    planned: Sequence[tuple[str, Load]],
    warehouse: str,
    bought_for: Iterable[tuple[str, Peg]] = (),
) -> tuple[MissingGoods, ...]:
    """By SKU so many units: of the order lines that they were bought for, then of the first of these shipments.

    What is picked or packed somebody has seen, and what was granted free of charge stays: who holds only that loses
    nothing.
    """
    there = [
        MissingGoods(
            order_id=load.order_id, line_no=line.line_no, sku=line.sku, shipment_id=shipment_id, quantity=line.quantity
        )
        for shipment_id, load in planned
        if load.warehouse == warehouse and load.terms.free_of_charge is None
        for line in load.lines
    ]
    left = dict(lacking)
    taken: dict[tuple[str, int], Decimal] = {}
    for sku, peg in bought_for:
        its_own = [one for one in there if (one.order_id, one.line_no) == (peg.order_id, peg.order_line_no)]
        units = min(peg.quantity, left.get(sku, Decimal(0)))
        left[sku] = left.get(sku, Decimal(0)) - units + _take(units, sku, its_own, taken)
    for sku, units in left.items():
        _take(units, sku, there, taken)
    return tuple(
        replace(one, quantity=quantity)
        for one in there
        if (quantity := taken.get((one.shipment_id, one.line_no), Decimal(0)))
    )


def _take(units: Decimal, sku: str, places: Iterable[MissingGoods], taken: dict[tuple[str, int], Decimal]) -> Decimal:
    """Adds to what is taken, place by place; answers with what is not there."""
    for one in places:
        place = (one.shipment_id, one.line_no)
        already = taken.get(place, Decimal(0))
        share = min(units, one.quantity - already) if one.sku == sku else Decimal(0)
        if share > 0:
            taken[place] = already + share
            units -= share
    return units


def missing_units(missing: Iterable[MissingGoods], sku: str) -> tuple[MissingUnits, ...]:
    """Of that SKU, once for each order line: its units may have been in more than one shipment."""
    units: dict[tuple[str, int], Decimal] = {}
    for one in missing:
        if one.sku == sku:
            line = (one.order_id, one.line_no)
            units[line] = units.get(line, Decimal(0)) + one.quantity
    return tuple(
        MissingUnits(order_id=order_id, line_no=line_no, quantity=quantity)
        for (order_id, line_no), quantity in units.items()
    )


def withdrawals_of(
    missing: Sequence[MissingGoods],
    *,
    cause_id: str,
    warehouse: str,
    reason: str,
    by: str,
    on: date,
    purchase_order_id: str = "",
) -> Iterator[Send]:
    """Order by order: what is not there does not leave. Where a supplier still owes it, on that purchase order."""
    for order_id in dict.fromkeys(one.order_id for one in missing):
        lines = tuple(
            MissingLine(line_no=one.line_no, sku=one.sku, shipment_id=one.shipment_id, quantity=one.quantity)
            for one in missing
            if one.order_id == order_id
        )
        shipments = dict.fromkeys(one.shipment_id for one in lines)
        yield Send(
            WithdrawMissingGoods(
                withdrawal_id=str(derived_id("withdrawal", cause_id, order_id)),
                warehouse=warehouse,
                lines=lines,
                reason=reason,
                by=by,
                on=on,
                purchase_order_id=purchase_order_id,
            ),
            to=RESERVATION.stream(order_id),
            given=tuple(SHIPMENT.stream(shipment_id) for shipment_id in shipments),
        )
