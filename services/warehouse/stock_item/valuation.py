"""What stock is worth: the moving average, in one currency per item as long as that is worth anything."""

from decimal import ROUND_HALF_UP, Decimal

from services.warehouse.stock_item.state import StockItem
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection


class AnotherCurrency(Rejection):
    """What is there is valued in another currency, and a stock item has one as long as it is worth anything."""

    code = "warehouse.stock-item.another-currency"


def cost_of(quantity: Decimal, on_hand: Decimal, value: Money) -> Money:
    """The share of the value that `quantity` of the units on hand stand at, rounded half up to the minor unit.

    Who takes all that is left takes all the value that is left, so that no remainder stays behind without goods.
    """
    if quantity >= on_hand:
        return value
    share = (value.minor * quantity / on_hand).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(minor=int(share), currency=value.currency)


def value_without(quantity: Decimal, cost: Money, item: StockItem) -> Money:
    """What the stock is worth less without units that it never had: what they were received at.

    But all of its value with the last unit, and never more than there is: what left meanwhile did so at an average that
    they had a part in. Raises AnotherCurrency.
    """
    require_currency(item, cost, instead="what came then has left by now: count what is not there")
    worth = item.value or Money.zero(cost.currency)
    return worth if quantity >= item.on_hand else min(cost, worth)


def require_currency(item: StockItem, amount: Money, *, instead: str, line_no: int | None = None) -> None:
    """Raises AnotherCurrency when the item is worth something in another one, and says what to do `instead`.

    Of a document of many lines `line_no` says which one it is.
    """
    if item.currency not in (None, amount.currency):
        line: dict[str, int] = {} if line_no is None else {"line_no": line_no}
        raise AnotherCurrency(
            f"{f'line {line_no}: ' if line else ''}{item.value} is there, and this is in {amount.currency}: {instead}",
            field="value.currency",
            currency=item.currency,
            **line,
        )
