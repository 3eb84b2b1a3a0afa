"""What readers see of invoices."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Boolean, Date, Text

from services.accounting.invoice.balances import ChargeBalance, InstalmentBalance, LineBalance
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.state import (
    RECLAIM,
    TAKEN_OVER,
    Invoice,
    NotPosted,
    Posted,
    Withheld,
)
from shared.kernel.money import Money, total
from shared.kernel.shapes import document, part
from shared.projections.figure import Figure
from shared.projections.view import DocumentView, Shown

BILLED: Final = "invoice"
RETURN_CHARGE: Final = "return-charge"

Status = Literal["withheld", "posted", "partly-credited", "credited"]
Owed = Literal["open", "part-paid", "paid", "written-off"]
Settlement = Owed | Literal["none"]
Kind = Literal["invoice", "taken-over", "reclaim", "return-charge"]


@part
class ShownLine:
    """A billed line; percent and tax are empty until the invoice is posted. `creditable` units are not credited yet."""

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str
    tax_percent: Decimal | None
    tax: Money | None
    creditable: Decimal


@part
class ShownCharge:
    """A billed amount beside the goods. Of a withheld invoice `net` is the amount as the order states it."""

    charge_no: int
    kind: str
    description: str
    net: Money
    tax_code: str
    tax_percent: Decimal | None
    tax: Money | None


@part
class ShownInstalment:
    """A part of the total. Settlement: open, part-paid, paid (by money or credit notes), written-off.

    `let_off` is a small difference that counts as paid, where there is one.
    """

    instalment_no: int
    due_on: date
    amount: Money
    settled: Money
    credited: Money
    written_off: Money
    open: Money
    settlement: Owed
    overdue: bool
    let_off: Money | None = None


@document
class InvoiceDocument:
    """An invoice. Status: withheld, posted, partly-credited, credited.

    Settlement: none, open, part-paid, paid, written-off. `due_on` is the next unpaid due date.
    Amounts of a withheld invoice are not known yet. Kind: invoice; taken-over, from the books before these; reclaim, of
    what was refunded of the payment `reclaims_payment_id` that the bank then took back; return-charge, of a repair, or
    of goods that were kept, of the return `return_id`. `let_off` is what of it
    counts as paid by the settlement policy, being a small difference, where there is one.
    """

    invoice_id: str
    number: str
    status: Status
    settlement: Settlement
    overdue: bool
    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    currency: str
    lines: tuple[ShownLine, ...]
    charges: tuple[ShownCharge, ...]
    net: Money | None
    tax: Money | None
    total: Money | None
    open: Money | None
    overdue_amount: Money | None
    credited: Money | None
    disputed: Money | None
    written_off: Money | None
    instalments: tuple[ShownInstalment, ...]
    payment_ids: tuple[str, ...]
    credit_note_ids: tuple[str, ...]
    delivered_on: date
    posted_on: date | None
    due_on: date | None
    withheld_because: str
    kind: Kind = BILLED
    reclaims_payment_id: str = ""
    return_id: str = ""
    let_off: Money | None = None


def read(invoice_id: str, invoice: Invoice) -> InvoiceDocument | None:
    """The invoice, laid flat."""
    match invoice:
        case NotPosted():
            return None
        case Withheld():
            return _withheld(invoice_id, invoice)
        case Posted():
            return _posted(invoice_id, invoice)
        case _:
            assert_never(invoice)


def _withheld(invoice_id: str, invoice: Withheld) -> InvoiceDocument:
    return InvoiceDocument(
        invoice_id=invoice_id,
        number="",
        status="withheld",
        settlement="none",
        overdue=False,
        order_id=invoice.order_id,
        contract_id=invoice.contract_id,
        customer_id=invoice.customer_id,
        shipment_id=invoice.shipment_id,
        currency=invoice.currency,
        lines=tuple(
            ShownLine(
                line_no=line.line_no,
                sku=line.sku,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                net=line.net,
                tax_code=line.tax_code,
                tax_percent=None,
                tax=None,
                creditable=Decimal(0),
            )
            for line in invoice.lines
        ),
        charges=tuple(
            ShownCharge(
                charge_no=number,
                kind=charge.kind,
                description=charge.description,
                net=charge.amount,
                tax_code=charge.tax_code if charge.is_taxed else "",
                tax_percent=None,
                tax=None,
            )
            for number, charge in enumerate(invoice.charges, start=1)
        ),
        net=None,
        tax=None,
        total=None,
        open=None,
        overdue_amount=None,
        credited=None,
        disputed=None,
        written_off=None,
        instalments=(),
        payment_ids=(),
        credit_note_ids=(),
        delivered_on=invoice.delivered_on,
        posted_on=None,
        due_on=None,
        withheld_because=invoice.reason,
        kind=RETURN_CHARGE if invoice.return_id else BILLED,
        return_id=invoice.return_id,
    )


def _posted(invoice_id: str, invoice: Posted) -> InvoiceDocument:
    debt, due = invoice.debt, invoice.next_due
    paid = total((one.settled for one in invoice.instalments), invoice.total.currency)
    return InvoiceDocument(
        invoice_id=invoice_id,
        number=invoice.number,
        status=_status(invoice),
        settlement=_settlement(debt.open, paid, invoice.written_off),
        overdue=bool(debt.overdue),
        order_id=invoice.order_id,
        contract_id=invoice.contract_id,
        customer_id=invoice.customer_id,
        shipment_id=invoice.shipment_id,
        currency=invoice.total.currency,
        lines=tuple(_line(balance) for balance in invoice.lines),
        charges=tuple(_charge(balance) for balance in invoice.charges),
        net=invoice.net,
        tax=invoice.tax,
        total=invoice.total,
        open=debt.open,
        overdue_amount=debt.overdue,
        credited=invoice.credited,
        disputed=invoice.disputed,
        written_off=invoice.written_off,
        instalments=tuple(_instalment(one) for one in invoice.instalments),
        payment_ids=tuple(invoice.settlements),
        credit_note_ids=tuple(invoice.taken_back),
        delivered_on=invoice.delivered_on,
        posted_on=invoice.posted_on,
        due_on=None if due is None else due.due_on,
        withheld_because="",
        kind=_kind(invoice),
        reclaims_payment_id=invoice.reclaims_payment_id,
        return_id=invoice.return_id,
        let_off=invoice.let_off or None,
    )


def _kind(invoice: Posted) -> Kind:
    if invoice.is_billed:
        return BILLED
    if invoice.return_id:
        return RETURN_CHARGE
    return TAKEN_OVER if invoice.is_taken_over else RECLAIM


def _status(invoice: Posted) -> Status:
    if not invoice.credited:
        return "posted"
    return "credited" if invoice.credited == invoice.total else "partly-credited"


def _settlement(is_open: Money, paid: Money, lost: Money) -> Owed:
    if not is_open:
        return "written-off" if lost else "paid"
    return "part-paid" if paid else "open"


def _line(balance: LineBalance) -> ShownLine:
    line = balance.line
    return ShownLine(
        line_no=line.line_no,
        sku=line.sku,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        net=line.net,
        tax_code=line.tax_code,
        tax_percent=line.tax_percent,
        tax=line.tax,
        creditable=balance.creditable,
    )


def _charge(balance: ChargeBalance) -> ShownCharge:
    charge = balance.charge
    return ShownCharge(
        charge_no=charge.charge_no,
        kind=charge.kind,
        description=charge.description,
        net=charge.net,
        tax_code=charge.tax_code,
        tax_percent=charge.tax_percent,
        tax=charge.tax,
    )


def _instalment(balance: InstalmentBalance) -> ShownInstalment:
    return ShownInstalment(
        instalment_no=balance.instalment_no,
        due_on=balance.due_on,
        amount=balance.amount,
        settled=balance.settled,
        credited=balance.credited,
        written_off=balance.written_off,
        open=balance.open,
        settlement=_settlement(balance.open, balance.settled, balance.written_off),
        overdue=balance.fell_due and bool(balance.open),
        let_off=balance.let_off or None,
    )


INVOICES: Final = DocumentView(
    name="invoice",
    decider=INVOICE,
    document=InvoiceDocument,
    read=read,
    columns={
        "number": Shown(Text()),
        "status": Shown(Text()),
        "settlement": Shown(Text()),
        "overdue": Shown(Boolean()),
        "kind": Shown(Text()),
        "customer_id": Shown(Text()),
        "order_id": Shown(Text()),
        "contract_id": Shown(Text()),
        "return_id": Shown(Text()),
        "due_on": Shown(Date()),
        "currency": Shown(Text()),
        "total_minor": Shown(BigInteger(), lambda shown: shown.total.minor if shown.total else 0),
        "open_minor": Shown(BigInteger(), lambda shown: shown.open.minor if shown.open else 0),
    },
    filters=("customer_id", "order_id", "contract_id", "return_id", "number", "status", "settlement", "kind"),
    queues={
        "withheld": {"status": "withheld"},
        "open": {"settlement": ["open", "part-paid"]},
        "overdue": {"overdue": True},
        "reclaims": {"kind": RECLAIM, "settlement": ["open", "part-paid"]},
    },
    order_by=("id", "due_on", "number"),
)

RECEIVABLES: Final = (
    Figure(
        name="o2c_receivables_minor",
        says="What customers owe, in minor units",
        labels=("currency",),
        query="SELECT currency, sum(open_minor) FROM invoice GROUP BY 1",
    ),
    Figure(
        name="o2c_receivables_overdue_minor",
        says="What customers owe on invoices of which something is overdue, in minor units",
        labels=("currency",),
        query="SELECT currency, coalesce(sum(open_minor) FILTER (WHERE overdue), 0) FROM invoice GROUP BY 1",
    ),
    Figure(
        name="o2c_days_sales_outstanding",
        says="DSO: what customers owe, in days of the last 90 days' invoiced sales",
        labels=("currency",),
        query="""
            SELECT currency, sum(open_minor) * 90.0 / sum(total_minor) FILTER (WHERE posted_on > current_date - 90)
            FROM (SELECT currency, open_minor, total_minor, (document->>'posted_on')::date AS posted_on
                FROM invoice WHERE status <> 'withheld' AND kind IS DISTINCT FROM 'reclaim') AS posted
            GROUP BY 1 HAVING sum(total_minor) FILTER (WHERE posted_on > current_date - 90) > 0
        """,
    ),
)
