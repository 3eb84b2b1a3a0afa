"""A customer, a price list and an offer that the tests of sales start from."""

from datetime import date
from decimal import Decimal

from services.sales.customer.events import CustomerBlocked, CustomerRegistered
from services.sales.price_list.events import PriceListOpened, PriceSet
from services.sales.quotation.pricing import RequestedLine, RequestedOffer
from shared.published.sales import Charge, InstalmentTerm

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
IN_30_DAYS = date(2026, 4, 1)
NET_30 = (InstalmentTerm(percent=Decimal(100), due_in_days=30),)
DEPOSIT = (
    InstalmentTerm(percent=Decimal(30), due_in_days=0),
    InstalmentTerm(percent=Decimal(70), due_in_days=30),
)
REGISTERED = CustomerRegistered(
    name="Minh Phát",
    tax_id="0100233488",
    tax_id_kind="vn.mst",
    country="VN",
    currency="USD",
    billing_email="ketoan@minhphat.example",
    terms=NET_30,
    contacts=(),
    registered_on=MONDAY,
)
BLOCKED = CustomerBlocked(reason="under investigation", blocked_by="mai", blocked_on=MONDAY)
LIST_OPENED = PriceListOpened(name="Retail", currency="USD", opened_on=MONDAY)
PUMP_PRICE = PriceSet(
    sku="PUMP",
    description="Pump, 40 l/min",
    unit_price=Decimal("199.00"),
    floor_price=Decimal("180.00"),
    tax_code="STANDARD",
    valid_from=MONDAY,
    valid_until=None,
    set_on=MONDAY,
)


def line(
    sku: str = "PUMP",
    quantity: str = "2",
    unit_price: str | None = None,
    discount_percent: str = "0",
    tax_code: str = "",
) -> RequestedLine:
    """A line that is asked for."""
    return RequestedLine(
        sku=sku,
        quantity=Decimal(quantity),
        unit_price=None if unit_price is None else Decimal(unit_price),
        description="",
        tax_code=tax_code,
        discount_percent=Decimal(discount_percent),
    )


def asked(
    *lines: RequestedLine,
    customer_id: str = "C1",
    price_list: str = "RETAIL",
    currency: str = "USD",
    document_discount_percent: str = "0",
    charges: tuple[Charge, ...] = (),
    terms: tuple[InstalmentTerm, ...] = (),
    valid_until: date | None = None,
    note: str = "",
) -> RequestedOffer:
    """An offer that is asked for: two pumps, unless something else is said."""
    return RequestedOffer(
        customer_id=customer_id,
        price_list=price_list,
        currency=currency,
        lines=lines or (line(),),
        document_discount_percent=Decimal(document_discount_percent),
        charges=charges,
        terms=terms,
        warranty_months=12,
        valid_until=valid_until,
        deliver_to="12 Lê Lợi",
        note=note,
    )
