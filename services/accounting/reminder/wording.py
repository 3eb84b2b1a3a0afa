"""The words of a reminder: plain text, amounts and days written as the addressee's language and country do."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_currency

from services.accounting.debtor.events import Addressee
from services.accounting.dunning_case.account import BEFORE_DUE, FEE, INTEREST
from services.accounting.dunning_case.events import ReminderIssued
from shared.kernel.money import Money

_CHARGES: Final[Mapping[str, str]] = MappingProxyType({FEE: "reminder fee", INTEREST: "interest on late payment"})


def subject_of(issued: ReminderIssued) -> str:
    """What the letter is about, in one line."""
    if issued.level == BEFORE_DUE:
        return "Upcoming payment: " + ", ".join(_numbers(issued))
    return f"{issued.level_name}: {', '.join(_numbers(issued)) or 'open charges'}"


def text_of(issued: ReminderIssued) -> str:
    """The letter. An invoice is listed by instalment."""
    locale = locale_of(issued.addressee)
    lines = [
        f"Dear {issued.addressee.name},",
        "",
        *_opening(issued),
        "",
        *(
            f"  invoice {one.invoice_number}, due {_day(one.due_on, locale)}: {_money(one.open, locale)}"
            for one in issued.instalments
        ),
        *(f"  {_CHARGES[one.kind]}: {_money(one.open, locale)}" for one in issued.charges),
        "",
        f"In all: {_money(issued.total, locale)}",
        "",
        "If you have paid in the meantime, please disregard this letter. If you contest an invoice, please tell us.",
        "",
        f"Your reference: {issued.customer_id}",
    ]
    return "\n".join(lines) + "\n"


def _opening(issued: ReminderIssued) -> Iterable[str]:
    if issued.level == BEFORE_DUE:
        yield "this is to remind you that the following will soon be due:"
    else:
        yield f"{issued.level_name}: the following is overdue. Please pay it without delay."


def _numbers(issued: ReminderIssued) -> list[str]:
    return list(dict.fromkeys(one.invoice_number for one in issued.instalments))


def locale_of(addressee: Addressee) -> Locale:
    """The addressee's language as it is written in their country; the language alone where that is not known."""
    found = Locale.negotiate([f"{addressee.language}_{addressee.country}", addressee.language], _known())
    return found or Locale(addressee.language)


def _known() -> Iterable[str]:
    return ("en", "en_AU", "en_CA", "en_DE", "en_GB", "en_IE", "en_IN", "en_NZ", "en_SG", "en_US")


def _day(day: date, locale: Locale) -> str:
    return format_date(day, format="long", locale=locale)


def _money(amount: Money, locale: Locale) -> str:
    return format_currency(amount.amount, amount.currency, locale=locale)
