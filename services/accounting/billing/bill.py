"""The pieces of a bill, as the events of billing and of invoices keep them. Part of stored facts: never change them."""

from decimal import Decimal
from typing import Final

from shared.kernel.money import Money
from shared.kernel.shapes import part

FREIGHT: Final = "freight"
ROUNDING: Final = "rounding"
STATED_TAX: Final = "tax"


@part
class BillLine:
    """Goods to be billed: units of one order line and what they come to before tax."""

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str


@part
class BillCharge:
    """An amount beside the goods. `tax` is tax as the order states it, `rounding` is untaxed, all others are taxed.

    Tax as stated is on goods of the order that come to `on_goods` before tax; older facts do not tell.
    """

    kind: str
    description: str
    amount: Money
    tax_code: str
    on_goods: Money | None = None

    @property
    def is_taxed(self) -> bool:
        """Whether tax is added by its code."""
        return self.kind not in (STATED_TAX, ROUNDING)


@part
class Term:
    """An agreed share of every invoice, and how many days after it that share falls due."""

    percent: Decimal
    due_in_days: int
