"""Placing an order for what was called under its contract."""

from datetime import date
from typing import assert_never

from services.sales.contract.calling import ContractUnknown
from services.sales.contract.decider import CONTRACT
from services.sales.contract.state import Unsigned
from services.sales.customer.blocking import open_for_business
from services.sales.customer.decider import CUSTOMER
from services.sales.order.events import OrderEvent, OrderPlaced
from services.sales.order.following import with_what_follows
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.shapes import command
from shared.published.sales import Charge, OrderLine


@command
class PlaceOrder:
    """Place the order for a call that the contract granted, in the same transaction."""

    contract_id: str
    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    requested_on: date
    deliver_to: str
    ship_from: tuple[str, ...]
    customer_reference: str
    placed_by: str
    on: date


def place_order(request: PlaceOrder, order: Order, given: Given) -> list[OrderEvent]:
    """Customer, terms and warranty are those of the contract, as they stand on the day.

    Raises ContractUnknown, CustomerIsBlocked.
    """
    match order:
        case Placed() | Confirmed() | Completed() | Cancelled():
            return []
        case Unplaced():
            contract = given.of(CONTRACT, request.contract_id)
            if isinstance(contract, Unsigned):
                raise ContractUnknown("sign it first", field="contract_id")
            open_for_business(given.of(CUSTOMER, contract.agreed.customer_id), field="contract_id")
            placed = OrderPlaced(
                contract_id=request.contract_id,
                customer_id=contract.agreed.customer_id,
                lines=request.lines,
                charges=request.charges,
                net=request.net,
                terms=contract.agreed.terms,
                warranty_months=contract.agreed.warranty_months,
                requested_on=request.requested_on,
                deliver_to=request.deliver_to,
                ship_from=request.ship_from,
                customer_reference=request.customer_reference,
                placed_by=request.placed_by,
                placed_on=request.on,
                service_months=contract.agreed.service_months,
            )
            return with_what_follows(order, [placed], request.on)
        case _:
            assert_never(order)
