"""The difference between what was counted and what the books say, in units and in value."""

from decimal import Decimal

from services.warehouse.stock_count.events import CountedLine, Difference
from services.warehouse.stock_item.state import StockItem
from services.warehouse.stock_item.valuation import AnotherCurrency, cost_of
from shared.kernel.money import Money, price_of
from shared.kernel.rejection import Ground, Rejection


class StockMovedSinceCounted(Rejection):
    """What came and went after the count does not go with it: refuse it, and count these again."""

    code = "warehouse.stock-count.stock-moved"


class CountedMeanwhile(Rejection):
    """Later than that somebody else's count, or a corrected receipt, said what is there: count these again."""

    code = "warehouse.stock-count.counted-meanwhile"


class UnitCostNeeded(Rejection):
    """There is no average cost yet that could value what was found: say what a unit costs."""

    code = "warehouse.stock-count.unit-cost-needed"
    ground = Ground.UNACCEPTABLE


def difference_of(line: CountedLine, item: StockItem, currency: str, *, place: str) -> Difference:
    """What has to change for the books to show what was counted. Raises UnitCostNeeded, AnotherCurrency.

    It is held against the books of the moment when it was counted: what came and went since is in the books by itself.
    What was found is worth its stated cost, or else the average; what is missing takes its share of the value along.
    Raises StockMovedSinceCounted where more would be missing than is left.
    """
    if item.currency not in (None, currency):
        raise AnotherCurrency(
            f"{line.sku} is valued in {item.currency}, not {currency}: count it in {item.currency}",
            field="currency",
            sku=line.sku,
            currency=item.currency,
        )
    quantity = line.counted - line.booked
    if item.on_hand + quantity < 0:
        raise StockMovedSinceCounted(
            f"{line.sku}: {line.counted} counted, and more left since", skus=[line.sku], moved=1
        )
    return Difference(sku=line.sku, quantity=quantity, value=_value_of(quantity, line, item, currency, place))


def _value_of(quantity: Decimal, line: CountedLine, item: StockItem, currency: str, place: str) -> Money:
    if quantity > 0 and line.unit_cost is not None:
        return price_of(line.unit_cost, quantity, currency)
    if quantity == 0:
        return Money.zero(currency)
    if item.value is None or not item.on_hand:
        raise UnitCostNeeded(f"{line.sku} has no average cost", field=f"{place}.unit_cost", sku=line.sku)
    worth = item.value or Money.zero(currency)
    if quantity > 0:
        return Money.of(worth.amount * quantity / item.on_hand, currency)
    return -cost_of(-quantity, item.on_hand, worth)
