"""Facts that sales and the warehouse tell in these tests: customer ACME, order O-1 of pumps and hoses in US dollars."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from shared.kernel.money import Money
from shared.published.sales import (
    Charge,
    CustomerRegisteredV1,
    InstalmentTerm,
    LineChange,
    OrderAmendedV1,
    OrderCancelledV1,
    OrderLine,
    OrderPlacedV1,
)
from shared.published.warehouse import (
    ShipmentDeliveredV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
    ShippedLine,
)

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
WEDNESDAY = date(2026, 3, 4)
IN_30_DAYS = (InstalmentTerm(percent=Decimal(100), due_in_days=30),)
FREIGHT = Charge(kind="freight", description="Freight", amount=Money(minor=1000, currency="USD"), tax_code="VAT10")


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def line(line_no: int, quantity: int | str, net: int, *, tax_code: str = "VAT10", currency: str = "USD") -> OrderLine:
    return OrderLine(
        line_no=line_no,
        sku=f"SKU-{line_no}",
        description=f"Item {line_no}",
        quantity=Decimal(quantity),
        unit_price=Decimal(net) / 100 / Decimal(quantity),
        net=Money(minor=net, currency=currency),
        tax_code=tax_code,
    )


PUMPS = line(1, 3, 10000)


def registered(customer_id: str = "ACME", currency: str = "USD") -> CustomerRegisteredV1:
    return CustomerRegisteredV1(
        customer_id=customer_id,
        name="Acme Corp",
        tax_id="",
        country="US",
        currency=currency,
        billing_email="ap@acme.example",
        terms=IN_30_DAYS,
        registered_on=MONDAY,
    )


def placed(
    *lines: OrderLine,
    order_id: str = "O-1",
    charges: tuple[Charge, ...] = (),
    terms: tuple[InstalmentTerm, ...] = IN_30_DAYS,
    placed_by: str = "s.rep",
) -> OrderPlacedV1:
    ordered = lines or (PUMPS,)
    return OrderPlacedV1(
        order_id=order_id,
        contract_id="C-1",
        customer_id="ACME",
        lines=ordered,
        charges=charges,
        net=ordered[0].net,
        terms=terms,
        placed_on=MONDAY,
        placed_by=placed_by,
        customer_reference="PO 17",
    )


def cancelled(order_id: str = "O-1") -> OrderCancelledV1:
    return OrderCancelledV1(
        order_id=order_id,
        contract_id="C-1",
        customer_id="ACME",
        reason="no longer needed",
        cancelled_on=TUESDAY,
    )


def amended(was: OrderLine, now: OrderLine, order_id: str = "O-1") -> OrderAmendedV1:
    return OrderAmendedV1(
        order_id=order_id,
        contract_id="C-1",
        customer_id="ACME",
        changes=(LineChange(line_no=was.line_no, old_quantity=was.quantity, quantity=now.quantity),),
        lines=(now,),
        net=now.net,
        reason="they need less",
        amended_by="s.rep",
        amended_on=TUESDAY,
    )


def shipped_lines(*quantities: tuple[int, int | str]) -> tuple[ShippedLine, ...]:
    return tuple(
        ShippedLine(line_no=line_no, sku=f"SKU-{line_no}", quantity=Decimal(quantity), cost=usd(100))
        for line_no, quantity in quantities
    )


def shipped(*quantities: tuple[int, int | str], shipment_id: str = "S-1", order_id: str = "O-1") -> ShipmentShippedV1:
    return ShipmentShippedV1(
        shipment_id=shipment_id,
        order_id=order_id,
        contract_id="C-1",
        customer_id="ACME",
        warehouse="HCM",
        lines=shipped_lines(*quantities),
        carrier="DHL",
        tracking_number="1",
        shipped_on=TUESDAY,
    )


def delivered(
    *quantities: tuple[int, int | str], shipment_id: str = "S-1", order_id: str = "O-1"
) -> ShipmentDeliveredV1:
    return ShipmentDeliveredV1(
        shipment_id=shipment_id,
        order_id=order_id,
        contract_id="C-1",
        customer_id="ACME",
        lines=shipped_lines(*quantities),
        warranty_months=12,
        signed_by="Ms Lan",
        proof_sha256="0" * 64,
        delivered_at=datetime.combine(WEDNESDAY, time(9), tzinfo=UTC),
    )


def returned(*quantities: tuple[int, int | str], shipment_id: str = "S-1") -> ShipmentReturnedV2:
    return ShipmentReturnedV2(
        shipment_id=shipment_id,
        order_id="O-1",
        contract_id="C-1",
        customer_id="ACME",
        lines=shipped_lines(*quantities),
        reason="nobody was there",
        returned_on=WEDNESDAY,
        to_inspect=True,
    )
