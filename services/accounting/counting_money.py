"""How the credit account hears of money on account: told by each fact that changes it, it reads the payment itself."""

from collections.abc import Iterable
from datetime import date

from services.accounting.credit_account.covering import CountMoney
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.payment.reading import PAYMENT_AS_READ
from shared.kernel.decider import Send


def count_off(payment_id: str, customer_id: str, currency: str, because: str, on: date) -> Iterable[Send]:
    """The command to the customer's credit account; none while nobody knows whose money it is."""
    if customer_id:
        command = CountMoney(customer_id=customer_id, payment_id=payment_id, currency=currency, because=because, on=on)
        yield Send(command, CREDIT_ACCOUNT.stream(customer_id), given=(PAYMENT_AS_READ.stream(payment_id),))
