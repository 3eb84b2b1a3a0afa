"""Which invoices an amount settles: those that the payer names, then whatever the customer owes, oldest first.

What the customer contests comes last, unless they name it: money without a name is for what they do not deny to owe.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import assert_never

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.state import Open, Unopened
from services.accounting.invoice.balances import with_contested
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.state import NotPosted, Posted, Withheld
from services.accounting.payment.events import Allocation
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part


@part
class OpenItem:
    """An instalment with something open; so much of that is `contested`."""

    invoice_id: str
    number: str
    due_on: date
    amount: Money
    contested: Money


def posted(invoice_id: str, given: Given) -> Posted | None:
    """The invoice, once it is owed."""
    invoice = given.of(INVOICE, invoice_id)
    match invoice:
        case Posted():
            return invoice
        case NotPosted() | Withheld():
            return None
        case _:
            assert_never(invoice)


def is_customer(customer_id: str, given: Given) -> bool:
    """Whether accounting has heard of the customer: then they have a credit account."""
    if not customer_id:
        return False
    account = given.of(CREDIT_ACCOUNT, customer_id)
    match account:
        case Unopened():
            return False
        case Open():
            return True
        case _:
            assert_never(account)


def owner_of(invoice_ids: Iterable[str], given: Given) -> str:
    """The one customer who owes all of these; empty when there is none or they owe different ones of them."""
    invoices = (posted(invoice_id, given) for invoice_id in invoice_ids)
    owners = {invoice.customer_id for invoice in invoices if invoice is not None}
    return owners.pop() if len(owners) == 1 else ""


def match_invoices(
    amount: Money, customer_id: str, *, named: Sequence[str], others: Sequence[str], after_no: int, given: Given
) -> tuple[Allocation, ...]:
    """What the amount settles, one allocation per invoice, numbered on from `after_no`.

    Invoices of other customers and in other currencies are left alone, whoever named them. An invoice fills its own
    instalments in order of their due dates, so that one amount per invoice says all.
    """
    amounts: dict[str, Money] = {}
    numbers: dict[str, str] = {}
    left = amount
    first = _oldest_first(named, customer_id, amount.currency, given)
    then = _oldest_first([one for one in others if one not in named], customer_id, amount.currency, given)
    for item, due in (
        *((item, item.amount) for item in first),
        *((item, item.amount - item.contested) for item in then),
        *((item, item.contested) for item in then),
    ):
        taken = min(left, due)
        if taken:
            amounts[item.invoice_id] = amounts.get(item.invoice_id, Money.zero(amount.currency)) + taken
            numbers[item.invoice_id] = item.number
            left = left - taken
    return tuple(
        Allocation(
            allocation_no=after_no + position,
            invoice_id=invoice_id,
            invoice_number=numbers[invoice_id],
            amount=settled,
        )
        for position, (invoice_id, settled) in enumerate(amounts.items(), start=1)
    )


def from_its_day(allocation: Allocation, came_on: date, given: Given) -> Allocation:
    """Money that came before its invoice was owed, or owed again, is on account until then."""
    invoice = posted(allocation.invoice_id, given)
    if invoice is None or invoice.booked_on <= came_on:
        return allocation
    return replace(allocation, settles_on=invoice.booked_on)


def _oldest_first(invoice_ids: Iterable[str], customer_id: str, currency: str, given: Given) -> list[OpenItem]:
    items = [
        item
        for invoice_id in dict.fromkeys(invoice_ids)
        if (invoice := posted(invoice_id, given)) is not None
        and (invoice.customer_id, invoice.total.currency) == (customer_id, currency)
        for item in _open_items(invoice_id, invoice)
    ]
    return sorted(items, key=lambda item: (item.due_on, item.number))


def _open_items(invoice_id: str, invoice: Posted) -> Iterable[OpenItem]:
    for one, contested in with_contested(invoice.instalments, invoice.disputed):
        if one.open:
            yield OpenItem(
                invoice_id=invoice_id, number=invoice.number, due_on=one.due_on, amount=one.open, contested=contested
            )
