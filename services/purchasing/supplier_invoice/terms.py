"""What a supplier invoice says, and how it differs from what we ordered and received."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from shared.kernel.clock import derived_id
from shared.kernel.money import Money
from shared.kernel.shapes import part


class VarianceKind(StrEnum):
    """Why a line, or the tax of the whole invoice, does not match; or that it is a credit, which nothing matches."""

    NO_RECEIPT = "no-receipt"
    QUANTITY = "quantity-variance"
    PRICE = "price-variance"
    TAX = "tax-variance"
    CREDIT = "credit"


CURED_BY_RECEIPT: Final = frozenset({VarianceKind.NO_RECEIPT, VarianceKind.QUANTITY})
"""What may be no variance any more once goods have come. All else is for a person to decide."""


@part
class StatedLine:
    """A line as the supplier states it, before it is put beside the order."""

    purchase_line_no: int
    quantity: Decimal
    unit_price: Decimal


@part
class CreditedUnits:
    """So many units of a line of an invoice, which the supplier takes back."""

    purchase_line_no: int
    quantity: Decimal


@part
class InvoicedLine:
    """A line of the invoice. `net` is quantity times unit price, rounded half up. Of a credit, both are negative."""

    purchase_line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money


WHOLE_INVOICE: Final = 0
"""In place of a line's number, for a variance of the invoice as a whole. Lines are numbered from 1."""


@part
class Variance:
    """A line says `stated` where at most, or exactly, `expected` was right.

    These are units, unit prices in major units, or, of the whole invoice (line 0), its tax in major units, or the total
    of a credit.
    """

    purchase_line_no: int
    kind: VarianceKind
    expected: Decimal
    stated: Decimal


@part
class InvoiceTerms:
    """The whole invoice, as recorded. A credit names the invoice that it `credits`; its amounts are negative."""

    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    lines: tuple[InvoicedLine, ...]
    net: Money
    tax: Money
    total: Money
    invoice_on: date
    due_on: date
    recorded_by: str
    credits: str = ""


def supplier_invoice_id(supplier_id: str, supplier_reference: str) -> str:
    """The id of that invoice: however its reference is spaced or capitalised, it is the same one."""
    return str(derived_id("supplier-invoice", supplier_id, "".join(supplier_reference.split()).upper()))
