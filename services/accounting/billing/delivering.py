"""Billing what was delivered, as far as the balance covers it, and deciding about what it does not cover."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.billing.bill import STATED_TAX, BillCharge, BillLine
from services.accounting.billing.events import (
    BillingEvent,
    DeliveryLeftUnbilled,
    GoodsBilled,
    MovedQuantity,
    UnbilledCleared,
)
from services.accounting.billing.shipping import by_line, heard_early, shipment_of
from services.accounting.billing.state import (
    DELIVERED,
    RETURNED,
    AwaitingOrder,
    Billing,
    LineBalance,
    Open,
    Unbilled,
)
from shared.kernel.money import total
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

EXCEEDS_ORDER: Final = "exceeds-order"
ORDER_CANCELLED: Final = "order-cancelled"


class NothingUnbilled(Rejection):
    """No delivery of this shipment was left unbilled."""

    code = "accounting.billing.nothing-unbilled"
    ground = Ground.NOT_FOUND


class NothingBillable(Rejection):
    """The order leaves nothing to bill of these goods; clear them instead."""

    code = "accounting.billing.nothing-billable"


@command
class BillDelivery:
    """The customer has the goods."""

    shipment_id: str
    quantities: tuple[MovedQuantity, ...]
    on: date


@command
class BillUnbilled:
    """Bill delivered goods of a cancelled order after all."""

    shipment_id: str
    on: date


@command
class ClearUnbilled:
    """Decide that delivered goods will not be billed."""

    shipment_id: str
    reason: str
    by: str
    on: date


def bill_delivery(request: BillDelivery, billing: Billing) -> list[BillingEvent]:
    """Bills each line up to its balance. Goods that were never said to leave, left first.

    So did those that were lost, and turned up at the customer's: what came back is never delivered.
    """
    match billing:
        case AwaitingOrder(heard=heard):
            return heard_early(DELIVERED, request.shipment_id, request.quantities, request.on, heard)
        case Open(shipments=shipments):
            known = shipments.get(request.shipment_id)
            if known is not None and known.status == DELIVERED:
                return []
            facts: list[BillingEvent] = []
            if known is None or known.status == RETURNED:
                facts.append(shipment_of(request.shipment_id, request.quantities, request.on, billing))
            return facts + _delivered(request, billing)
        case _:
            assert_never(billing)


def bill_unbilled(request: BillUnbilled, billing: Billing) -> list[BillingEvent]:
    """What then still exceeds the order stays unbilled. Already decided about, nothing happens."""
    match billing:
        case AwaitingOrder():
            raise NothingUnbilled("nothing of this order is billed yet", field="shipment_id")
        case Open():
            left = _unbilled(request.shipment_id, billing)
            if left is None:
                return []
            covered, excess = _against_balance(by_line(left.quantities), billing)
            if not covered:
                raise NothingBillable(f"{request.shipment_id} was delivered beyond what was ordered")
            return _billed_and_left(request.shipment_id, covered, excess, left.delivered_on, request.on, billing)
        case _:
            assert_never(billing)


def clear_unbilled(request: ClearUnbilled, billing: Billing) -> list[BillingEvent]:
    """The goods are let go; nothing is charged to the customer's credit for them any more."""
    match billing:
        case AwaitingOrder():
            raise NothingUnbilled("nothing of this order is billed yet", field="shipment_id")
        case Open(customer_id=customer_id):
            if _unbilled(request.shipment_id, billing) is None:
                return []
            return [
                UnbilledCleared(
                    customer_id=customer_id,
                    shipment_id=request.shipment_id,
                    reason=request.reason,
                    cleared_by=request.by,
                    cleared_on=request.on,
                )
            ]
        case _:
            assert_never(billing)


def _unbilled(shipment_id: str, billing: Open) -> Unbilled | None:
    """What was left unbilled of the shipment; None when that is decided. Raises NothingUnbilled for an unknown one."""
    if shipment_id not in billing.shipments:
        raise NothingUnbilled(f"{shipment_id} is no shipment of this order", field="shipment_id")
    return next((one for one in billing.unbilled if one.shipment_id == shipment_id), None)


def _delivered(request: BillDelivery, billing: Open) -> list[BillingEvent]:
    quantities = by_line(request.quantities)
    if billing.cancelled_on is not None:
        # The goods crossed the cancellation on their way. Whether to bill or to fetch them is a person's decision.
        return [_left(request.shipment_id, quantities, ORDER_CANCELLED, request.on)]
    covered, excess = _against_balance(quantities, billing)
    return _billed_and_left(request.shipment_id, covered, excess, request.on, request.on, billing)


def _billed_and_left(
    shipment_id: str,
    covered: tuple[BillLine, ...],
    excess: Mapping[int, Decimal],
    delivered_on: date,
    billed_on: date,
    billing: Open,
) -> list[BillingEvent]:
    facts: list[BillingEvent] = []
    if covered:
        facts.append(
            GoodsBilled(
                contract_id=billing.contract_id,
                customer_id=billing.customer_id,
                shipment_id=shipment_id,
                currency=billing.currency,
                lines=covered,
                charges=_charges_with(covered, billing),
                terms=billing.terms,
                delivered_on=delivered_on,
                billed_on=billed_on,
            )
        )
    if excess:
        facts.append(_left(shipment_id, excess, EXCEEDS_ORDER, delivered_on))
    return facts


def _charges_with(lines: Sequence[BillLine], billing: Open) -> tuple[BillCharge, ...]:
    """Those of the order go onto the first invoice that covers what they take off: none of less than nothing is posted.

    Goods that are free, or nearly so, may arrive before the others.
    """
    if billing.charges_billed:
        return ()
    amounts = (*(line.net for line in lines), *(charge.amount for charge in billing.charges))
    return _charges(billing) if total(amounts, billing.currency).minor >= 0 else ()


def _charges(billing: Open) -> tuple[BillCharge, ...]:
    """With what the stated tax is on: all goods of the order, unless it was cancelled, so that these may be all."""
    if billing.cancelled_on is not None:
        return billing.charges
    goods = total((one.billed_net + one.net_of(one.billable) for one in billing.lines), billing.currency)
    return tuple(replace(one, on_goods=goods) if one.kind == STATED_TAX else one for one in billing.charges)


def _left(
    shipment_id: str, quantities: Mapping[int, Decimal], because: str, delivered_on: date
) -> DeliveryLeftUnbilled:
    return DeliveryLeftUnbilled(
        shipment_id=shipment_id,
        quantities=tuple(MovedQuantity(line_no=line_no, quantity=quantity) for line_no, quantity in quantities.items()),
        because=because,
        delivered_on=delivered_on,
    )


def _against_balance(
    quantities: Mapping[int, Decimal], billing: Open
) -> tuple[tuple[BillLine, ...], dict[int, Decimal]]:
    """The bill lines that the balance covers, and the units per line that it does not."""
    covered: list[BillLine] = []
    excess: dict[int, Decimal] = {}
    for line_no, quantity in quantities.items():
        balance = billing.balance_of(line_no)
        billable = min(quantity, balance.billable) if balance is not None else Decimal(0)
        if balance is not None and billable > 0:
            covered.append(_billed_part(balance, billable))
        if quantity > billable:
            excess[line_no] = quantity - billable
    return tuple(covered), excess


def _billed_part(balance: LineBalance, quantity: Decimal) -> BillLine:
    line = balance.line
    return BillLine(
        line_no=line.line_no,
        sku=line.sku,
        description=line.description,
        quantity=quantity,
        unit_price=line.unit_price,
        net=balance.net_of(quantity),
        tax_code=line.tax_code,
    )
