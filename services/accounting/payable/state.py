"""The stages of a payable's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.accounting.payable.events import (
    HoldName,
    PayableCredited,
    PayableCreditSettled,
    PayableEvent,
    PayableFellDue,
    PayableGivenBack,
    PayableHeld,
    PayableOpened,
    PayablePaid,
    PayableReleased,
    PayableReopened,
    PayableTaken,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Hold:
    """Why it is not to be paid, and who says so since when."""

    name: HoldName
    reason: str
    by: str
    on: date


@part
class Credit:
    """What the supplier credits of it, and whether that is still to be taken off."""

    credit_id: str
    supplier_reference: str
    is_open: bool


@part
class Debt:
    """What is owed to whom, whether its day has come, and what keeps it from being paid: one hold of a name.

    `credits` is the payable that this one credits; `credited_by` are those that credit this one.
    """

    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    owed: Money
    due_on: date
    fell_due: bool
    holds: tuple[Hold, ...] = ()
    credits: str = ""
    credited_by: tuple[Credit, ...] = ()


@state
class NotOpened:
    """No approved invoice was heard of; what would hold or credit it is kept."""

    holds: tuple[Hold, ...] = ()
    credited_by: tuple[Credit, ...] = ()


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
    """The bank has our order to pay it, or it was cleared."""

    debt: Debt
    supplier_payment_id: str
    paid_on: date


Payable = NotOpened | Open | InPayment | Paid


def holds_of(payable: Payable) -> tuple[Hold, ...]:
    """What keeps it from being paid, at whatever stage it is."""
    return payable.holds if isinstance(payable, NotOpened) else payable.debt.holds


def hold_named(payable: Payable, name: HoldName) -> Hold | None:
    """The hold of that name; None where it is not held so."""
    return next((hold for hold in holds_of(payable) if hold.name == name), None)


def credits_of(payable: Payable) -> tuple[Credit, ...]:
    """What credits it, at whatever stage it is."""
    return payable.credited_by if isinstance(payable, NotOpened) else payable.debt.credited_by


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
                    holds=holds_of(payable),
                    credits=fact.credits,
                    credited_by=credits_of(payable),
                )
            )
        case PayableHeld(hold=name, reason=reason, held_by=by, held_on=on):
            hold = Hold(name=name, reason=reason, by=by, on=on)
            return _keeping(payable, (*_but(payable, name), hold), credits_of(payable))
        case PayableReleased(hold=name):
            return _keeping(payable, _but(payable, name), credits_of(payable))
        case PayableCredited(credit_id=credit_id, supplier_reference=reference):
            others = (one for one in credits_of(payable) if one.credit_id != credit_id)
            credit = Credit(credit_id=credit_id, supplier_reference=reference, is_open=True)
            return _keeping(payable, holds_of(payable), (*others, credit))
        case PayableCreditSettled(credit_id=credit_id):
            settled = (
                replace(one, is_open=False) if one.credit_id == credit_id else one for one in credits_of(payable)
            )
            return _keeping(payable, holds_of(payable), tuple(settled))
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


def _but(payable: Payable, name: HoldName) -> tuple[Hold, ...]:
    return tuple(hold for hold in holds_of(payable) if hold.name != name)


def _keeping(payable: Payable, holds: tuple[Hold, ...], credited_by: tuple[Credit, ...]) -> Payable:
    """What holds and credits it from now on, which is kept before it is opened, too."""
    match payable:
        case NotOpened():
            return NotOpened(holds=holds, credited_by=credited_by)
        case Open(debt=debt) | InPayment(debt=debt) | Paid(debt=debt):
            return replace(payable, debt=replace(debt, holds=holds, credited_by=credited_by))
        case _:
            assert_never(payable)


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
