"""What readers see of orders."""

from typing import Final, assert_never

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Text

from services.sales.order.buying import last_expected
from services.sales.order.decider import ORDER
from services.sales.order.facets import Irregularity
from services.sales.order.irregular import Acknowledgement
from services.sales.order.parcel import Parcel
from services.sales.order.shipping_again import ShippingAgain
from services.sales.order.shown import (
    AcknowledgedIrregularity,
    CreditShown,
    InvoiceShown,
    NamedAlarm,
    NamedHold,
    OrderDocument,
    OrderedLine,
    PurchaseShown,
    ReductionShown,
    ShipmentShown,
    ShippingAgainShown,
    Status,
)
from services.sales.order.shrinking import Reduction, by_number
from services.sales.order.state import (
    Cancelled,
    Completed,
    Confirmed,
    Order,
    Placed,
    Unplaced,
    facets,
    lines_of,
)
from shared.kernel.money import total
from shared.kernel.records import replace
from shared.projections.figure import Figure
from shared.projections.view import DocumentView, Shown


def read(order_id: str, order: Order) -> OrderDocument | None:
    """The order, laid flat."""
    match order:
        case Unplaced():
            return None
        case Placed():
            return _shown(order_id, order, "placed")
        case Confirmed(confirmed_on=on):
            return replace(_shown(order_id, order, "confirmed"), confirmed_on=on)
        case Completed():
            return replace(
                _shown(order_id, order, "completed"),
                confirmed_on=order.confirmed_on,
                completed_on=order.completed_on,
            )
        case Cancelled():
            return replace(
                _shown(order_id, order, "cancelled"),
                confirmed_on=order.confirmed_on,
                cancelled_on=order.cancelled_on,
                cancelled_by=order.cancelled_by,
                because=order.reason,
            )
        case _:
            assert_never(order)


def _shown(order_id: str, order: Placed | Confirmed | Completed | Cancelled, status: Status) -> OrderDocument:
    call, progress, derived = order.call, order.progress, facets(order)
    credit = progress.credit
    expected = last_expected(progress.purchases) if isinstance(order, Placed | Confirmed) else None
    return OrderDocument(
        order_id=order_id,
        contract_id=call.contract_id,
        customer_id=call.customer_id,
        customer_reference=call.customer_reference,
        status=status,
        supply=derived.supply,
        fulfilment=derived.fulfilment,
        billing=derived.billing,
        payment=derived.payment,
        is_held=bool(progress.holds) and isinstance(order, Placed | Confirmed),
        is_alarmed=bool(progress.alarms),
        irregularities=derived.irregularities,
        acknowledged=tuple(_acknowledged(name, progress.acknowledged[name]) for name in derived.acknowledged),
        holds=tuple(
            NamedHold(name=name, reason=hold.reason, by=hold.by, since=hold.since, overtaken_by=hold.overtaken_by)
            for name, hold in progress.holds.items()
        ),
        alarms=tuple(NamedAlarm(name=name, since=since) for name, since in progress.alarms.items()),
        credit=CreditShown(
            status=credit.status,
            amount=credit.amount,
            exposure=credit.exposure,
            limit=credit.limit,
            standing=credit.standing,
            by=credit.by,
            heard=credit.source,
        ),
        supply_heard=progress.supply,
        debt_heard=max((bill.source for bill in progress.bills.values()), key=lambda one: one.at, default=None),
        lines=_lines(order),
        charges=call.charges,
        net=total((line.net for line in lines_of(order)), call.net.currency) if progress.quantities else call.net,
        terms=call.terms,
        warranty_months=call.warranty_months,
        service_months=call.service_months,
        requested_on=call.requested_on,
        deliver_to=call.deliver_to,
        ship_from=call.ship_from,
        purchases=_purchases(order),
        goods_expected_on=expected,
        is_expected_late=expected is not None and expected > call.requested_on,
        reduction=_reduction(progress.reduction),
        shipping_again=_shipping_again(progress.shipping_again),
        has_come_back=isinstance(order, Confirmed) and progress.anything_came_back(),
        shipments=_shipments(order),
        invoices=tuple(
            InvoiceShown(
                invoice_id=invoice_id,
                number=bill.number,
                total=bill.total,
                open=bill.open,
                credit_notes=bill.credit_notes,
                overdue=bill.overdue,
                heard=bill.source,
            )
            for invoice_id, bill in progress.bills.items()
        ),
        placed_by=call.placed_by,
        placed_on=call.placed_on,
    )


def _lines(order: Placed | Confirmed | Completed | Cancelled) -> tuple[OrderedLine, ...]:
    return tuple(
        OrderedLine(
            line_no=line.line_no,
            sku=line.sku,
            description=line.description,
            quantity=line.quantity,
            unit_price=line.unit_price,
            net=line.net,
            tax_code=line.tax_code,
            reserved=ledger.reserved,
            short=ledger.short,
            shipped=ledger.shipped,
            delivered=ledger.delivered,
            returned=ledger.returned,
            billed=ledger.billed,
            credited=ledger.credited,
            taken_back=ledger.taken_back,
            given_instead=ledger.given_instead,
            placed_quantity=None if line.quantity == placed.quantity else placed.quantity,
            came_back=ledger.came_back,
        )
        for placed, line, ledger in (
            (placed, line, order.progress.line(line.line_no))
            for placed, line in zip(order.call.lines, lines_of(order), strict=True)
        )
    )


def _reduction(reduction: Reduction | None) -> ReductionShown | None:
    if reduction is None:
        return None
    wanted = by_number(reduction.lines)
    granted = tuple(line for line in reduction.granted or () if line.line_no in wanted)
    met = all(line.quantity <= wanted[line.line_no] for line in granted)
    return ReductionShown(
        reduction_id=reduction.reduction_id,
        status="asked" if reduction.is_pending else "granted" if met else "partly-granted",
        reason=reduction.reason,
        by=reduction.by,
        on=reduction.on,
        wanted=reduction.lines,
        granted=granted,
    )


def _shipping_again(request: ShippingAgain | None) -> ShippingAgainShown | None:
    if request is None:
        return None
    return ShippingAgainShown(
        request_id=request.request_id,
        status="asked" if request.is_pending else "answered",
        reason=request.reason,
        by=request.by,
        on=request.on,
    )


def _purchases(order: Placed | Confirmed | Completed | Cancelled) -> tuple[PurchaseShown, ...]:
    return tuple(
        PurchaseShown(
            purchase_order_id=purchase_order_id,
            supplier_id=purchase.supplier_id,
            supplier_name=purchase.supplier_name,
            lines=purchase.lines,
            expected_on=purchase.expected_on,
            receipts=purchase.receipts,
            is_given_up=purchase.is_given_up,
            heard=purchase.source,
        )
        for purchase_order_id, purchase in order.progress.purchases.items()
    )


def _status_of(parcel: Parcel) -> str:
    if parcel.returned:
        return "returned"
    if parcel.lost:
        return "lost"
    return "delivered" if parcel.delivered else "shipped"


def _acknowledged(name: Irregularity, known: Acknowledgement) -> AcknowledgedIrregularity:
    return AcknowledgedIrregularity(name=name, reason=known.reason, by=known.by, on=known.on)


def _shipments(order: Placed | Confirmed | Completed | Cancelled) -> tuple[ShipmentShown, ...]:
    return tuple(
        ShipmentShown(
            shipment_id=shipment_id,
            status=_status_of(parcel),
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            heard=parcel.source,
        )
        for shipment_id, parcel in order.progress.parcels.items()
    )


ORDERS: Final = DocumentView(
    name="order",
    decider=ORDER,
    document=OrderDocument,
    read=read,
    columns={
        "customer_id": Shown(Text()),
        "contract_id": Shown(Text()),
        "customer_reference": Shown(Text()),
        "status": Shown(Text()),
        "supply": Shown(Text()),
        "fulfilment": Shown(Text()),
        "billing": Shown(Text()),
        "payment": Shown(Text()),
        "is_held": Shown(Boolean()),
        "is_alarmed": Shown(Boolean()),
        "is_irregular": Shown(Boolean(), lambda shown: bool(shown.irregularities)),
        "has_come_back": Shown(Boolean()),
        "requested_on": Shown(Date()),
        "placed_on": Shown(Date()),
        "currency": Shown(Text(), lambda shown: shown.net.currency),
        "open_minor": Shown(BigInteger(), lambda shown: sum(one.open.minor for one in shown.invoices)),
        "overdue_minor": Shown(
            BigInteger(), lambda shown: sum(one.overdue.minor for one in shown.invoices if one.overdue is not None)
        ),
        "is_billed": Shown(Boolean(), lambda shown: bool(shown.invoices)),
        "debt_heard_at": Shown(
            DateTime(timezone=True), lambda shown: None if shown.debt_heard is None else shown.debt_heard.at
        ),
    },
    filters=(
        "customer_id",
        "contract_id",
        "customer_reference",
        "status",
        "supply",
        "fulfilment",
        "billing",
        "payment",
        "is_held",
        "is_alarmed",
        "is_irregular",
        "has_come_back",
    ),
    queues={
        "held": {"is_held": True},
        "alarmed": {"is_alarmed": True},
        "overdue": {"payment": "overdue"},
        "short": {"supply": ("short", "partly"), "status": "confirmed"},
        "irregular": {"is_irregular": True},
        "came-back": {"has_come_back": True},
    },
    order_by=("id", "placed_on", "requested_on", "debt_heard_at"),
)

JOURNEYS: Final = (
    Figure(
        name="o2c_orders",
        says="Orders by how far they have come",
        labels=("status",),
        query='SELECT status, count(*) FROM "order" GROUP BY 1',
    ),
    Figure(
        name="o2c_orders_held",
        says="Orders that wait for somebody to release or cancel them",
        labels=(),
        query='SELECT count(*) FROM "order" WHERE is_held',
    ),
    Figure(
        name="o2c_orders_alarmed",
        says="Orders of which another department has said nothing for too long",
        labels=(),
        query='SELECT count(*) FROM "order" WHERE is_alarmed',
    ),
)
