"""Reservations at every stage, for the tests of each stage."""

from datetime import date
from decimal import Decimal
from typing import Final

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import (
    FirstShipment,
    LineMade,
    MovedLine,
    ReservationCalledOff,
    ReservationMade,
    ReservationReleased,
    ReservationToppedUp,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
    SetAside,
)
from services.warehouse.shipment.events import DeliveryTerms
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.state import MAIN
from shared.testing.specification import spec_of

MONDAY: Final = date(2026, 3, 2)
TERMS: Final = DeliveryTerms(
    contract_id="c1",
    customer_id="acme",
    deliver_to="1 Main Street",
    requested_on=date(2026, 3, 9),
    warranty_months=24,
)
FROM_MAIN: Final = FirstShipment(warehouse="MAIN", shipment_id="s-main")
FROM_SIDE: Final = FirstShipment(warehouse="SIDE", shipment_id="s-side")


def made_line(line_no: int, ordered: str, parts: dict[str, str], short: str = "0", sku: str = "PUMP") -> LineMade:
    return LineMade(
        line_no=line_no,
        sku=sku,
        ordered=Decimal(ordered),
        parts=tuple(SetAside(warehouse=warehouse, quantity=Decimal(quantity)) for warehouse, quantity in parts.items()),
        short=Decimal(short),
    )


def made(*lines: LineMade, shipments: tuple[FirstShipment, ...] = (FROM_MAIN,)) -> ReservationMade:
    return ReservationMade(terms=TERMS, lines=lines, short_in="MAIN", shipments=shipments, made_on=MONDAY)


def moved(*lines: tuple[int, str]) -> tuple[MovedLine, ...]:
    return tuple(MovedLine(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in lines)


TOPPED_UP: Final = ReservationToppedUp(
    fill_id="f1",
    line_no=1,
    sku="PUMP",
    warehouse="MAIN",
    quantity=Decimal(3),
    shipment_id="s-receipt",
    terms=TERMS,
    topped_up_on=MONDAY,
)
SHIPPED: Final = ReservedGoodsShipped(shipment_id="s-main", warehouse="MAIN", lines=moved((1, "4")), shipped_on=MONDAY)
RETURNED: Final = ReservedGoodsReturned(
    shipment_id="s-main", lines=moved((1, "4")), returned_on=MONDAY, warehouse="MAIN"
)
CALLED_OFF: Final = ReservationCalledOff(
    contract_id="c1", customer_id="acme", reason="changed their mind", called_off_on=MONDAY
)
RELEASED: Final = ReservationReleased(
    reason="changed their mind", releases=(), shipments=("s-main",), released_on=MONDAY
)

no_reservation = spec_of(RESERVATION).beside(SITE_LIST, MAIN)
a_short_one = no_reservation.given(made(made_line(1, "10", {"MAIN": "4"}, "6")))
a_called_off_one = no_reservation.given(CALLED_OFF)
a_released_one = a_short_one.given(RELEASED)
