"""What is known of a debtor, and how each fact changes it."""

from typing import assert_never

from services.accounting.debtor.events import Addressee, DebtorAddressed, DebtorEvent
from shared.kernel.records import replace
from shared.kernel.shapes import state
from shared.published.sales import LANGUAGES


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


def addressee_of(debtor: Debtor, customer_id: str, language: str) -> Addressee:
    """Whom to write to: by the customer's id, and by letter, while nothing is known of them.

    In `language` where they chose none, or one that there are no words in: sales may know more languages than we do.
    """
    match debtor:
        case Unheard():
            return Addressee(name=customer_id, email="", country="", language=language)
        case Known(addressee=addressee):
            return addressee if is_written(addressee.language) else replace(addressee, language=language)
        case _:
            assert_never(debtor)


def primary(language: str) -> str:
    """The language itself, without its region: `en` of `en-GB`."""
    return language.partition("-")[0]


def is_written(language: str) -> bool:
    """Whether letters are written in that language."""
    return primary(language) in LANGUAGES
