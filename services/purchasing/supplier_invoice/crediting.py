"""A supplier's credit: a supplier invoice of its own, of units less than nothing, that another person releases."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.purchasing.purchase_order.billing import ExceedsBilled
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.drafting import UnknownLine
from services.purchasing.purchase_order.ledger import Ledger, credited, credited_tax
from services.purchasing.supplier_invoice.events import (
    SupplierInvoiceEvent,
    SupplierInvoiceRecorded,
)
from services.purchasing.supplier_invoice.matching import credit_variances, ordered_and_received
from services.purchasing.supplier_invoice.reading import SUPPLIER_INVOICE_AS_READ
from services.purchasing.supplier_invoice.recording import (
    CurrencyDiffers,
    DatedInFuture,
    LineStatedTwice,
    SupplierInvoiceUnknown,
    blocked,
    require_free_reference,
)
from services.purchasing.supplier_invoice.state import Approved, Blocked, NotRecorded, Rejected, SupplierInvoice
from services.purchasing.supplier_invoice.terms import CreditedUnits, InvoicedLine, InvoiceTerms
from shared.kernel.decider import Given
from shared.kernel.money import Money, price_of, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotOwed(Rejection):
    """Only what we owe is credited: reject what is blocked, and of a credit nothing is."""

    code = "purchasing.supplier-invoice.not-owed"


class ExceedsBilledTax(Rejection):
    """The credit takes back more tax than the invoice had and was not credited yet."""

    code = "purchasing.supplier-invoice.exceeds-billed-tax"
    ground = Ground.UNACCEPTABLE


@command
class RecordSupplierCredit:
    """Note what a supplier takes back of an invoice that we owe. Gives that invoice and its purchase order.

    `lines` and `tax` are what is taken back, as the supplier states it.
    """

    credits: str
    purchase_order_id: str
    supplier_reference: str
    lines: tuple[CreditedUnits, ...]
    tax: Money
    invoice_on: date
    by: str
    on: date


def record_supplier_credit(
    request: RecordSupplierCredit, credit: SupplierInvoice, given: Given
) -> list[SupplierInvoiceEvent]:
    """Waits for a person who did not record it: no receipt is there to hold it against."""
    require_free_reference(credit)
    billed = _owed(given.of(SUPPLIER_INVOICE_AS_READ, request.credits))
    _, ledger = ordered_and_received(given.of(PURCHASE_ORDER, request.purchase_order_id))
    terms = _terms(request, billed, ledger)
    return [
        SupplierInvoiceRecorded(terms=terms, recorded_on=request.on),
        blocked(terms, credit_variances(terms), request.on),
    ]


def _owed(invoice: SupplierInvoice) -> Approved:
    match invoice:
        case NotRecorded():
            raise SupplierInvoiceUnknown("nothing is recorded under this id")
        case Approved(terms=terms):
            if terms.credits:
                raise NotOwed("it is a credit itself")
            return invoice
        case Blocked():
            raise NotOwed("it is blocked")
        case Rejected(reason=reason):
            raise NotOwed(f"it was rejected: {reason}")
        case _:
            assert_never(invoice)


def _terms(request: RecordSupplierCredit, billed: Approved, ledger: Ledger) -> InvoiceTerms:
    invoice = billed.terms
    if request.invoice_on > request.on:
        raise DatedInFuture(f"{request.invoice_on} is after {request.on}", field="invoice_on")
    if request.tax.currency != invoice.tax.currency:
        raise CurrencyDiffers(f"the invoice is in {invoice.tax.currency}", field="tax.currency")
    line_nos = [line.purchase_line_no for line in request.lines]
    if len(set(line_nos)) != len(line_nos):
        raise LineStatedTwice("a purchase line is credited once per credit", field="lines")
    lines = tuple(_lines(request.lines, billed, ledger, request.credits))
    left = invoice.tax - credited_tax(ledger, request.credits, invoice.tax.currency)
    if request.tax > left:
        raise ExceedsBilledTax(f"{left} is left of what was billed", field="tax", billed=invoice.tax, left=left)
    net = total((line.net for line in lines), invoice.net.currency)
    return InvoiceTerms(
        supplier_id=invoice.supplier_id,
        purchase_order_id=invoice.purchase_order_id,
        supplier_reference=request.supplier_reference,
        lines=lines,
        net=net,
        tax=-request.tax,
        total=net - request.tax,
        invoice_on=request.invoice_on,
        due_on=max(invoice.due_on, request.invoice_on),
        recorded_by=request.by,
        credits=request.credits,
    )


def _lines(
    stated: Iterable[CreditedUnits], billed: Approved, ledger: Ledger, supplier_invoice_id: str
) -> Iterable[InvoicedLine]:
    """At the price that was billed: they are taken back at what they had been owed at.

    Counted on from what was credited before, so that the credits of a line add up to its net to the smallest unit.
    """
    known = {line.purchase_line_no: line for line in billed.terms.lines}
    for units in stated:
        line = known.get(units.purchase_line_no)
        if line is None:
            raise UnknownLine(f"line {units.purchase_line_no}", field="lines", line_no=units.purchase_line_no)
        before = credited(ledger, supplier_invoice_id, line.purchase_line_no)
        left = line.quantity - before
        if units.quantity > left:
            raise ExceedsBilled(
                f"line {line.purchase_line_no}: {units.quantity} credited, {left} left of what it bills",
                field="lines",
                line_no=line.purchase_line_no,
                left=left,
            )
        yield InvoicedLine(
            purchase_line_no=line.purchase_line_no,
            sku=line.sku,
            quantity=-units.quantity,
            unit_price=line.unit_price,
            net=price_of(line.unit_price, before, line.net.currency)
            - price_of(line.unit_price, before + units.quantity, line.net.currency),
        )
