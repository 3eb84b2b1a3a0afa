"""How the dunning case hears of invoices and money: told by each fact that changes one, it reads it itself."""

from collections.abc import Iterable
from datetime import date

from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.holding import WatchPayment
from services.accounting.dunning_case.state import case_id
from services.accounting.dunning_case.watching import WatchInvoice
from services.accounting.dunning_policy.decider import THE_POLICY
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import Debt
from services.accounting.payment.reading import PAYMENT_AS_READ
from shared.kernel.decider import Send


def watch_money(payment_id: str, customer_id: str, currency: str, on: date) -> Iterable[Send]:
    """The command to the debtor's case about money of theirs; none while nobody knows whose it is."""
    if customer_id:
        command = WatchPayment(payment_id=payment_id, customer_id=customer_id, currency=currency, on=on)
        case = DUNNING_CASE.stream(case_id(customer_id, currency))
        yield Send(command, case, given=(PAYMENT_AS_READ.stream(payment_id), THE_POLICY))


def watch(invoice_id: str, debt: Debt, on: date, *, paid_on: date | None = None) -> Send:
    """The command to the debtor's case; `paid_on` where money came off the invoice."""
    currency = debt.overdue.currency
    command = WatchInvoice(
        invoice_id=invoice_id, customer_id=debt.customer_id, currency=currency, on=on, paid_on=paid_on
    )
    case = DUNNING_CASE.stream(case_id(debt.customer_id, currency))
    return Send(command, case, given=(INVOICE.stream(invoice_id), THE_POLICY))
