"""Settling what is owed with money that came in, and owing it again when the money did not stay."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, assert_never

from services.accounting.dunning_policy.state import MOST_DAYS_BEFORE
from services.accounting.invoice.balances import InstalmentBalance
from services.accounting.invoice.differing import difference_restored, small_difference
from services.accounting.invoice.events import (
    Allocation,
    AmountReopened,
    AmountSettled,
    InstalmentFellDue,
    InstalmentNearsDue,
    InvoiceEvent,
)
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld, debt_after, posted_after
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

NEAR: Final = timedelta(days=MOST_DAYS_BEFORE)


class ExceedsOpenAmount(Rejection):
    """More would be settled than is open."""

    code = "accounting.invoice.exceeds-open-amount"


class NothingSettled(Rejection):
    """An allocation needs an amount above zero."""

    code = "accounting.invoice.nothing-settled"
    ground = Ground.UNACCEPTABLE


class InstalmentUnknown(Rejection):
    """The invoice has no instalment of this number."""

    code = "accounting.invoice.instalment-unknown"
    ground = Ground.UNACCEPTABLE


class SettledInCurrency(Rejection):
    """An invoice is settled in its own currency."""

    code = "accounting.invoice.other-currency"
    ground = Ground.UNACCEPTABLE


class SettledOtherwise(Rejection):
    """This payment already settles another amount of the invoice; a further allocation needs an id of its own."""

    code = "accounting.invoice.settled-otherwise"


@command
class SettleInvoice:
    """Allocate money to one instalment, or to the oldest due first when none is named; `paid_on`: as in the fact.

    `is_all`: nothing is left of the payment, so that what is missing may be a small difference; given the settlement
    policy. `payment_id` names the settlement: asked again under it nothing more is settled, and reopening takes back
    all of it.
    """

    payment_id: str
    instalment_no: int | None
    amount: Money
    on: date
    paid_on: date | None = None
    is_all: bool = False


@command
class ReopenAmount:
    """What that payment settled is owed again: it bounced, or its allocation was wrong."""

    payment_id: str
    reason: str
    on: date


@command
class NoteFallenDue:
    """A due date has passed."""

    on: date


@command
class NoteNearDue:
    """A due date is near."""

    on: date


def settle_invoice(request: SettleInvoice, invoice: Invoice, given: Given) -> list[InvoiceEvent]:
    """Never more than is open: what is left over stays on the payment. What is missing may be let off with it."""
    match invoice:
        case NotPosted() | Withheld():
            raise InvoiceUnknown("it is not posted")
        case Posted():
            if request.amount.currency != invoice.total.currency:
                raise SettledInCurrency(f"it is in {invoice.total.currency}", field="amount.currency")
            if request.amount.minor <= 0:
                raise NothingSettled(f"{request.amount} is not above zero", field="amount.minor")
            if (before := invoice.settlements.get(request.payment_id)) is not None:
                settled = total((one.amount for one in before), request.amount.currency)
                if settled == request.amount:
                    return []
                raise SettledOtherwise(f"it settles {settled}", settled=settled)
            return _settled(request, invoice, given)
        case _:
            assert_never(invoice)


def _settled(request: SettleInvoice, invoice: Posted, given: Given) -> list[InvoiceEvent]:
    allocations = _allocated(request, invoice)
    missing = small_difference(request.payment_id, allocations, invoice, request.on, given) if request.is_all else []
    for fact in missing:
        invoice = posted_after(invoice, fact)
    settlement = AmountSettled(
        payment_id=request.payment_id,
        amount=request.amount,
        allocations=allocations,
        debt=invoice.debt,
        settled_on=request.on,
        contested_by=tuple(invoice.disputes),
        paid_on=request.paid_on,
    )
    return [*missing, replace(settlement, debt=debt_after(invoice, settlement))]


def reopen_amount(request: ReopenAmount, invoice: Invoice) -> list[InvoiceEvent]:
    """A payment that settles nothing here changes nothing. What was let off of those instalments is owed again too."""
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted(settlements=settlements):
            allocations = settlements.get(request.payment_id)
            if allocations is None:
                return []
            owed_again = difference_restored(invoice, allocations, request.reason, request.on)
            for fact in owed_again:
                invoice = posted_after(invoice, fact)
            reopening = AmountReopened(
                payment_id=request.payment_id,
                amount=total((one.amount for one in allocations), invoice.total.currency),
                allocations=allocations,
                debt=invoice.debt,
                reason=request.reason,
                reopened_on=request.on,
                contested_by=invoice.contested_when_paid,
            )
            return [*owed_again, replace(reopening, debt=debt_after(invoice, reopening))]
        case _:
            assert_never(invoice)


def note_fallen_due(request: NoteFallenDue, invoice: Invoice) -> list[InvoiceEvent]:
    """An instalment is overdue from the day after its due date, as long as something of it is open."""
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted(instalments=instalments):
            facts: list[InvoiceEvent] = []
            current = invoice
            for one in instalments:
                if one.fell_due or not one.open or one.due_on >= request.on:
                    continue
                fallen = InstalmentFellDue(
                    instalment_no=one.instalment_no, due_on=one.due_on, amount=one.open, debt=current.debt
                )
                fallen = replace(fallen, debt=debt_after(current, fallen))
                current = posted_after(current, fallen)
                facts.append(fallen)
            return facts
        case _:
            assert_never(invoice)


def note_near_due(request: NoteNearDue, invoice: Invoice) -> list[InvoiceEvent]:
    """So early that a reminder may go out in time; once per instalment, as long as something of it is open."""
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted(instalments=instalments, debt=debt):
            return [
                InstalmentNearsDue(instalment_no=one.instalment_no, due_on=one.due_on, amount=one.open, debt=debt)
                for one in instalments
                if comes_near(one, invoice.posted_on) and nears_due_on(one, invoice.posted_on) <= request.on
            ]
        case _:
            assert_never(invoice)


def comes_near(instalment: InstalmentBalance, posted_on: date) -> bool:
    """Whether its day is still to come near: what is due at once never does."""
    told = instalment.neared_due or instalment.fell_due
    return bool(instalment.open) and not told and nears_due_on(instalment, posted_on) < instalment.due_on


def nears_due_on(instalment: InstalmentBalance, posted_on: date) -> date:
    """From which day it is near due: never on the day of the invoice itself, which is reminder enough."""
    return max(instalment.due_on - NEAR, posted_on + timedelta(days=1))


def _allocated(request: SettleInvoice, invoice: Posted) -> tuple[Allocation, ...]:
    candidates = _candidates(request.instalment_no, invoice)
    is_open = total((one.open for one in candidates), invoice.total.currency)
    if request.amount > is_open:
        raise ExceedsOpenAmount(f"{is_open} is open", field="amount.minor", open=is_open)
    return spread(request.amount, candidates)


def _candidates(instalment_no: int | None, invoice: Posted) -> tuple[InstalmentBalance, ...]:
    if instalment_no is None:
        return invoice.instalments
    chosen = tuple(one for one in invoice.instalments if one.instalment_no == instalment_no)
    if not chosen:
        raise InstalmentUnknown(f"it has {len(invoice.instalments)}", field="instalment_no")
    return chosen


def spread(amount: Money, instalments: Iterable[InstalmentBalance]) -> tuple[Allocation, ...]:
    """The amount over what is open of the instalments, each filled before the next; what exceeds them is left out."""
    allocations: list[Allocation] = []
    left = amount
    for one in instalments:
        part = min(left, one.open)
        if part.minor > 0:
            allocations.append(Allocation(instalment_no=one.instalment_no, amount=part))
            left = left - part
    return tuple(allocations)
