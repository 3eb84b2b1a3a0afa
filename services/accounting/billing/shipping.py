"""Noting that goods of an order left, or came back undelivered. What happened, happened: nothing is refused."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.billing.amending import not_called_for_again
from services.accounting.billing.events import (
    BillingEvent,
    MovedLine,
    MovedQuantity,
    ShipmentHeardEarly,
    ShipmentNoted,
    ShipmentReturnNoted,
)
from services.accounting.billing.state import RETURNED, SHIPPED, AwaitingOrder, Billing, HeardEarly, Open, evolve
from shared.kernel.mappings import summed
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import command


@command
class NoteShipment:
    """Goods left the warehouse."""

    shipment_id: str
    quantities: tuple[MovedQuantity, ...]
    on: date


@command
class NoteReturn:
    """Delivery failed and the goods are back."""

    shipment_id: str
    on: date


def note_shipment(request: NoteShipment, billing: Billing) -> list[BillingEvent]:
    """Each line's share of the expected amount leaves with the goods; the first shipment takes the charges along."""
    match billing:
        case AwaitingOrder(heard=heard):
            return heard_early(SHIPPED, request.shipment_id, request.quantities, request.on, heard)
        case Open(shipments=shipments) if request.shipment_id in shipments:
            return []
        case Open():
            return [shipment_of(request.shipment_id, request.quantities, request.on, billing)]
        case _:
            assert_never(billing)


def note_return(request: NoteReturn, billing: Billing) -> list[BillingEvent]:
    """Only what is on its way comes back this way; delivered goods return as a customer's return."""
    match billing:
        case AwaitingOrder(heard=heard):
            return heard_early(RETURNED, request.shipment_id, (), request.on, heard)
        case Open(shipments=shipments, customer_id=customer_id, cancelled_on=cancelled_on):
            shipment = shipments.get(request.shipment_id)
            if shipment is None or shipment.status != SHIPPED:
                return []
            noted = ShipmentReturnNoted(
                customer_id=customer_id,
                shipment_id=request.shipment_id,
                owed_again=cancelled_on is None,
                returned_on=request.on,
            )
            after = evolve(billing, noted)
            assert isinstance(after, Open)  # a billing that is open stays open
            if not noted.owed_again:
                return [noted]
            lowered = not_called_for_again(billing, after, request.on)
            if after.charges_let_go and after.charges_expected and any(balance.unshipped for balance in after.lines):
                noted = replace(noted, charges_expected=after.charges_expected)
            return [noted, *lowered]
        case _:
            assert_never(billing)


def heard_early(
    kind: str, shipment_id: str, quantities: tuple[MovedQuantity, ...], on: date, heard: tuple[HeardEarly, ...]
) -> list[BillingEvent]:
    """Remembered once, for when the order is heard of."""
    if any(early.kind == kind and early.shipment_id == shipment_id for early in heard):
        return []
    return [ShipmentHeardEarly(kind=kind, shipment_id=shipment_id, quantities=quantities, happened_on=on)]


def shipment_of(
    shipment_id: str, quantities: Iterable[MovedQuantity], shipped_on: date, billing: Open
) -> ShipmentNoted:
    """The shipment with what its goods are expected to be billed at."""
    lines = tuple(_moved(line_no, quantity, billing) for line_no, quantity in by_line(quantities).items())
    charges = Money.zero(billing.currency) if billing.charges_shipped else billing.charges_expected
    return ShipmentNoted(
        customer_id=billing.customer_id,
        shipment_id=shipment_id,
        lines=lines,
        charges_expected=charges,
        expected=total((line.expected for line in lines), billing.currency) + charges,
        shipped_on=shipped_on,
    )


def by_line(quantities: Iterable[MovedQuantity]) -> dict[int, Decimal]:
    """Units per order line, however many times the shipment names it."""
    return summed((moved.line_no, moved.quantity) for moved in quantities)


def _moved(line_no: int, quantity: Decimal, billing: Open) -> MovedLine:
    balance = billing.balance_of(line_no)
    expected = Money.zero(billing.currency) if balance is None else balance.expected_of(quantity)
    return MovedLine(line_no=line_no, quantity=quantity, expected=expected)
