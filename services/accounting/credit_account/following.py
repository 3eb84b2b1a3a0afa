"""How the credit account hears of invoices, money and charges: told by each fact that changes one.

Money and charges it reads itself: of a payment, or a dunning case, it counts what there is now.
"""

from collections.abc import Iterable
from datetime import date

from services.accounting.credit_account.charging import CountCharges
from services.accounting.credit_account.covering import CountMoney
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveInvoiceExposure
from services.accounting.dunning_case.journalising import debtor_of
from services.accounting.dunning_case.reading import DUNNING_CASE_AS_READ
from services.accounting.invoice.events import Debt
from services.accounting.payment.reading import PAYMENT_AS_READ
from shared.kernel.decider import Send


def move_exposure(invoice_id: str, debt: Debt, because: str, on: date) -> Send:
    """The command to the debtor's credit account that counts an invoice at what is owed of it now."""
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=invoice_id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because=because,
        on=on,
    )
    return Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))


def count_off(payment_id: str, customer_id: str, currency: str, because: str, on: date) -> Iterable[Send]:
    """The command to the customer's credit account; none while nobody knows whose money it is."""
    if customer_id:
        command = CountMoney(customer_id=customer_id, payment_id=payment_id, currency=currency, because=because, on=on)
        yield Send(command, CREDIT_ACCOUNT.stream(customer_id), given=(PAYMENT_AS_READ.stream(payment_id),))


def count_charges(case_id: str, because: str, on: date) -> Send:
    """The command to the debtor's credit account."""
    command = CountCharges(case_id=case_id, because=because, on=on)
    return Send(command, CREDIT_ACCOUNT.stream(debtor_of(case_id)), given=(DUNNING_CASE_AS_READ.stream(case_id),))
