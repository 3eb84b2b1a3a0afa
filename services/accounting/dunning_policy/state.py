"""The procedure in force, and how each fact changes it."""

from collections.abc import Iterable
from datetime import date
from typing import Final, assert_never

from services.accounting.debtor.state import primary
from services.accounting.dunning_policy.events import (
    BankReconciled,
    DunningLevel,
    DunningPolicyEvent,
    DunningPolicySet,
    Letterhead,
    LetterheadSet,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import state

COSTS: Final = "costs"
INTEREST: Final = "interest"
PRINCIPAL: Final = "principal"
CLEARED: Final = (COSTS, INTEREST, PRINCIPAL)
"""What money of a debtor may settle, in the order that holds by default (as in BGB §367)."""

MOST_DAYS_BEFORE: Final = 14
"""How long before its day an instalment may be reminded of: invoices announce theirs that early."""


@state
class DunningPolicy:
    """The procedure. `version` counts how often it was set; under version 0 nobody is dunned.

    `language`, a BCP 47 tag, is that of the levels' names, and of letters to debtors who chose none.

    Below `minimum_amounts`, by currency, no level is raised and no last interest claimed. Money settles in
    `clearing_order`. A debtor may promise `most_promises` times per case, each for a day within `promise_within_days`;
    who promises less than `least_promised_percent` of what the promise names is left in peace for that part only. A
    plan ends within `longest_plan_days`. Of charges alone they are reminded `charge_reminders` times,
    `charge_reminder_gap_days` after the letter before; then a person decides. A level that is reached after
    `bank_reconciled_until` waits until accounting has said that the bank is reconciled up to its day; where it never
    said so, none waits. Letters about what is overdue ask to be paid `pay_within_days`, on a working day, and the next
    one waits until that day has passed; with 0 they name none. `letterhead` is who writes them: as long as nobody has
    set it, they name neither a sender nor an account.
    """

    version: int
    remind_days_before: int
    levels: tuple[DunningLevel, ...]
    minimum_amounts: tuple[Money, ...]
    clearing_order: tuple[str, ...]
    most_promises: int
    promise_within_days: int
    holiday_country: str
    language: str
    least_promised_percent: int = 50
    longest_plan_days: int = 365
    charge_reminders: int = 2
    charge_reminder_gap_days: int = 14
    bank_reconciled_until: date | None = None
    pay_within_days: int = 0
    letterhead: Letterhead | None = None


DEFAULTS: Final = DunningPolicy(
    version=0,
    remind_days_before=0,
    levels=(),
    minimum_amounts=(),
    clearing_order=CLEARED,
    most_promises=2,
    promise_within_days=14,
    holiday_country="",
    language="en",
)


def evolve(policy: DunningPolicy, fact: DunningPolicyEvent) -> DunningPolicy:
    """The policy after the fact. Never refuses: what happened, happened."""
    match fact:
        case DunningPolicySet():
            return DunningPolicy(
                version=policy.version + 1,
                remind_days_before=fact.remind_days_before,
                levels=fact.levels,
                minimum_amounts=fact.minimum_amounts,
                clearing_order=fact.clearing_order,
                most_promises=fact.most_promises,
                promise_within_days=fact.promise_within_days,
                holiday_country=fact.holiday_country,
                bank_reconciled_until=policy.bank_reconciled_until,
                language=fact.language,
                least_promised_percent=fact.least_promised_percent,
                longest_plan_days=fact.longest_plan_days,
                charge_reminders=fact.charge_reminders,
                charge_reminder_gap_days=fact.charge_reminder_gap_days,
                pay_within_days=fact.pay_within_days,
                letterhead=policy.letterhead,
            )
        case LetterheadSet(letterhead=letterhead):
            return replace(policy, letterhead=letterhead)
        case BankReconciled(until=until):
            return replace(policy, bank_reconciled_until=until)
        case _:
            assert_never(fact)


def in_currency(amounts: Iterable[Money], currency: str) -> Money:
    """The amount that is set for the currency; nothing where none is."""
    return next((one for one in amounts if one.currency == currency), Money.zero(currency))


def name_of(policy: DunningPolicy, number: int, language: str) -> str:
    """What the level of that number is called in a language; empty where nobody said, or there is no such level now."""
    if number > len(policy.levels):
        return ""
    level, wanted = policy.levels[number - 1], primary(language)
    return level.names.get(wanted, level.name if wanted == primary(policy.language) else "")
