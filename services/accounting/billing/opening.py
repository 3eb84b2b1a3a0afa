"""Opening the billing of an order, with what was heard of its shipments before; and calling it off."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.billing.charging import charged_early
from services.accounting.billing.delivering import BillDelivery, bill_delivery
from services.accounting.billing.events import BillingCancelled, BillingEvent, BillingOpened, OrderedLine
from services.accounting.billing.shipping import NoteReturn, NoteShipment, note_return, note_shipment
from services.accounting.billing.state import (
    DELIVERED,
    SHIPPED,
    AwaitingOrder,
    Billing,
    HeardEarly,
    Open,
    evolve,
)
from services.accounting.tax_code.taxing import rate_of
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.shapes import command


@command
class OpenBilling:
    """An order was placed: these lines and charges may be billed as they are delivered. Given its tax codes."""

    contract_id: str
    customer_id: str
    currency: str
    lines: tuple[BillLine, ...]
    charges: tuple[BillCharge, ...]
    terms: tuple[Term, ...]
    placed_by: str
    placed_on: date


@command
class CancelBilling:
    """The order was called off."""

    reason: str
    on: date


def open_billing(request: OpenBilling, billing: Billing, given: Given) -> Sequence[BillingEvent]:
    """Expects tax at the rates of the order's day; a code without a rate counts as untaxed until it is invoiced."""
    match billing:
        case Open():
            return []
        case AwaitingOrder(heard=heard, charges_heard=charges_heard):
            opened = _opened(request, given)
            facts: list[BillingEvent] = [opened]
            current = evolve(billing, opened)
            for early in heard:
                for fact in _caught_up(early, current):
                    current = evolve(current, fact)
                    facts.append(fact)
            for charge in charges_heard:
                facts.extend(charged_early(charge, current))
            return facts
        case _:
            assert_never(billing)


def cancel_billing(request: CancelBilling, billing: Billing) -> list[BillingEvent]:
    """An order that was never placed here holds nothing: its own facts come in order, so it never will."""
    match billing:
        case AwaitingOrder():
            return []
        case Open(cancelled_on=None):
            return [BillingCancelled(reason=request.reason, cancelled_on=request.on)]
        case Open():
            return []
        case _:
            assert_never(billing)


def _opened(request: OpenBilling, given: Given) -> BillingOpened:
    def with_tax(net: Money, code: str) -> Money:
        return net + net.percent(rate_of(code, request.placed_on, given) or Decimal(0))

    lines = tuple(OrderedLine(line=line, expected=with_tax(line.net, line.tax_code)) for line in request.lines)
    charges_expected = total(
        (with_tax(charge.amount, charge.tax_code) if charge.is_taxed else charge.amount for charge in request.charges),
        request.currency,
    )
    return BillingOpened(
        contract_id=request.contract_id,
        customer_id=request.customer_id,
        lines=lines,
        charges=request.charges,
        charges_expected=charges_expected,
        expected=total((ordered.expected for ordered in lines), request.currency) + charges_expected,
        terms=request.terms,
        placed_by=request.placed_by,
        placed_on=request.placed_on,
    )


def _caught_up(early: HeardEarly, billing: Billing) -> Sequence[BillingEvent]:
    """What would have followed, had the order been heard of in time."""
    quantities, shipment_id, day = early.quantities, early.shipment_id, early.happened_on
    if early.kind == SHIPPED:
        return note_shipment(NoteShipment(shipment_id=shipment_id, quantities=quantities, on=day), billing)
    if early.kind == DELIVERED:
        return bill_delivery(BillDelivery(shipment_id=shipment_id, quantities=quantities, on=day), billing)
    return note_return(NoteReturn(shipment_id=shipment_id, on=day), billing)
