"""An order in facts, and what other departments tell of it, for the tests of each stage."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from services.sales.order.decider import ORDER
from services.sales.order.events import (
    CreditGivenBack,
    CreditHeld,
    CreditRefused,
    CreditReserved,
    DeliveryBlocked,
    DeliveryUnblocked,
    GoodsDelivered,
    GoodsReserved,
    GoodsShipped,
    HeardFact,
    InvoiceCredited,
    InvoicePosted,
    OrderCancelled,
    OrderCompleted,
    OrderConfirmed,
    OrderPlaced,
    OrderReopened,
    PaymentReceived,
    PaymentTakenBack,
    PurchaseCalledOff,
    ReservationReleased,
    ShipmentReturned,
    SurveySent,
    WarrantyStarted,
)
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
)
from services.sales.order.quantities import LineQuantity, SuppliedLine, WarrantyUntil
from services.sales.order.shipping_again import ReservationRenewed
from services.sales.order.source import Source
from shared.kernel.money import Money
from shared.published.sales import OrderLine
from shared.testing.specification import spec_of
from tests.unit.sales.examples import MONDAY, NET_30, TUESDAY

NOON: Final = datetime(2026, 3, 3, 12, tzinfo=UTC)
DUE: Final = date(2026, 4, 2)


def usd(minor: int) -> Money:
    """So many cents."""
    return Money(minor=minor, currency="USD")


def order_line(line_no: int, quantity: str, net_minor: int) -> OrderLine:
    """A line that was called."""
    return OrderLine(
        line_no=line_no,
        sku=f"SKU-{line_no}",
        description="Pump, 40 l/min",
        quantity=Decimal(quantity),
        unit_price=Decimal("50.00"),
        net=usd(net_minor),
        tax_code="STANDARD",
    )


PLACED: Final = OrderPlaced(
    contract_id="K1",
    customer_id="C1",
    lines=(order_line(1, "3", 15_000), order_line(2, "10", 5_000)),
    charges=(),
    net=usd(20_000),
    terms=NET_30,
    warranty_months=12,
    requested_on=date(2026, 3, 6),
    deliver_to="12 Lê Lợi",
    ship_from=("main",),
    customer_reference="PO 4711",
    placed_by="rep",
    placed_on=MONDAY,
)


def source(stream: str, version: int = 1, minutes: int = 0) -> Source:
    """A message about that version of that stream."""
    return Source(event_id=f"{stream}@{version}", stream=stream, version=version, at=NOON + timedelta(minutes=minutes))


def lines_of(quantities: Iterable[tuple[int, str]]) -> tuple[LineQuantity, ...]:
    """Quantities by line number."""
    return tuple(LineQuantity(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in quantities)


ALL: Final = ((1, "3"), (2, "10"))


def credit_reserved(version: int = 1, released_by: str = "") -> CreditReserved:
    """Credit is there."""
    return CreditReserved(
        amount=usd(22_000),
        exposure=usd(22_000),
        limit=usd(100_000),
        released_by=released_by,
        reserved_on=TUESDAY,
        source=source("credit_account-C1", version),
    )


def credit_held(version: int = 1) -> CreditHeld:
    """The order does not fit."""
    return CreditHeld(
        amount=usd(22_000),
        exposure=usd(90_000),
        limit=usd(100_000),
        standing="hold",
        held_on=TUESDAY,
        source=source("credit_account-C1", version),
    )


def credit_refused(version: int = 2) -> CreditRefused:
    """An approver said no."""
    return CreditRefused(
        refused_by="auditor", reason="overdue", refused_on=TUESDAY, source=source("credit_account-C1", version)
    )


def credit_given_back(version: int = 3) -> CreditGivenBack:
    """The credit is free again."""
    return CreditGivenBack(amount=usd(22_000), given_back_on=TUESDAY, source=source("credit_account-C1", version))


def delivery_blocked(version: int = 5) -> DeliveryBlocked:
    """What has not left stays here."""
    return DeliveryBlocked(
        amount=usd(22_000),
        exposure=usd(122_000),
        limit=usd(100_000),
        standing="hold",
        blocked_on=TUESDAY,
        source=source("credit_account-C1", version),
    )


def delivery_unblocked(version: int = 6, by: str = "") -> DeliveryUnblocked:
    """The goods may leave."""
    return DeliveryUnblocked(
        exposure=usd(90_000), unblocked_by=by, unblocked_on=TUESDAY, source=source("credit_account-C1", version)
    )


def reserved(*lines: tuple[int, str, str], version: int = 1) -> GoodsReserved:
    """Line number, reserved, short: everything is reserved unless something else is said."""
    told = lines or ((1, "3", "0"), (2, "10", "0"))
    return GoodsReserved(
        lines=tuple(
            SuppliedLine(line_no=line_no, reserved=Decimal(there), short=Decimal(short))
            for line_no, there, short in told
        ),
        topped_up=version > 1,
        reserved_on=TUESDAY,
        source=source("reservation-O1", version),
    )


def renewed(*lines: tuple[int, str, str, str], request_id: str = "A1", version: int = 5) -> ReservationRenewed:
    """Line number, reserved, short, resolved: everything is set aside again unless something else is said."""
    told = lines or ((1, "3", "0", "3"), (2, "10", "0", "10"))
    return ReservationRenewed(
        request_id=request_id,
        lines=tuple(
            SuppliedLine(line_no=line_no, reserved=Decimal(there), short=Decimal(short), resolved=Decimal(resolved))
            for line_no, there, short, resolved in told
        ),
        renewed_on=TUESDAY,
        source=source("reservation-O1", version, 30),
    )


def released(version: int = 9) -> ReservationReleased:
    """Nothing is set aside any more."""
    return ReservationReleased(reason="cancelled", released_on=TUESDAY, source=source("reservation-O1", version))


def purchase_called_off() -> PurchaseCalledOff:
    """What the order is short of is not bought any more."""
    return PurchaseCalledOff(
        requisition_id="O1", reason="cancelled", kept=(), called_off_on=TUESDAY, source=source("requisition-O1")
    )


def shipped(*quantities: tuple[int, str], shipment_id: str = "S1", minutes: int = 10) -> GoodsShipped:
    """Everything is shipped unless something else is said."""
    return GoodsShipped(
        shipment_id=shipment_id,
        warehouse="main",
        lines=lines_of(quantities or ALL),
        carrier="DHL",
        tracking_number="JD01",
        shipped_on=TUESDAY,
        source=source(f"shipment-{shipment_id}", 4, minutes),
    )


def delivered(*quantities: tuple[int, str], shipment_id: str = "S1", minutes: int = 20) -> GoodsDelivered:
    """Everything is delivered unless something else is said."""
    return GoodsDelivered(
        shipment_id=shipment_id,
        lines=lines_of(quantities or ALL),
        signed_by="Hoa",
        proof_sha256="",
        delivered_at=NOON + timedelta(minutes=15),
        source=source(f"shipment-{shipment_id}", 5, minutes),
    )


def came_back(*quantities: tuple[int, str], shipment_id: str = "S1") -> ShipmentReturned:
    """The shipment came back undelivered."""
    return ShipmentReturned(
        shipment_id=shipment_id,
        lines=lines_of(quantities or ALL),
        reason="nobody there",
        returned_on=TUESDAY,
        source=source(f"shipment-{shipment_id}", 5, 25),
    )


def billed(
    *quantities: tuple[int, str], invoice_id: str = "I1", shipment_id: str = "S1", total: int = 22_000
) -> InvoicePosted:
    """Everything is billed unless something else is said."""
    return InvoicePosted(
        invoice_id=invoice_id,
        number=f"INV-{invoice_id}",
        shipment_id=shipment_id,
        lines=lines_of(quantities or ALL),
        total=usd(total),
        last_due_on=DUE,
        posted_on=TUESDAY,
        source=source(f"invoice-{invoice_id}", 1, 30),
    )


def paid(amount: int = 22_000, still_open: int = 0, *, invoice_id: str = "I1", version: int = 2) -> PaymentReceived:
    """Money came for an invoice."""
    return PaymentReceived(
        invoice_id=invoice_id,
        number=f"INV-{invoice_id}",
        amount=usd(amount),
        open=usd(still_open),
        paid_on=TUESDAY,
        source=source(f"invoice-{invoice_id}", version, 40),
    )


def taken_back(amount: int = 22_000, still_open: int = 22_000, *, version: int = 3) -> PaymentTakenBack:
    """Money for invoice I1 bounced."""
    return PaymentTakenBack(
        invoice_id="I1",
        number="INV-I1",
        amount=usd(amount),
        open=usd(still_open),
        reason="no funds",
        taken_back_on=TUESDAY,
        source=source("invoice-I1", version, 60),
    )


def credited(*quantities: tuple[int, str], still_open: int = 0, version: int = 2) -> InvoiceCredited:
    """A credit note took back what is given of invoice I1."""
    return InvoiceCredited(
        invoice_id="I1",
        number="INV-I1",
        credit_note_id="N1",
        credit_note_number="CN-1",
        lines=lines_of(quantities),
        total=usd(5_000),
        open=usd(still_open),
        reason="scratched",
        credited_on=TUESDAY,
        source=source("invoice-I1", version, 50),
    )


def credit_cancelled(*quantities: tuple[int, str], still_open: int, version: int = 3) -> InvoiceCreditCancelled:
    """That credit note was wrong."""
    return InvoiceCreditCancelled(
        invoice_id="I1",
        number="INV-I1",
        credit_note_id="N1",
        credit_note_number="CN-1",
        lines=lines_of(quantities),
        total=usd(5_000),
        open=usd(still_open),
        overdue=usd(0),
        reason="another customer's",
        cancelled_on=TUESDAY,
        source=source("invoice-I1", version, 55),
    )


def fell_overdue() -> InvoiceFellOverdue:
    """The day of invoice I1 has passed."""
    return InvoiceFellOverdue(
        invoice_id="I1",
        number="INV-I1",
        amount=usd(22_000),
        open=usd(22_000),
        overdue=usd(22_000),
        due_on=DUE,
        source=source("invoice-I1", 2, 45),
    )


def contested(overdue: int = 0) -> InvoiceDisputed:
    """The customer contests invoice I1."""
    return InvoiceDisputed(
        invoice_id="I1",
        number="INV-I1",
        amount=usd(22_000),
        open=usd(22_000),
        overdue=usd(overdue),
        disputed_on=DUE,
        source=source("invoice-I1", 3, 46),
    )


def not_contested(overdue: int = 22_000) -> InvoiceDisputeEnded:
    """The dispute about invoice I1 is over."""
    return InvoiceDisputeEnded(
        invoice_id="I1",
        number="INV-I1",
        open=usd(22_000),
        overdue=usd(overdue),
        ended_on=DUE,
        source=source("invoice-I1", 4, 47),
    )


def warranty() -> WarrantyStarted:
    """Care stands by the goods."""
    until = WarrantyUntil(line_no=1, until=date(2027, 3, 3))
    return WarrantyStarted(shipment_id="S1", lines=(until,), started_on=TUESDAY, source=source("warranty-O1"))


def survey() -> SurveySent:
    """The customer was asked."""
    return SurveySent(survey_id="V1", sent_on=TUESDAY, source=source("survey-V1"))


CONFIRMED: Final = OrderConfirmed(confirmed_on=TUESDAY)
COMPLETED: Final = OrderCompleted(contract_id="K1", completed_on=TUESDAY)
REOPENED: Final = OrderReopened(contract_id="K1", reopened_on=TUESDAY)
CANCELLED: Final = OrderCancelled(contract_id="K1", reason="by mistake", cancelled_by="rep", cancelled_on=TUESDAY)

unplaced: Final = spec_of(ORDER)
placed: Final = unplaced.given(PLACED)
confirmed: Final = placed.given(credit_reserved(), CONFIRMED)
cancelled: Final = placed.given(CANCELLED)
completed: Final = confirmed.given(reserved(), shipped(), delivered(), billed(), paid(), COMPLETED)
STRAIGHT: Final[tuple[HeardFact, ...]] = (
    credit_reserved(),
    reserved(),
    shipped(),
    delivered(),
    billed(),
    paid(),
    warranty(),
    survey(),
)
"""What other departments tell on the straight journey."""
