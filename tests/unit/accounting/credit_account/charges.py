"""A dunning case for tests of credit: so much of its charges is open, in a currency."""

from datetime import date
from typing import Any

from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.events import ChargeClaimed, InvoiceWatched
from services.accounting.dunning_case.parts import WatchedInvoice
from shared.kernel.money import Money

CLAIMED_ON = date(2026, 4, 13)


def charged(minor: int, *more: int, currency: str = "USD") -> list[Any]:
    """The facts of a case that has claimed these amounts, and nothing else that counts."""
    nothing = Money.zero(currency)
    watched = WatchedInvoice(
        invoice_id="I-1", number="N-1", order_id="", contract_id="", instalments=(), disputed=nothing
    )
    facts: list[Any] = [InvoiceWatched(customer_id="ACME", currency=currency, invoice=watched, watched_on=CLAIMED_ON)]
    for number, amount in enumerate((minor, *more), start=1):
        facts.append(
            ChargeClaimed(
                charge_id=f"1.{number}.fee",
                kind="fee",
                case_no=1,
                level=number,
                amount=Money(minor=amount, currency=currency),
                interest_on=(),
                claimed_on=CLAIMED_ON,
            )
        )
    return facts


def case_with(minor: int, currency: str = "USD") -> dict[Any, Any]:
    """What decisions are given: the case as it stands."""
    name = f"ACME:{currency}"
    return {DUNNING_CASE.stream(name): DUNNING_CASE.fold(charged(minor, currency=currency))}
