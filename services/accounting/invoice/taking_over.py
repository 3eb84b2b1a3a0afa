"""Taking over what a customer owed before the company kept its books here: the invoice keeps its number and dates."""

import re
from datetime import date
from typing import Final, assert_never

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.state import Open, Unopened
from services.accounting.invoice.events import InvoiceEvent, InvoiceTakenOver
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld
from shared.kernel.clock import derived_id
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

OWN_NUMBER: Final = re.compile(r"(INV|CN|DN)-[0-9]{4}-[0-9]+")


class NothingOwed(Rejection):
    """What is taken over is an amount above zero."""

    code = "accounting.invoice.nothing-owed"
    ground = Ground.UNACCEPTABLE


class DatesContradict(Rejection):
    """An invoice is written today or earlier, and due on its day or later."""

    code = "accounting.invoice.dates-contradict"
    ground = Ground.UNACCEPTABLE


class NumberOfOurs(Rejection):
    """The number belongs to a series of this company, which gives its numbers without a gap."""

    code = "accounting.invoice.number-of-ours"
    ground = Ground.UNACCEPTABLE


class NumberTaken(Rejection):
    """Another invoice was taken over under this number."""

    code = "accounting.invoice.number-taken"


class DebtorUnknown(Rejection):
    """Accounting has not heard of this customer."""

    code = "accounting.invoice.debtor-unknown"
    ground = Ground.UNACCEPTABLE


@command
class TakeOverInvoice:
    """Note an open item of the books before. Given the customer's credit account."""

    number: str
    customer_id: str
    amount: Money
    invoiced_on: date
    due_on: date
    by: str
    on: date


def taken_over_id(number: str) -> str:
    """The id of an invoice that keeps its number: it can be taken over once."""
    return str(derived_id("invoice", "taken over", number))


def take_over_invoice(request: TakeOverInvoice, invoice: Invoice, given: Given) -> list[InvoiceEvent]:
    """Once per number; the same item again changes nothing."""
    match invoice:
        case NotPosted():
            _check(request, given)
            return [
                InvoiceTakenOver(
                    number=request.number,
                    customer_id=request.customer_id,
                    amount=request.amount,
                    invoiced_on=request.invoiced_on,
                    due_on=request.due_on,
                    taken_over_by=request.by,
                    taken_over_on=request.on,
                )
            ]
        case Posted(customer_id=customer_id, total=amount, posted_on=posted_on, instalments=(due, *_)):
            known = (customer_id, amount, posted_on, due.due_on)
            if known == (request.customer_id, request.amount, request.invoiced_on, request.due_on):
                return []
            raise NumberTaken(f"{request.number} is over {amount}, of {posted_on}", field="number")
        case Withheld() | Posted():
            raise NumberTaken(f"another invoice has the number {request.number}", field="number")
        case _:
            assert_never(invoice)


def _check(request: TakeOverInvoice, given: Given) -> None:
    if request.amount.minor <= 0:
        raise NothingOwed(f"{request.amount} is not above zero", field="amount.minor")
    if request.invoiced_on > request.on:
        raise DatesContradict(f"{request.invoiced_on} is after {request.on}", field="invoiced_on")
    if request.due_on < request.invoiced_on:
        raise DatesContradict(f"{request.due_on} is before {request.invoiced_on}", field="due_on")
    if OWN_NUMBER.fullmatch(request.number):
        raise NumberOfOurs(f"{request.number} is a number of ours", field="number")
    account = given.of(CREDIT_ACCOUNT, request.customer_id)
    match account:
        case Unopened():
            raise DebtorUnknown(f"customer {request.customer_id} was never heard of", field="customer_id")
        case Open():
            return
        case _:
            assert_never(account)
