"""Following the debtor's invoices: each stands in the case as it stands on its own stream."""

from datetime import date
from typing import assert_never

from services.accounting.dunning_case.claiming import interest_until_paid
from services.accounting.dunning_case.concluding import broken_pauses, concluded
from services.accounting.dunning_case.events import DunningCaseEvent, InvoiceWatched
from services.accounting.dunning_case.parts import OwedInstalment, WatchedInvoice
from services.accounting.dunning_case.resting import agreed_invoices
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched, evolve
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.state import NotPosted, Posted, Withheld
from shared.kernel.decider import Given
from shared.kernel.shapes import command


@command
class WatchInvoice:
    """Something happened to the invoice. Given the invoice and the dunning policy.

    `paid_on` is the day on which money came off it, where that is what happened; noted later, it may be before `on`.
    """

    invoice_id: str
    customer_id: str
    currency: str
    on: date
    paid_on: date | None = None


def watch_invoice(request: WatchInvoice, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """From the day that an instalment of it comes near until nothing of it is open; never refused.

    One that only has instalments left whose day is not near is forgotten until it is, unless a plan or a promise is to
    be kept about it: the rest of it is what they agreed on.
    """
    invoice = given.of(INVOICE, request.invoice_id)
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted():
            watched = _as_it_stands(request.invoice_id, invoice, is_agreed=request.invoice_id in agreed_invoices(case))
        case _:
            assert_never(invoice)
    match case:
        case Unwatched():
            is_known = not watched.instalments
        case Watched(account=account) | Running(account=account):
            known = account.invoices.get(request.invoice_id)
            is_known = known == watched if known is not None else not watched.instalments
        case _:
            assert_never(case)
    policy = given.of(DUNNING_POLICY, MAIN)
    if is_known:
        return concluded(case, [], policy, request.on, paid_on=request.paid_on)
    fact = InvoiceWatched(
        customer_id=request.customer_id, currency=request.currency, invoice=watched, watched_on=request.on
    )
    if request.paid_on is None:
        return concluded(case, [fact], policy, request.on)
    broken = list(broken_pauses(case, policy, request.paid_on, [fact]))
    for one in broken:  # first: a plan that was paid too late bears interest
        case = evolve(case, one)
    facts: list[DunningCaseEvent] = [*interest_until_paid(case, watched, policy, request.paid_on), fact]
    return [*broken, *concluded(case, facts, policy, request.on, paid_on=request.paid_on)]


def _as_it_stands(invoice_id: str, invoice: Posted, *, is_agreed: bool) -> WatchedInvoice:
    is_shown = is_agreed or any(one.open and (one.neared_due or one.fell_due) for one in invoice.instalments)
    return WatchedInvoice(
        invoice_id=invoice_id,
        number=invoice.number,
        order_id=invoice.order_id,
        contract_id=invoice.contract_id,
        instalments=tuple(
            OwedInstalment(instalment_no=one.instalment_no, due_on=one.due_on, open=one.open)
            for one in invoice.instalments
            if is_shown and one.open
        ),
        disputed=invoice.disputed,
    )
