"""Using up what was received by what the supplier bills: the balance that keeps a receipt from being billed twice.

And which supplier invoices wait because they bill more than that.
"""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown, UnknownLine
from services.purchasing.purchase_order.events import (
    PurchaseOrderBilled,
    PurchaseOrderCompleted,
    PurchaseOrderEvent,
    PurchaseOrderReopened,
    WaitingInvoiceNoted,
)
from services.purchasing.purchase_order.ledger import (
    Bill,
    BilledLine,
    Ledger,
    all_settled,
    billable,
    credited,
    credited_tax,
    goods_came,
    with_bill,
)
from services.purchasing.purchase_order.state import (
    Approved,
    Cancelled,
    ClosedShort,
    Completed,
    Draft,
    InApproval,
    NotDrafted,
    PurchaseOrder,
    Sent,
)
from services.purchasing.purchase_order.terms import PurchaseTerms, line_of
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class ExceedsReceived(Rejection):
    """More would be billed than was received and not billed yet."""

    code = "purchasing.purchase-order.exceeds-received"


class ExceedsBilled(Rejection):
    """More units, or more tax, would be credited of a supplier invoice than it bills and was not credited yet."""

    code = "purchasing.purchase-order.exceeds-billed"


@command
class BillPurchaseOrder:
    """Use up what an approved supplier invoice bills, or give back what a credit credits. The sender gives the policy.

    `released` when a person took the invoice's variances on themselves: then it may exceed what was received.
    """

    bill: Bill
    released: bool
    on: date


@command
class NoteWaitingInvoice:
    """A supplier invoice is blocked because it bills more than has come."""

    supplier_invoice_id: str
    on: date


def note_waiting_invoice(request: NoteWaitingInvoice, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """Noted once, and not undone by a rejection: the supplier may bill anew under the same reference."""
    if request.supplier_invoice_id in order.ledger.waiting:
        return []
    return [WaitingInvoiceNoted(supplier_invoice_id=request.supplier_invoice_id, noted_on=request.on)]


def bill_purchase_order(request: BillPurchaseOrder, order: PurchaseOrder, given: Given) -> list[PurchaseOrderEvent]:
    """Billed once per supplier invoice, at whatever stage the order is; the last one may complete it."""
    if any(known.supplier_invoice_id == request.bill.supplier_invoice_id for known in order.ledger.bills):
        return []
    after = with_bill(order.ledger, request.bill)
    # Only a credit may do that: another bill uses up goods.
    billed = PurchaseOrderBilled(
        bill=request.bill, billed_on=request.on, goods_came_for=goods_came(order.ledger, after)
    )
    tolerance = policy_of(given).quantity_tolerance_percent
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("nothing was ordered under this id")
        case Sent(terms=terms, ledger=ledger, amendment=amendment):
            _require_received(terms, ledger, request, tolerance)
            if amendment is None and all_settled(terms, after):
                return [billed, PurchaseOrderCompleted(completed_on=request.on)]
            return [billed]
        case Completed(terms=terms, ledger=ledger):
            _require_received(terms, ledger, request, tolerance)
            if not all_settled(terms, after):
                return [billed, PurchaseOrderReopened(reopened_on=request.on)]
            return [billed]
        case (
            Draft(terms=terms, ledger=ledger)
            | InApproval(terms=terms, ledger=ledger)
            | Approved(terms=terms, ledger=ledger)
            | ClosedShort(terms=terms, ledger=ledger)
            | Cancelled(terms=terms, ledger=ledger)
        ):
            _require_received(terms, ledger, request, tolerance)
            return [billed]
        case _:
            assert_never(order)


def _require_received(
    terms: PurchaseTerms, ledger: Ledger, request: BillPurchaseOrder, tolerance_percent: Decimal
) -> None:
    _require_billed_tax(ledger, request.bill)
    for billed in request.bill.lines:
        line = line_of(terms, billed.line_no)
        if line is None:
            raise UnknownLine(f"line {billed.line_no}", line_no=billed.line_no)
        if request.bill.credits:
            _require_billed(ledger, request.bill.credits, billed)
        elif not request.released and billed.quantity > (left := billable(ledger, line, tolerance_percent)):
            raise ExceedsReceived(
                f"line {billed.line_no}: {billed.quantity} billed, {left} left to bill",
                line_no=billed.line_no,
                left=left,
            )


def _require_billed(ledger: Ledger, supplier_invoice_id: str, credit: BilledLine) -> None:
    """Two credits that were recorded at the same moment cannot both take back one bill."""
    bills = [bill for bill in ledger.bills if bill.supplier_invoice_id == supplier_invoice_id]
    quantity = sum(
        (line.quantity for bill in bills for line in bill.lines if line.line_no == credit.line_no), Decimal(0)
    )
    left = quantity - credited(ledger, supplier_invoice_id, credit.line_no)
    if -credit.quantity > left:
        raise ExceedsBilled(
            f"line {credit.line_no}: {-credit.quantity} credited, {left} left of what it bills",
            line_no=credit.line_no,
            left=left,
        )


def _require_billed_tax(ledger: Ledger, credit: Bill) -> None:
    """As of the units: each credit was within what was left when it was recorded, and not all of them together are."""
    for bill in ledger.bills:
        if bill.supplier_invoice_id != credit.credits or bill.tax is None or credit.tax is None:
            continue
        left = bill.tax - credited_tax(ledger, bill.supplier_invoice_id, bill.tax.currency)
        if -credit.tax > left:
            raise ExceedsBilled(f"{-credit.tax} of tax credited, {left} left of what it bills", left=left)
