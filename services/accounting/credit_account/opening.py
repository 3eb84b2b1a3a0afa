"""Opening a customer's account, and knowing the customer by name."""

from datetime import date
from typing import assert_never

from services.accounting.credit_account.events import AccountOpened, CreditAccountEvent, CustomerNamed, LimitSet
from services.accounting.credit_account.state import CreditAccount, Open, Unopened
from services.accounting.credit_policy.decider import CREDIT_POLICY, MAIN
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class AccountUnknown(Rejection):
    """Neither this customer nor an order of theirs has been heard of."""

    code = "accounting.credit-account.unknown"
    ground = Ground.NOT_FOUND


@command
class OpenAccount:
    """A customer was registered. Given the credit policy."""

    customer_name: str
    currency: str
    on: date


@command
class NameCustomer:
    """A customer's name was put right."""

    customer_name: str


def open_account(request: OpenAccount, account: CreditAccount, given: Given) -> list[CreditAccountEvent]:
    """An account that an order opened keeps its currency: contracts are in the customer's, so both agree."""
    match account:
        case Unopened():
            return newly_opened(request.customer_name, request.currency, request.on, given)
        case Open(customer_name=request.customer_name):
            return []
        case Open():
            return [CustomerNamed(customer_name=request.customer_name)]
        case _:
            assert_never(account)


def newly_opened(customer_name: str, currency: str, on: date, given: Given) -> list[CreditAccountEvent]:
    """With the limit that the credit policy has for its currency, set by who set the policy; else without a limit."""
    opened = AccountOpened(customer_name=customer_name, currency=currency, opened_on=on)
    policy = given.of(CREDIT_POLICY, MAIN)
    limit = policy.limit_in(currency)
    if limit is None:
        return [opened]
    reason = f"credit policy, version {policy.version}"
    return [opened, LimitSet(limit=limit, reason=reason, set_by=policy.set_by, set_on=on)]


def name_customer(request: NameCustomer, account: CreditAccount) -> list[CreditAccountEvent]:
    """A customer's own facts come in order, so one that is unknown here was never registered."""
    match account:
        case Unopened() | Open(customer_name=request.customer_name):
            return []
        case Open():
            return [CustomerNamed(customer_name=request.customer_name)]
        case _:
            assert_never(account)
