"""Opening a customer's account, and knowing the customer by name."""

from datetime import date
from typing import assert_never

from services.accounting.credit_account.events import AccountOpened, CreditAccountEvent, CustomerNamed
from services.accounting.credit_account.state import CreditAccount, Open, Unopened
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class AccountUnknown(Rejection):
    """Neither this customer nor an order of theirs has been heard of."""

    code = "accounting.credit-account.unknown"
    ground = Ground.NOT_FOUND


@command
class OpenAccount:
    """A customer was registered."""

    customer_name: str
    currency: str
    on: date


@command
class NameCustomer:
    """A customer's name was put right."""

    customer_name: str


def open_account(request: OpenAccount, account: CreditAccount) -> list[CreditAccountEvent]:
    """An account that an order opened keeps its currency: contracts are in the customer's, so both agree."""
    match account:
        case Unopened():
            return [AccountOpened(customer_name=request.customer_name, currency=request.currency, opened_on=request.on)]
        case Open(customer_name=request.customer_name):
            return []
        case Open():
            return [CustomerNamed(customer_name=request.customer_name)]
        case _:
            assert_never(account)


def name_customer(request: NameCustomer, account: CreditAccount) -> list[CreditAccountEvent]:
    """A customer's own facts come in order, so one that is unknown here was never registered."""
    match account:
        case Unopened() | Open(customer_name=request.customer_name):
            return []
        case Open():
            return [CustomerNamed(customer_name=request.customer_name)]
        case _:
            assert_never(account)
