"""What readers see of payables."""

from datetime import date
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Boolean, Date, Text

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.state import Credit, Debt, Hold, InPayment, NotOpened, Open, Paid, Payable
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["open", "due", "in-payment", "paid"]


@document
class PayableDocument:
    """A payable. Status: open, due (its day has come and nobody pays it), in-payment, paid (or cleared).

    While there are `holds` it is not paid; of one that is paid already they say why the money is to be claimed back.
    What it is `credited_by`, and is open, goes into the same payment; a credit names what it `credits`.
    """

    id: str
    status: Status
    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    owed: Money
    paid: Money
    due_on: date
    fell_due: bool
    supplier_payment_id: str
    paid_on: date | None
    held: bool = False
    holds: tuple[Hold, ...] = ()
    credits: str = ""
    credited_by: tuple[Credit, ...] = ()


def read(identity: str, payable: Payable) -> PayableDocument | None:
    """The payable, laid flat."""
    match payable:
        case NotOpened():
            return None
        case Open(debt=debt):
            return _shown(identity, debt, status="due" if debt.fell_due else "open")
        case InPayment(debt=debt, supplier_payment_id=holder):
            return _shown(identity, debt, status="in-payment", supplier_payment_id=holder)
        case Paid(debt=debt, supplier_payment_id=holder, paid_on=paid_on):
            return _shown(identity, debt, status="paid", supplier_payment_id=holder, paid_on=paid_on)
        case _:
            assert_never(payable)


def _shown(
    identity: str, debt: Debt, *, status: Status, supplier_payment_id: str = "", paid_on: date | None = None
) -> PayableDocument:
    return PayableDocument(
        id=identity,
        status=status,
        supplier_id=debt.supplier_id,
        purchase_order_id=debt.purchase_order_id,
        supplier_reference=debt.supplier_reference,
        owed=debt.owed,
        paid=debt.owed if status == "paid" else Money.zero(debt.owed.currency),
        due_on=debt.due_on,
        fell_due=debt.fell_due,
        supplier_payment_id=supplier_payment_id,
        paid_on=paid_on,
        held=bool(debt.holds),
        holds=debt.holds,
        credits=debt.credits,
        credited_by=debt.credited_by,
    )


PAYABLES: Final = DocumentView(
    name="payable",
    decider=PAYABLE,
    document=PayableDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "supplier_id": Shown(Text()),
        "currency": Shown(Text(), lambda payable: payable.owed.currency),
        "owed_minor": Shown(BigInteger(), lambda payable: payable.owed.minor),
        "due_on": Shown(Date()),
        "held": Shown(Boolean()),
    },
    filters=("status", "supplier_id", "currency", "due_on"),
    queues={
        "due": {"status": "due", "held": False},
        "held": {"status": ["open", "due", "in-payment"], "held": True},
        "to-claim-back": {"status": "paid", "held": True},
    },
    order_by=("id", "due_on"),
)
