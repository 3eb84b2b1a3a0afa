"""A reminder written out: plain text in the addressee's language, amounts and days as their country writes them."""

from datetime import date

from babel.core import Locale
from babel.dates import format_date
from babel.localedata import exists
from babel.numbers import format_currency

from services.accounting.debtor.events import Addressee
from services.accounting.dunning_case.account import BEFORE_DUE, FEE, INTEREST
from services.accounting.dunning_case.events import ReminderIssued
from services.accounting.dunning_case.parts import RemindedCharge, RemindedInstalment
from services.accounting.dunning_policy.events import BankAccount, Letterhead
from services.accounting.dunning_policy.heading import is_iban
from services.accounting.reminder.words import Words, words_in
from shared.kernel.money import Money


def subject_of(issued: ReminderIssued) -> str:
    """What the letter is about, in one line."""
    words = words_in(issued.addressee.language)
    numbers = ", ".join(dict.fromkeys(one.invoice_number for one in issued.instalments))
    if issued.level == BEFORE_DUE:
        return words.subject_before_due.format(numbers=numbers)
    return words.subject.format(
        level=_level(issued.level, issued.level_name, words), numbers=numbers or words.only_charges
    )


def text_of(issued: ReminderIssued) -> str:
    """The letter. An invoice is listed by instalment."""
    words, locale = words_in(issued.addressee.language), locale_of(issued.addressee)
    listed = [
        *(_instalment(one, issued, words, locale) for one in issued.instalments),
        *(_charge(one, words, locale) for one in issued.charges),
    ]
    lines = [
        *_sender(issued.letterhead),
        words.salutation.format(name=issued.addressee.name),
        "",
        _opening(issued, words),
        "",
        *(f"  {line}" for line in listed),
        "",
        words.total.format(amount=_money(issued.total, locale)),
        "",
        *_how_to_pay(issued, words, locale),
        *((words.credit_stopped, "") if issued.stops_credit else ()),
        words.disregard,
        "",
        words.reference.format(customer=issued.customer_id),
    ]
    return "\n".join(lines) + "\n"


def _sender(letterhead: Letterhead | None) -> list[str]:
    return [] if letterhead is None else [letterhead.name, *letterhead.address, ""]


def _how_to_pay(issued: ReminderIssued, words: Words, locale: Locale) -> list[str]:
    """Until when, to which account, and with what of theirs that is here already: what of it is known."""
    lines: list[str] = []
    if issued.on_account is not None:
        lines += [words.on_account.format(amount=_money(issued.on_account, locale)), ""]
    if issued.pay_by is not None:
        lines += [words.pay_by.format(day=_day(issued.pay_by, locale)), ""]
    head = issued.letterhead
    for account in head.accounts if head is not None else ():
        if account.currency == issued.total.currency and head is not None:
            lines += [words.pay_to.format(name=head.name), *(f"  {line}" for line in _account(account, words)), ""]
    return lines


def _account(account: BankAccount, words: Words) -> list[str]:
    """As banks write it: an IBAN in groups of four."""
    if is_iban(account.number):
        groups = " ".join(account.number[start : start + 4] for start in range(0, len(account.number), 4))
        number = words.iban.format(number=groups)
    else:
        number = words.account.format(number=account.number)
    bic = words.bic.format(bic=account.bic) if account.bic else ""
    return [line for line in (number, bic, account.bank) if line]


def _opening(issued: ReminderIssued, words: Words) -> str:
    if issued.level == BEFORE_DUE:
        return words.before_due
    return words.overdue.format(level=_level(issued.level, issued.level_name, words))


def _level(level: int, name: str, words: Words) -> str:
    """As the policy calls it in this language, else by its number."""
    return name or words.level.format(number=level)


def _instalment(one: RemindedInstalment, issued: ReminderIssued, words: Words, locale: Locale) -> str:
    """With its own level, where that is another than the letter's."""
    line = words.instalment.format(
        number=one.invoice_number, day=_day(one.due_on, locale), amount=_money(one.open, locale)
    )
    if one.level in (BEFORE_DUE, issued.level):
        return line
    return words.at_level.format(instalment=line, level=_level(one.level, one.level_name, words))


def _charge(charge: RemindedCharge, words: Words, locale: Locale) -> str:
    said = {FEE: words.fee, INTEREST: words.interest}
    return said[charge.kind].format(amount=_money(charge.open, locale))


def locale_of(addressee: Addressee) -> Locale:
    """How days and amounts are written: as the tag's own region does, else as the addressee's country does.

    As the language alone does where the two are not known together. Source: the locales of CLDR.
    """
    language, _, region = addressee.language.partition("-")
    places = (f"{language}_{place}" for place in (region, addressee.country) if place)
    return Locale.parse(next((place for place in places if exists(place)), language))


def _day(day: date, locale: Locale) -> str:
    return format_date(day, format="long", locale=locale)


def _money(amount: Money, locale: Locale) -> str:
    return format_currency(amount.amount, amount.currency, locale=locale)
