"""A supplier's invoice was approved and is owed; its day comes."""

from datetime import date
from typing import assert_never

from services.accounting.payable.events import PayableEvent, PayableFellDue, PayableOpened
from services.accounting.payable.state import InPayment, NotOpened, Open, Paid, Payable
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class OpenPayable:
    """Note what an approved supplier invoice makes us owe."""

    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    owed: Money
    due_on: date
    on: date
    credits: str = ""


@command
class FallDue:
    """The due date has come."""


def open_payable(request: OpenPayable, payable: Payable) -> list[PayableEvent]:
    """Heard again it changes nothing; an invoice of nothing is not owed."""
    match payable:
        case NotOpened():
            if not request.owed:
                return []
            return [
                PayableOpened(
                    supplier_id=request.supplier_id,
                    purchase_order_id=request.purchase_order_id,
                    supplier_reference=request.supplier_reference,
                    owed=request.owed,
                    due_on=request.due_on,
                    opened_on=request.on,
                    credits=request.credits,
                )
            ]
        case Open() | InPayment() | Paid():
            return []
        case _:
            assert_never(payable)


def fall_due(_: FallDue, payable: Payable) -> list[PayableEvent]:
    """What is paid by its day does not fall due."""
    match payable:
        case Open(debt=debt) | InPayment(debt=debt):
            return [] if debt.fell_due else [PayableFellDue(due_on=debt.due_on)]
        case NotOpened() | Paid():
            return []
        case _:
            assert_never(payable)
