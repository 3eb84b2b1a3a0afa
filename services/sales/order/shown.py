"""An order as readers see it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from services.sales.order.facets import Extent, Irregularity, Payment, Supply
from services.sales.order.ledger import NOTHING
from services.sales.order.progress import CreditStatus
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import Source
from shared.kernel.money import Money
from shared.kernel.shapes import document, part
from shared.published.sales import Charge, InstalmentTerm

Status = Literal["placed", "confirmed", "completed", "cancelled"]


@part
class OrderedLine:
    """A line as it is ordered, and its ledger: what was heard of it so far.

    `placed_quantity` is what it was for when the order was placed, where it is for less by now. `came_back` are the
    returned units that nobody has decided about: to be shipped again, or given up.
    """

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str
    reserved: Decimal
    short: Decimal
    shipped: Decimal
    delivered: Decimal
    returned: Decimal
    billed: Decimal
    credited: Decimal
    taken_back: Decimal = NOTHING
    given_instead: Decimal = NOTHING
    placed_quantity: Decimal | None = None
    came_back: Decimal = NOTHING


@part
class NamedHold:
    """Why the order waits, who said so, and since when. The shipments that overtook it left all the same."""

    name: str
    reason: str
    by: str
    since: datetime
    overtaken_by: tuple[str, ...] = ()


@part
class NamedAlarm:
    """What should have come by then and has not."""

    name: str
    since: datetime


@part
class AcknowledgedIrregularity:
    """An irregularity that a person has looked at, what came of it, who said so and when."""

    name: Irregularity
    reason: str
    by: str
    on: date


@part
class CreditShown:
    """Accounting's newest word on the order's credit. `by` is the approver, where one decided."""

    status: CreditStatus
    amount: Money | None
    exposure: Money | None
    limit: Money | None
    standing: str
    by: str
    heard: Source | None = None


@part
class ShipmentShown:
    """A shipment of the order: `shipped`, `delivered`, `returned` or `lost`."""

    shipment_id: str
    status: str
    carrier: str
    tracking_number: str
    heard: Source | None = None


@part
class PurchaseShown:
    """What is bought for the order by a purchase order. Its supplier and day are unknown until its sending was heard.

    `is_given_up`: what has not come of it will not come.
    """

    purchase_order_id: str
    supplier_id: str
    supplier_name: str
    lines: tuple[LineQuantity, ...]
    expected_on: date | None
    receipts: tuple[str, ...]
    is_given_up: bool
    heard: Source | None = None


@part
class InvoiceShown:
    """An invoice of the order. The total is unknown until its posting was heard.

    `overdue` is what of `open` is past its day and not contested; null: nothing was ever heard to be.
    """

    invoice_id: str
    number: str
    total: Money | None
    open: Money
    credit_notes: tuple[str, ...]
    heard: Source | None = None
    overdue: Money | None = None


@part
class ReductionShown:
    """The newest request for less: `asked`, `granted`, or `partly-granted` where goods had left or were picked."""

    reduction_id: str
    status: str
    reason: str
    by: str
    on: date
    wanted: tuple[LineQuantity, ...]
    granted: tuple[LineQuantity, ...]


@part
class ShippingAgainShown:
    """The newest request to ship again what came back: `asked`, or `answered` by the warehouse."""

    request_id: str
    status: str
    reason: str
    by: str
    on: date


@document
class OrderDocument:
    """An order as it is now. Supply, fulfilment, billing and payment are derived from what was heard.

    `irregularities` are what should not have happened and did: a person has to look; `acknowledged` are those of which
    one has, and no more was heard since. `because` and `cancelled_by` say why and by whom it was cancelled. Every
    `heard` is the message behind what another department told: its place in that department's record (stream and
    version), and when it was so. Without one, nothing was heard yet. `goods_expected_on` is the day by which suppliers
    bring all that is bought for it; `is_expected_late`: after the requested day. `has_come_back`: goods of it came back
    undelivered, and somebody has to decide whether they go again.
    """

    order_id: str
    contract_id: str
    customer_id: str
    customer_reference: str
    status: Status
    supply: Supply
    fulfilment: Extent
    billing: Extent
    payment: Payment
    is_held: bool
    is_alarmed: bool
    irregularities: tuple[Irregularity, ...]
    holds: tuple[NamedHold, ...]
    alarms: tuple[NamedAlarm, ...]
    credit: CreditShown
    lines: tuple[OrderedLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    requested_on: date
    deliver_to: str
    ship_from: tuple[str, ...]
    shipments: tuple[ShipmentShown, ...]
    invoices: tuple[InvoiceShown, ...]
    placed_by: str
    placed_on: date
    confirmed_on: date | None = None
    completed_on: date | None = None
    cancelled_on: date | None = None
    cancelled_by: str = ""
    because: str = ""
    supply_heard: Source | None = None
    debt_heard: Source | None = None
    purchases: tuple[PurchaseShown, ...] = ()
    goods_expected_on: date | None = None
    is_expected_late: bool = False
    reduction: ReductionShown | None = None
    service_months: int = 0
    shipping_again: ShippingAgainShown | None = None
    has_come_back: bool = False
    acknowledged: tuple[AcknowledgedIrregularity, ...] = ()
