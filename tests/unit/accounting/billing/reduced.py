"""An order of two lines and freight that is reduced, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.accounting.billing.amending import AmendBilling, LineNow
from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import BillDelivery
from services.accounting.billing.events import (
    AmendedLine,
    BillingAmended,
    BillingOpened,
    GoodsBilled,
    MovedQuantity,
    OrderedLine,
)
from services.accounting.billing.shipping import NoteReturn, NoteShipment
from services.accounting.billing.state import LineBalance, Open
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
FREIGHT = BillCharge(kind="freight", description="Freight", amount=Money(minor=500, currency="USD"), tax_code="VAT10")


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def line(line_no: int, quantity: int, net: int) -> BillLine:
    return BillLine(
        line_no=line_no,
        sku=f"SKU-{line_no}",
        description="",
        quantity=Decimal(quantity),
        unit_price=Decimal(1),
        net=usd(net),
        tax_code="VAT10",
    )


OPENED = BillingOpened(
    contract_id="C-1",
    customer_id="ACME",
    lines=(
        OrderedLine(line=line(1, 7, 10000), expected=usd(11000)),
        OrderedLine(line=line(2, 4, 1000), expected=usd(1100)),
    ),
    charges=(FREIGHT,),
    charges_expected=usd(550),
    expected=usd(12650),
    terms=(Term(percent=Decimal(100), due_in_days=30),),
    placed_by="s.rep",
    placed_on=MONDAY,
)
a_billing = spec_of(BILLING)


def moved(quantity: int | str, line_no: int = 1) -> tuple[MovedQuantity, ...]:
    return (MovedQuantity(line_no=line_no, quantity=Decimal(quantity)),)


def ship(quantity: int, shipment_id: str = "S-1") -> NoteShipment:
    return NoteShipment(shipment_id=shipment_id, quantities=moved(quantity), on=TUESDAY)


def back(shipment_id: str = "S-1") -> NoteReturn:
    return NoteReturn(shipment_id=shipment_id, on=WEDNESDAY)


def deliver(quantity: int, shipment_id: str = "S-1") -> BillDelivery:
    return BillDelivery(shipment_id=shipment_id, quantities=moved(quantity), on=WEDNESDAY)


def amend(first: int | str, second: int | str = 4) -> AmendBilling:
    lines = (LineNow(line_no=1, quantity=Decimal(first)), LineNow(line_no=2, quantity=Decimal(second)))
    return AmendBilling(lines=lines, reason="they need less", by="s.rep", on=TUESDAY)


def amended(lowered: int, *lines: AmendedLine) -> BillingAmended:
    return BillingAmended(
        customer_id="ACME",
        lines=lines,
        lowered=usd(lowered),
        reason="they need less",
        amended_by="s.rep",
        amended_on=TUESDAY,
    )


def of_line(line_no: int, old: int, new: int, expected: int) -> AmendedLine:
    return AmendedLine(line_no=line_no, old_quantity=Decimal(old), quantity=Decimal(new), expected=usd(expected))


def after(*commands: Any) -> Specification[Any]:
    spec = a_billing.given(OPENED)
    for command in commands:
        decided = spec.when(command)
        assert decided.rejection is None
        spec = spec.given(*decided.facts)
    return spec


def nets(spec: Specification[Any]) -> list[int]:
    return [one.net.minor for fact in spec.history if isinstance(fact, GoodsBilled) for one in fact.lines]


def balance(spec: Specification[Any]) -> LineBalance:
    assert isinstance(spec.state, Open)
    return spec.state.lines[0]
