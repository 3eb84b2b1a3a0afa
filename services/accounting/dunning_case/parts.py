"""The pieces that the facts and states of a dunning case are made of. Stored with them for ever."""

from datetime import date
from decimal import Decimal
from typing import Final

from shared.kernel.money import Money
from shared.kernel.shapes import part

LEGAL: Final = "legal"
AGENCY: Final = "agency"
"""Who collects it instead of us: a lawyer, or a collection agency."""
CHARGES: Final = "charges"
NO_LEVEL: Final = "no-level"
MONEY_ON_ACCOUNT: Final = "money-on-account"
TOO_LITTLE: Final = "too-little"
"""Why a case is left to a person."""


@part
class OwedInstalment:
    """An instalment with something open."""

    instalment_no: int
    due_on: date
    open: Money


@part
class WatchedInvoice:
    """An invoice of which an instalment is near or overdue: all that is open of it, and what of that is in dispute."""

    invoice_id: str
    number: str
    order_id: str
    contract_id: str
    instalments: tuple[OwedInstalment, ...]
    disputed: Money


@part
class InterestBasis:
    """What interest was reckoned on: days of 365 to a year, from the day after due or after the interest before."""

    invoice_id: str
    instalment_no: int
    principal: Money
    from_day: date
    until: date
    percent: Decimal


@part
class Clearing:
    """An amount that settles a charge."""

    charge_id: str
    amount: Money


@part
class RemindedInstalment:
    """An instalment as a reminder lists it. `level` is its own, `level_name` that level's in the addressee's language.

    0: before due, or of a letter of the time when every instalment had the level of its letter.
    """

    invoice_id: str
    invoice_number: str
    instalment_no: int
    due_on: date
    open: Money
    level: int = 0
    level_name: str = ""


@part
class RaisedInstalment:
    """An instalment that came to a level of its own. `stops_credit`, `holds_credit`: that level, or one before it."""

    invoice_id: str
    instalment_no: int
    level: int
    name: str
    is_last: bool
    stops_credit: bool
    holds_credit: bool


@part
class RemindedCharge:
    """A charge as a reminder lists it."""

    charge_id: str
    kind: str
    open: Money


@part
class PlannedInstalment:
    """What a debtor agreed to pay by a day."""

    due_on: date
    amount: Money


@part
class LostInvoice:
    """What is to be given up of an invoice."""

    invoice_id: str
    invoice_number: str
    amount: Money


@part
class Block:
    """A person holds the case until that day, included."""

    reason: str
    until: date
    blocked_by: str


@part
class Promise:
    """What the debtor promised, of what they owed then; all of that rests, or only as much as was promised.

    `charges_paid` is what had come off other charges by then: money of theirs that these take later is paid as well.
    """

    promise_no: int
    amount: Money
    due_on: date
    invoice_ids: tuple[str, ...]
    charge_ids: tuple[str, ...]
    owed: Money
    covers_all: bool = True
    charges_paid: Money | None = None


@part
class Reached:
    """How far the procedure had come when it last wrote about something, `on` the day of that level.

    `letter_no` is the number of that letter.

    `stops_credit` and `holds_credit`: whether that level, or one before it, does.
    """

    case_no: int
    level: int
    name: str
    on: date
    is_last: bool
    stops_credit: bool
    holds_credit: bool
    letter_no: int = 0


@part
class LyingLetter:
    """A letter of which the case does not know that it left, and the instalments that it names, by `place_of`."""

    reminder_no: int
    level: int
    places: tuple[str, ...]


@part
class PastCase:
    """A case that was resolved after a level was raised: what comes back with its debt when money does not stay.

    `continues` are the cases before it that it went on from, `written_on` the day of its last letter, which asked to
    pay until `pay_by`.
    """

    case_no: int
    continues: tuple[int, ...]
    reached: Reached
    written_on: date | None
    charge_reminders: int
    promises_made: int
    promises_broken: int
    promises_taken_back: int
    plans_made: int
    plans_broken: int
    write_offs_made: int
    hand_overs_made: int
    pay_by: date | None = None


@part
class PaymentPlan:
    """The instalments that pay what was owed when they were agreed. `charges_paid`: as of a promise."""

    plan_no: int
    instalments: tuple[PlannedInstalment, ...]
    invoice_ids: tuple[str, ...]
    charge_ids: tuple[str, ...]
    owed: Money
    charges_paid: Money | None = None


@part
class HandOver:
    """Who collects it instead of us: `to` legal (a lawyer) or agency (a collection agency), and what they were given.

    `principal` is what was dunned of these invoices then, `charges` what was open of these charges.
    """

    hand_over_no: int
    to: str
    name: str
    reference: str
    reason: str
    principal: Money
    charges: Money
    invoice_ids: tuple[str, ...]
    handed_over_by: str
    handed_over_on: date
    charge_ids: tuple[str, ...] = ()


@part
class WriteOff:
    """What somebody gives up on, until somebody else decides."""

    write_off_no: int
    invoices: tuple[LostInvoice, ...]
    charges: tuple[Clearing, ...]
    amount: Money
    reason: str
    proposed_by: str
    with_interest: bool = True
