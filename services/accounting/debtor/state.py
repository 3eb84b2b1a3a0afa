"""What is known of a debtor, and how each fact changes it."""

from typing import Final, assert_never

from services.accounting.debtor.events import Addressee, DebtorAddressed, DebtorEvent
from shared.kernel.shapes import state

LANGUAGE: Final = "en"
"""The language of letters: there is one so far."""


@state
class Unheard:
    """Sales has not told of the customer."""


@state
class Known:
    """The customer can be written to."""

    addressee: Addressee


Debtor = Unheard | Known


def evolve(_: Debtor, fact: DebtorEvent) -> Debtor:
    """The debtor after the fact. Never refuses: what happened, happened."""
    match fact:
        case DebtorAddressed(addressee=addressee):
            return Known(addressee=addressee)
        case _:
            assert_never(fact)


def addressee_of(debtor: Debtor, customer_id: str) -> Addressee:
    """Whom to write to: by the customer's id, and by letter, while nothing is known of them."""
    match debtor:
        case Unheard():
            return Addressee(name=customer_id, email="", country="", language=LANGUAGE)
        case Known(addressee=addressee):
            return addressee
        case _:
            assert_never(debtor)
