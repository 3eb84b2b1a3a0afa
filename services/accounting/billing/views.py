"""What readers see of the billing of orders."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Text

from services.accounting.billing.decider import BILLING
from services.accounting.billing.events import MovedQuantity
from services.accounting.billing.state import AwaitingOrder, Billing, HeardEarly, LineBalance, Open
from shared.kernel.money import Money
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal["awaiting-order", "open", "billed", "cancelled"]


@part
class ShownBalance:
    """Of one order line: units ordered, shipped, billed and still billable, and what they came to before tax.

    `ordered` and `net` are as it was placed, `quantity` and `net_now` what it is for after reductions of the order.
    A billing that was last written before there were any shows none of the latter until the view is rebuilt.
    """

    line_no: int
    sku: str
    ordered: Decimal
    shipped: Decimal
    billed: Decimal
    billable: Decimal
    net: Money
    billed_net: Money
    quantity: Decimal | None = None
    net_now: Money | None = None


@part
class ShownQuantity:
    """Units of an order line."""

    line_no: int
    quantity: Decimal


@part
class ShownShipment:
    """A shipment of the order and where it stands: shipped, delivered, returned."""

    shipment_id: str
    status: str


@part
class ShownUnbilled:
    """Delivered goods that are not billed, and why: exceeds-order, order-cancelled, order-unknown."""

    shipment_id: str
    because: str
    delivered_on: date
    quantities: tuple[ShownQuantity, ...]


@document
class BillingDocument:
    """What of an order may be billed, and what has been. Status: awaiting-order, open, billed, cancelled."""

    order_id: str
    contract_id: str
    customer_id: str
    status: Status
    lines: tuple[ShownBalance, ...]
    charges_billed: bool
    shipments: tuple[ShownShipment, ...]
    unbilled: tuple[ShownUnbilled, ...]
    placed_on: date | None
    cancelled_on: date | None


def read(order_id: str, billing: Billing) -> BillingDocument:
    """The billing, laid flat."""
    match billing:
        case AwaitingOrder(heard=heard):
            return BillingDocument(
                order_id=order_id,
                contract_id="",
                customer_id="",
                status="awaiting-order",
                lines=(),
                charges_billed=False,
                shipments=tuple(ShownShipment(shipment_id=one.shipment_id, status=one.kind) for one in heard),
                unbilled=tuple(_early(one) for one in heard if one.kind == "delivered"),
                placed_on=None,
                cancelled_on=None,
            )
        case Open():
            return BillingDocument(
                order_id=order_id,
                contract_id=billing.contract_id,
                customer_id=billing.customer_id,
                status=_status(billing),
                lines=tuple(_balance(balance) for balance in billing.lines),
                charges_billed=billing.charges_billed,
                shipments=tuple(
                    ShownShipment(shipment_id=shipment_id, status=shipment.status)
                    for shipment_id, shipment in billing.shipments.items()
                ),
                unbilled=tuple(
                    ShownUnbilled(
                        shipment_id=left.shipment_id,
                        because=left.because,
                        delivered_on=left.delivered_on,
                        quantities=_quantities(left.quantities),
                    )
                    for left in billing.unbilled
                ),
                placed_on=billing.placed_on,
                cancelled_on=billing.cancelled_on,
            )
        case _:
            assert_never(billing)


def _status(billing: Open) -> Status:
    if billing.cancelled_on is not None:
        return "cancelled"
    return "open" if any(balance.billable for balance in billing.lines) else "billed"


def _balance(balance: LineBalance) -> ShownBalance:
    return ShownBalance(
        line_no=balance.line.line_no,
        sku=balance.line.sku,
        ordered=balance.line.quantity,
        shipped=balance.shipped,
        billed=balance.billed,
        billable=balance.billable,
        net=balance.line.net,
        billed_net=balance.billed_net,
        quantity=balance.quantity,
        net_now=balance.line.net.share(balance.quantity, balance.line.quantity),
    )


def _early(heard: HeardEarly) -> ShownUnbilled:
    return ShownUnbilled(
        shipment_id=heard.shipment_id,
        because="order-unknown",
        delivered_on=heard.happened_on,
        quantities=_quantities(heard.quantities),
    )


def _quantities(quantities: Iterable[MovedQuantity]) -> tuple[ShownQuantity, ...]:
    return tuple(ShownQuantity(line_no=one.line_no, quantity=one.quantity) for one in quantities)


BILLINGS: Final = DocumentView(
    name="billing",
    decider=BILLING,
    document=BillingDocument,
    read=read,
    columns={
        "contract_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "status": Shown(Text()),
        "has_unbilled": Shown(Boolean(), lambda shown: bool(shown.unbilled)),
    },
    filters=("status", "customer_id", "contract_id"),
    queues={"unbilled": {"has_unbilled": True}, "awaiting-order": {"status": "awaiting-order"}},
)
