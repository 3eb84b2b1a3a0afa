"""Less was counted than is set aside: whose goods are not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from services.warehouse.shipment.state import Load
from services.warehouse.stock_count.events import MissingGoods


def missing_goods(
    lacking: Mapping[str, Decimal], planned: Sequence[tuple[str, Load]], warehouse: str
) -> tuple[MissingGoods, ...]:
    """By SKU so many units, of the first of these shipments that have some.

    What is picked or packed somebody has seen, and what was granted free of charge stays: who holds only that loses
    nothing.
    """
    return tuple(one for sku, units in lacking.items() for one in _of_sku(sku, units, planned, warehouse))


def _of_sku(sku: str, units: Decimal, planned: Sequence[tuple[str, Load]], warehouse: str) -> Iterator[MissingGoods]:
    for shipment_id, load in planned:
        if load.warehouse != warehouse or load.terms.free_of_charge is not None:
            continue
        for line in load.lines:
            share = min(units, line.quantity) if line.sku == sku else Decimal(0)
            if share > 0:
                units -= share
                yield MissingGoods(
                    order_id=load.order_id,
                    line_no=line.line_no,
                    sku=sku,
                    shipment_id=shipment_id,
                    quantity=share,
                )


def missing_by_line(missing: Iterable[MissingGoods], sku: str) -> dict[tuple[str, int], Decimal]:
    """Units by order and line: they may have been in more than one shipment."""
    units: dict[tuple[str, int], Decimal] = {}
    for one in missing:
        if one.sku == sku:
            line = (one.order_id, one.line_no)
            units[line] = units.get(line, Decimal(0)) + one.quantity
    return units
