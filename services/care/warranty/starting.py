"""Starting the warranty of delivered goods, and noting what their order is paid in."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.care.warranty.events import CoveredLine, CurrencyNoted, WarrantyEvent, WarrantyStarted
from services.care.warranty.state import NothingDelivered, Running, Warranty
from shared.kernel.shapes import command, part


@command
class NoteCurrency:
    """The order is paid in that currency."""

    currency: str


@part
class DeliveredLine:
    """Units of one order line that the customer got."""

    line_no: int
    sku: str
    quantity: Decimal


@command
class StartWarranty:
    """Stand by what this shipment brought, for so many months, and serve it for so many more."""

    shipment_id: str
    contract_id: str
    customer_id: str
    lines: tuple[DeliveredLine, ...]
    months: int
    delivered_on: date
    service_months: int = 0


def note_currency(request: NoteCurrency, warranty: Warranty) -> list[WarrantyEvent]:
    """Before or after goods arrive, as it is heard. An order has one currency."""
    return [] if warranty.currency else [CurrencyNoted(currency=request.currency)]


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def start_warranty(request: StartWarranty, warranty: Warranty) -> list[WarrantyEvent]:
    """Once per shipment. Sold without a warranty (0 months), goods are covered on the day of delivery only."""
    match warranty:
        case Running(deliveries=deliveries) if request.shipment_id in {one.shipment_id for one in deliveries}:
            return []
        case NothingDelivered() | Running():
            until = months_later(request.delivered_on, request.months)
            served_until = months_later(request.delivered_on, request.months + request.service_months)
            lines = tuple(
                CoveredLine(
                    line_no=line.line_no,
                    sku=line.sku,
                    quantity=line.quantity,
                    until=until,
                    served_until=served_until if request.service_months else None,
                )
                for line in request.lines
            )
            started = WarrantyStarted(
                shipment_id=request.shipment_id,
                contract_id=request.contract_id,
                customer_id=request.customer_id,
                lines=lines,
                started_on=request.delivered_on,
            )
            return [started]
        case _:
            assert_never(warranty)
