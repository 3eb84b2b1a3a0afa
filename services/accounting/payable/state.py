"""The stages of a payable's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.accounting.payable.events import (
    PayableEvent,
    PayableFellDue,
    PayableGivenBack,
    PayableOpened,
    PayablePaid,
    PayableReopened,
    PayableTaken,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Debt:
    """What is owed to whom, and whether its day has come."""

    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    owed: Money
    due_on: date
    fell_due: bool


@state
class NotOpened:
    """No approved invoice was heard of."""


@state
class Open:
    """Owed, and in nobody's payment."""

    debt: Debt


@state
class InPayment:
    """Owed, and taken into a payment that is not sent yet."""

    debt: Debt
    supplier_payment_id: str


@state
class Paid:
    """The bank has our order."""

    debt: Debt
    supplier_payment_id: str
    paid_on: date


Payable = NotOpened | Open | InPayment | Paid


def evolve(payable: Payable, fact: PayableEvent) -> Payable:
    """The payable after the fact. Never refuses: what happened, happened."""
    match fact:
        case PayableOpened():
            return Open(
                debt=Debt(
                    supplier_id=fact.supplier_id,
                    purchase_order_id=fact.purchase_order_id,
                    supplier_reference=fact.supplier_reference,
                    owed=fact.owed,
                    due_on=fact.due_on,
                    fell_due=False,
                )
            )
        case PayableFellDue() | PayableTaken() | PayableGivenBack() | PayablePaid() | PayableReopened():
            match payable:
                case NotOpened():
                    return payable
                case Open() | InPayment() | Paid():
                    return _moved_on(payable, fact)
                case _:
                    assert_never(payable)
        case _:
            assert_never(fact)


def _moved_on(
    payable: Open | InPayment | Paid,
    fact: PayableFellDue | PayableTaken | PayableGivenBack | PayablePaid | PayableReopened,
) -> Payable:
    match fact:
        case PayableFellDue():
            return replace(payable, debt=replace(payable.debt, fell_due=True))
        case PayableTaken(supplier_payment_id=supplier_payment_id):
            return InPayment(debt=payable.debt, supplier_payment_id=supplier_payment_id)
        case PayableGivenBack() | PayableReopened():
            return Open(debt=payable.debt)
        case PayablePaid(supplier_payment_id=supplier_payment_id, paid_on=paid_on):
            return Paid(debt=payable.debt, supplier_payment_id=supplier_payment_id, paid_on=paid_on)
        case _:
            assert_never(fact)
