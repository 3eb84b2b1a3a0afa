"""A posted invoice for tests: two lines and freight, 8 % tax, two instalments, 2,160 USD minor units in all."""

from datetime import date
from decimal import Decimal

from services.accounting.invoice.events import DueInstalment, InvoiceCharge, InvoiceLine, InvoicePosted
from shared.kernel.money import Money

POSTED_ON = date(2026, 3, 4)
FIRST_DUE, SECOND_DUE = date(2026, 3, 14), date(2026, 4, 3)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def _line(line_no: int, quantity: int, net: int) -> InvoiceLine:
    return InvoiceLine(
        line_no=line_no,
        sku=f"SKU-{line_no}",
        description="",
        quantity=Decimal(quantity),
        unit_price=Decimal(1),
        net=usd(net),
        tax_code="VAT8",
        tax_percent=Decimal(8),
        tax=usd(net).percent(Decimal(8)),
    )


POSTED = InvoicePosted(
    series="INV-2026",
    sequence=7,
    number="INV-2026-000007",
    order_id="O-1",
    contract_id="C-1",
    customer_id="ACME",
    shipment_id="S-1",
    lines=(_line(1, 3, 1000), _line(2, 1, 500)),
    charges=(
        InvoiceCharge(
            charge_no=1,
            kind="freight",
            description="Freight",
            net=usd(500),
            tax_code="VAT8",
            tax_percent=Decimal(8),
            tax=usd(40),
        ),
    ),
    net=usd(2000),
    tax=usd(160),
    total=usd(2160),
    instalments=(
        DueInstalment(instalment_no=1, due_on=FIRST_DUE, amount=usd(1000)),
        DueInstalment(instalment_no=2, due_on=SECOND_DUE, amount=usd(1160)),
    ),
    delivered_on=POSTED_ON,
    posted_on=POSTED_ON,
)
