"""Requisitions for the tests: facts, offers, and a specification with suppliers beside it."""

from datetime import date
from decimal import Decimal

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.state import MAIN
from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.events import (
    Candidates,
    RequisitionApproved,
    RequisitionOrdered,
    RequisitionRaised,
    RequisitionSourced,
    Source,
)
from services.purchasing.requisition.lines import RequisitionLine
from services.purchasing.requisition.raising import BY_RULE as CUSTOMER_ORDER
from services.purchasing.requisition.raising import SHORTAGE
from services.purchasing.requisition.sourcing import BY_RULE as BEST_OFFER
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierDetails, SupplierRegistered
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.events import Offer, SupplyOffered
from shared.kernel.clock import derived_id
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)
WAREHOUSE = "department:warehouse"


def registered(name: str) -> SupplierRegistered:
    """The fact that makes a supplier known."""
    details = SupplierDetails(name=name, tax_id="", country="DE", currency="EUR", payment_days=30)
    return SupplierRegistered(details=details, registered_by="ben", registered_on=MONDAY)


def offered(supplier_id: str, price: str, *, minimum: str = "0", days: int = 7, currency: str = "EUR") -> SupplyOffered:
    """The fact of an offer that holds for ever."""
    offer = Offer(
        supplier_id=supplier_id,
        unit_price=Decimal(price),
        currency=currency,
        minimum_quantity=Decimal(minimum),
        lead_time_days=days,
        valid_from=MONDAY,
        valid_until=None,
        preferred=False,
    )
    return SupplyOffered(offer=offer, offered_by="ben", offered_on=MONDAY)


def line(line_no: int, sku: str, quantity: str) -> RequisitionLine:
    """A line needed by Friday."""
    return RequisitionLine(line_no=line_no, sku=sku, quantity=Decimal(quantity), needed_on=FRIDAY)


def need(line_no: int, quantity: str) -> Need:
    """So many for that line."""
    return Need(line_no=line_no, quantity=Decimal(quantity))


def order_id(supplier_id: str, sourcing: int = 0, currency: str = "EUR") -> str:
    """The id of the purchase order that a sourcing of requisition order-1 makes."""
    return str(derived_id("purchase-order", "order-1", sourcing, supplier_id, currency))


def source(
    sku: str, supplier_id: str, price: str, quantity: str, *needs: Need, sourcing: int = 0, days: int = 7
) -> Source:
    """A SKU bought there."""
    return Source(
        sku=sku,
        supplier_id=supplier_id,
        unit_price=Decimal(price),
        currency="EUR",
        quantity=Decimal(quantity),
        lead_time_days=days,
        purchase_order_id=order_id(supplier_id, sourcing),
        needs=needs,
    )


def sourced(*sources: Source, makers: tuple[str, ...] = (WAREHOUSE,), by: str = BEST_OFFER) -> RequisitionSourced:
    """The fact that suppliers were chosen."""
    return RequisitionSourced(
        sales_order_id="order-1",
        warehouse="MAIN",
        sources=sources,
        makers=makers,
        sourced_by=by,
        sourced_on=MONDAY,
    )


def ordered(supplier_id: str) -> RequisitionOrdered:
    """The fact that the supplier's purchase order was sent."""
    return RequisitionOrdered(purchase_order_id=order_id(supplier_id), ordered_on=MONDAY)


RAISED = RequisitionRaised(
    sales_order_id="order-1",
    warehouse="MAIN",
    lines=(line(1, "PUMP", "4"), line(3, "VALVE", "2"), line(4, "PUMP", "3")),
    reason=SHORTAGE,
    raised_by=WAREHOUSE,
    raised_on=MONDAY,
)
APPROVED = RequisitionApproved(
    approved_by=CUSTOMER_ORDER,
    approved_on=MONDAY,
    candidates=(
        Candidates(sku="PUMP", supplier_ids=("nord", "sued")),
        Candidates(sku="VALVE", supplier_ids=()),
    ),
)
PROPOSED = RequisitionRaised(
    sales_order_id=None,
    warehouse="MAIN",
    lines=(line(1, "PUMP", "4"),),
    reason="spring season",
    raised_by="ben",
    raised_on=MONDAY,
)
PUMPS = source("PUMP", "nord", "10", "8", need(1, "4"), need(4, "3"))
VALVES = source("VALVE", "sued", "5", "2", need(3, "2"))

a_requisition = (
    spec_of(REQUISITION)
    .beside(POLICY, MAIN)
    .beside(SUPPLIER, "nord", registered("Nord"))
    .beside(SUPPLIER, "sued", registered("Sued"))
    .beside(SUPPLIER, "stranger")
    .beside(SUPPLY_SOURCE, "PUMP", offered("nord", "10", minimum="8"), offered("sued", "12"))
    .beside(SUPPLY_SOURCE, "VALVE")
)
an_approved_requisition = a_requisition.given(RAISED, APPROVED)
a_sourced_requisition = an_approved_requisition.given(sourced(PUMPS, VALVES))
