"""What can happen to the dunning policy. Stored for ever: change by a new version and an upcaster, never in place."""

from dataclasses import field
from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class DunningLevel:
    """A step of the procedure.

    It is reached when the oldest overdue instalment is so many days past due, and so many working days have passed
    since the level before. The fee is charged once, in the currencies that have one; interest is per year on what is
    overdue. `stops_credit` holds the debtor's new orders, and goods that have not left, until a person lifts the stop;
    `holds_credit` new orders until the case is resolved. `names` is what it is called in letters of other languages
    than the policy's, by language.
    """

    name: str
    days_past_due: int
    gap_working_days: int
    fees: tuple[Money, ...]
    interest_percent: Decimal
    stops_credit: bool
    holds_credit: bool = False
    names: dict[str, str] = field(default_factory=dict)


@event("dunning_policy.set")
class DunningPolicySet:
    """This is the procedure from now on, all of it. Who chose no language is written to in `language`."""

    remind_days_before: int
    levels: tuple[DunningLevel, ...]
    minimum_amounts: tuple[Money, ...]
    clearing_order: tuple[str, ...]
    most_promises: int
    promise_within_days: int
    holiday_country: str
    set_by: str
    set_on: date
    language: str = "en"
    least_promised_percent: int = 50
    longest_plan_days: int = 365
    charge_reminders: int = 2
    charge_reminder_gap_days: int = 14
    pay_within_days: int = 0


@part
class BankAccount:
    """An account of ours that debts in its currency are paid to: `number` is an IBAN where its country has them.

    `bic` and `bank`, its name, are empty where a payer needs neither.
    """

    currency: str
    number: str
    bank: str
    bic: str = ""


@part
class Letterhead:
    """Who writes to debtors, with the lines of the address, and where they are to pay."""

    name: str
    address: tuple[str, ...]
    accounts: tuple[BankAccount, ...]


@event("dunning_policy.letterhead-set")
class LetterheadSet:
    """Letters are written in that name from now on, and ask to be paid to these accounts."""

    letterhead: Letterhead
    set_by: str
    set_on: date


@event("dunning_policy.bank-reconciled")
class BankReconciled:
    """All money that came in up to that day, included, is noted; None: nobody says so any more."""

    until: date | None
    noted_by: str
    noted_on: date


DunningPolicyEvent = DunningPolicySet | LetterheadSet | BankReconciled
