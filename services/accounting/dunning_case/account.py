"""What a debtor owes: their invoices as they stand, and the charges that were claimed from them."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from typing import Final, assert_never

from services.accounting.dunning_case.events import (
    CaseResolved,
    ChargeClaimed,
    ChargesReopened,
    ChargesSettled,
    ChargeWaived,
    InterestAccrued,
    InvoiceWatched,
    LetterLeft,
    ReminderIssued,
    RemindersOvertaken,
    WaiverProposed,
    WaiverRefused,
)
from services.accounting.dunning_case.events_of_endings import WriteOffApproved
from services.accounting.dunning_case.parts import (
    Clearing,
    InterestBasis,
    LyingLetter,
    PastCase,
    Reached,
    WatchedInvoice,
)
from services.accounting.invoice.balances import with_contested
from shared.kernel.mappings import without
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part

APPROVED: Final = "approved"
REFUSED: Final = "refused"
FEE: Final = "fee"
INTEREST: Final = "interest"
BEFORE_DUE: Final = 0


@part
class ChargeWaiver:
    """Who wants so much of a charge waived, and why. Older ones may be without an `amount`: of all that is open."""

    reason: str
    proposed_by: str
    amount: Money | None = None


@part
class Charge:
    """A fee or interest, and what came off it. `waiver_refused`: so the last decision about a waiver."""

    charge_id: str
    kind: str
    case_no: int
    level: int
    amount: Money
    settled: Money
    waived: Money
    written_off: Money
    claimed_on: date
    waiver: ChargeWaiver | None
    interest_on: tuple[InterestBasis, ...] = ()
    waiver_refused: bool = False

    @property
    def open(self) -> Money:
        """What is still owed of it."""
        return self.amount - self.settled - self.waived - self.written_off


@part
class DunnedInstalment:
    """What of an overdue instalment may be dunned."""

    invoice_id: str
    invoice_number: str
    instalment_no: int
    due_on: date
    amount: Money


@part
class DebtorAccount:
    """The debtor's side of the case, which goes on from one case to the next.

    `settlements` are the payments' clearings of charges; `reminded` the instalments that a reminder before due was
    written for that is not withdrawn, and `interest_until` the day up to which interest was claimed or has accrued,
    both by `place_of`: that day outlives the instalment, which may be owed again. `accrued` is the interest that ran
    until money came off, as long as it is neither claimed nor given up. `write_off_decided` is how the last write-off
    was: approved, refused, or empty while it waits or where there was none. `reached` is how far each instalment was
    dunned, by `place_of`, and outlives it as well: money may not stay. What was written off (`given_up`, as long as it
    is watched) was dunned in vain, and that is forgotten.
    `back_on` is when what had been settled was owed again, by `place_of`. `letters_left` are the numbers of the levels'
    letters that are on their way, and `lying` the letters that may not have left.
    """

    customer_id: str
    currency: str
    invoices: dict[str, WatchedInvoice]
    charges: dict[str, Charge]
    settlements: dict[str, tuple[Clearing, ...]]
    reminded: tuple[str, ...]
    interest_until: dict[str, date]
    last_case_no: int
    last_reminder_no: int
    review_on: date | None
    accrued: tuple[InterestBasis, ...] = ()
    write_off_decided: str = ""
    reached: dict[str, Reached] = field(default_factory=dict)
    past_cases: tuple[PastCase, ...] = ()
    letters_left: tuple[int, ...] = ()
    back_on: dict[str, date] = field(default_factory=dict)
    given_up: tuple[str, ...] = ()
    lying: tuple[LyingLetter, ...] = ()

    @property
    def nothing(self) -> Money:
        """No money, in the debtor's currency."""
        return Money.zero(self.currency)

    def overdue(self, on: date) -> Money:
        """All of the invoices whose day has passed, also what is in dispute."""
        return total((overdue_of(one, on) for one in self.invoices.values()), self.currency)

    def dunned(self, on: date) -> tuple[DunnedInstalment, ...]:
        """What may be dunned: overdue and not in dispute. What is in dispute comes off the oldest instalments."""
        return tuple(dunned for invoice in self.invoices.values() for dunned in dunned_of(invoice, on))

    def principal(self, on: date) -> Money:
        """All that may be dunned, without charges."""
        return total((one.amount for one in self.dunned(on)), self.currency)

    @property
    def open_charges(self) -> tuple[Charge, ...]:
        """Charges with something open, oldest first."""
        return tuple(charge for charge in self.charges.values() if charge.open)

    @property
    def charged(self) -> Money:
        """What is open of all charges."""
        return total((charge.open for charge in self.open_charges), self.currency)

    @property
    def accrued_of_settled(self) -> tuple[InterestBasis, ...]:
        """What accrued on instalments of which nothing is open any more."""
        still = self.places
        return tuple(one for one in self.accrued if place_of(one.invoice_id, one.instalment_no) not in still)

    @property
    def places(self) -> frozenset[str]:
        """What is owed, by `place_of`."""
        return frozenset(place for invoice in self.invoices.values() for place in places_of(invoice))

    @property
    def overtaken(self) -> tuple[LyingLetter, ...]:
        """Reminders before due that need not leave, case or none: nothing of what they name is owed any more."""
        return tuple(one for one in self.lying if one.level == BEFORE_DUE and self.places.isdisjoint(one.places))

    @property
    def lying_in_vain(self) -> tuple[LyingLetter, ...]:
        """What need not leave once the case is resolved: all but reminders before due of what is still owed."""
        return tuple(one for one in self.lying if one.level or self.places.isdisjoint(one.places))

    def level_of(self, invoice_id: str, instalment_no: int) -> int:
        """How far the instalment was dunned itself; 0 before its first level."""
        reached = self.reached.get(place_of(invoice_id, instalment_no))
        return reached.level if reached is not None else 0

    def past_case(self, case_no: int) -> PastCase | None:
        """The resolved case of that number, or the last one that went on from it."""
        found = None
        for past in self.past_cases:
            if case_no == past.case_no or (found is not None and found.case_no in past.continues):
                found = past
        return found

    def owed_of(self, invoice_ids: tuple[str, ...], charge_ids: tuple[str, ...]) -> Money:
        """What is still open of these invoices and charges."""
        invoices = (open_of(self.invoices[name]) for name in invoice_ids if name in self.invoices)
        charges = (self.charges[name].open for name in charge_ids if name in self.charges)
        return total((*invoices, *charges), self.currency)

    def paid_of_other_charges(self, charge_ids: tuple[str, ...]) -> Money:
        """What money has come off all charges but these."""
        others = (charge.settled for name, charge in self.charges.items() if name not in charge_ids)
        return total(others, self.currency)


def place_of(invoice_id: str, instalment_no: int) -> str:
    """What an instalment is known by within the account."""
    return f"{invoice_id}#{instalment_no}"


def invoice_of(place: str) -> str:
    """The invoice of an instalment that is known by that; empty for none."""
    return place.partition("#")[0]


def places_of(invoice: WatchedInvoice) -> tuple[str, ...]:
    """Its instalments that are watched."""
    return tuple(place_of(invoice.invoice_id, one.instalment_no) for one in invoice.instalments)


def open_of(invoice: WatchedInvoice) -> Money:
    """What is open of the invoice's instalments that are watched."""
    return total((one.open for one in invoice.instalments), invoice.disputed.currency)


def overdue_of(invoice: WatchedInvoice, on: date) -> Money:
    """What of the invoice is overdue: its day is before this one."""
    return total((one.open for one in invoice.instalments if one.due_on < on), invoice.disputed.currency)


def dunned_of(invoice: WatchedInvoice, on: date) -> Iterable[DunnedInstalment]:
    """What of the invoice may be dunned on that day."""
    for one, taken in with_contested(invoice.instalments, invoice.disputed):
        if one.due_on < on and taken < one.open:
            yield DunnedInstalment(
                invoice_id=invoice.invoice_id,
                invoice_number=invoice.number,
                instalment_no=one.instalment_no,
                due_on=one.due_on,
                amount=one.open - taken,
            )


def interest_from(account: DebtorAccount, invoice_id: str, instalment_no: int, due_on: date) -> date:
    """The day up to which interest on the instalment is claimed or has accrued already, or its due day."""
    return account.interest_until.get(place_of(invoice_id, instalment_no), due_on)


AccountEvent = (
    InvoiceWatched
    | ChargeClaimed
    | InterestAccrued
    | ReminderIssued
    | ChargesSettled
    | ChargesReopened
    | WaiverProposed
    | ChargeWaived
    | WaiverRefused
    | WriteOffApproved
    | LetterLeft
    | RemindersOvertaken
    | CaseResolved
)


def opened_account(fact: InvoiceWatched) -> DebtorAccount:
    """The account of a debtor who was never heard of, with their first invoice."""
    account = DebtorAccount(
        customer_id=fact.customer_id,
        currency=fact.currency,
        invoices={},
        charges={},
        settlements={},
        reminded=(),
        interest_until={},
        last_case_no=0,
        last_reminder_no=0,
        review_on=None,
    )
    return booked(account, fact)


def booked(account: DebtorAccount, fact: AccountEvent) -> DebtorAccount:
    """The account after the fact."""
    match fact:
        case InvoiceWatched(invoice=invoice, watched_on=watched_on):
            return _watched(account, invoice, watched_on)
        case ChargeClaimed():
            return _claimed(account, fact)
        case InterestAccrued(interest_on=bases):
            return replace(
                account, accrued=(*account.accrued, *bases), interest_until=_reckoned(account.interest_until, bases)
            )
        case ReminderIssued():
            places = tuple(place_of(one.invoice_id, one.instalment_no) for one in fact.instalments)
            reminded = (*account.reminded, *places) if fact.level == BEFORE_DUE else account.reminded
            letter = LyingLetter(reminder_no=fact.reminder_no, level=fact.level, places=places)
            # What no case came of by then is of no case: one who pays in time has not all their letters remembered.
            lying = (*(one for one in account.lying if one not in account.overtaken), letter)
            return replace(account, last_reminder_no=fact.reminder_no, reminded=reminded, lying=lying)
        case RemindersOvertaken(reminder_nos=numbers):
            return _withdrawn(account, tuple(one for one in account.lying if one.reminder_no in numbers))
        case ChargesSettled(settlement_id=settlement_id, clearings=clearings):
            settled = {**account.settlements, settlement_id: clearings}
            return replace(account, charges=_cleared(account, clearings, sign=1), settlements=settled)
        case ChargesReopened(settlement_id=settlement_id, clearings=clearings):
            kept = without(account.settlements, settlement_id)
            return replace(account, charges=_cleared(account, clearings, sign=-1), settlements=kept)
        case WaiverProposed(charge_id=charge_id, reason=reason, proposed_by=person, amount=amount):
            waiver = ChargeWaiver(reason=reason, proposed_by=person, amount=amount)
            return _changed(account, charge_id, waiver=waiver, waiver_refused=False)
        case WaiverRefused(charge_id=charge_id):
            return _changed(account, charge_id, waiver=None, waiver_refused=True)
        case ChargeWaived(charge_id=charge_id, amount=amount):
            waived = account.charges[charge_id].waived + amount
            return _changed(account, charge_id, waived=waived, waiver=None)
        case WriteOffApproved():
            return _written_off(account, fact)
        case LetterLeft(reminder_no=number):
            lying = tuple(one for one in account.lying if one.reminder_no != number)
            return replace(account, letters_left=(*account.letters_left, number), lying=lying)
        case CaseResolved():
            # By the rule, not by the numbers: cases that were resolved before had none.
            return replace(_withdrawn(account, account.lying_in_vain), accrued=())
        case _:
            assert_never(fact)


def _withdrawn(account: DebtorAccount, letters: tuple[LyingLetter, ...]) -> DebtorAccount:
    """What a reminder before due named was settled: where that does not stay, the debtor is reminded of it anew."""
    settled = {place for one in letters if one.level == BEFORE_DUE for place in one.places}
    return replace(
        account,
        lying=tuple(one for one in account.lying if one not in letters),
        reminded=tuple(place for place in account.reminded if place not in settled),
    )


def _watched(account: DebtorAccount, invoice: WatchedInvoice, on: date) -> DebtorAccount:
    """An invoice with nothing open is forgotten, but for the days that interest was reckoned for: it may be back."""
    others = without(account.invoices, invoice.invoice_id)
    if invoice.instalments:
        back = (place for place in places_of(invoice) if place in account.reached and place not in account.places)
        back_on = {**account.back_on, **dict.fromkeys(back, on)}
        return replace(account, invoices={**others, invoice.invoice_id: invoice}, back_on=back_on)
    of_it, reached = f"{invoice.invoice_id}#", account.reached
    if invoice.invoice_id in account.given_up:
        reached = {place: one for place, one in reached.items() if not place.startswith(of_it)}
    return replace(
        account,
        invoices=others,
        reached=reached,
        reminded=tuple(place for place in account.reminded if not place.startswith(of_it)),
        given_up=tuple(name for name in account.given_up if name != invoice.invoice_id),
    )


def _claimed(account: DebtorAccount, fact: ChargeClaimed) -> DebtorAccount:
    charge = Charge(
        charge_id=fact.charge_id,
        kind=fact.kind,
        case_no=fact.case_no,
        level=fact.level,
        amount=fact.amount,
        settled=account.nothing,
        waived=account.nothing,
        written_off=account.nothing,
        claimed_on=fact.claimed_on,
        waiver=None,
        interest_on=fact.interest_on,
    )
    return replace(
        account,
        charges={**account.charges, fact.charge_id: charge},
        interest_until=_reckoned(account.interest_until, fact.interest_on),
        accrued=tuple(one for one in account.accrued if one not in fact.interest_on),
    )


def _reckoned(until: dict[str, date], bases: tuple[InterestBasis, ...]) -> dict[str, date]:
    """A day once reckoned for is never reckoned for again, in whatever order what accrued is claimed."""
    after = dict(until)
    for one in bases:
        place = place_of(one.invoice_id, one.instalment_no)
        after[place] = max(after.get(place, one.until), one.until)
    return after


def _written_off(account: DebtorAccount, fact: WriteOffApproved) -> DebtorAccount:
    for one in fact.charges:
        gone = account.charges[one.charge_id].written_off + one.amount
        account = _changed(account, one.charge_id, written_off=gone)
    given_up = {lost.invoice_id for lost in fact.invoices}
    account = replace(account, write_off_decided=APPROVED, given_up=tuple(sorted(given_up)))
    if not fact.with_interest:
        return account
    return replace(account, accrued=tuple(one for one in account.accrued if one.invoice_id not in given_up))


def _cleared(account: DebtorAccount, clearings: tuple[Clearing, ...], *, sign: int) -> dict[str, Charge]:
    charges = dict(account.charges)
    for one in clearings:
        charge = charges[one.charge_id]
        charges[one.charge_id] = replace(charge, settled=charge.settled + one.amount.times(sign))
    return charges


def _changed(account: DebtorAccount, charge_id: str, **changes: object) -> DebtorAccount:
    charge: Charge = replace(account.charges[charge_id], **changes)  # type: ignore[arg-type]
    return replace(account, charges={**account.charges, charge_id: charge})
