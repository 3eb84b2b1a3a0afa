"""What can happen to a dunning case. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from services.accounting.debtor.events import Addressee
from services.accounting.dunning_case.events_of_endings import (
    CaseRecalled,
    HandedOver,
    WriteOffApproved,
    WriteOffProposed,
    WriteOffRefused,
)
from services.accounting.dunning_case.events_of_pauses import (
    DunningBlocked,
    DunningUnblocked,
    PlanAgreed,
    PlanBroken,
    PlanKept,
    PlanTakenBack,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseTakenBack,
)
from services.accounting.dunning_case.parts import (
    Clearing,
    InterestBasis,
    RaisedInstalment,
    RemindedCharge,
    RemindedInstalment,
    WatchedInvoice,
)
from services.accounting.dunning_policy.events import Letterhead
from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("dunning_case.invoice-watched")
class InvoiceWatched:
    """One of the debtor's invoices stands like this now; without instalments it is of no concern any more."""

    customer_id: str
    currency: str
    invoice: WatchedInvoice
    watched_on: date


@event("dunning_case.money-on-account-noted")
class MoneyOnAccountNoted:
    """So much of that payment, or credit, of the debtor is with us and settles nothing yet."""

    payment_id: str
    held: Money
    noted_on: date


@event("dunning_case.review-scheduled")
class ReviewScheduled:
    """The case looks at itself on that day; None: only when something happens to it."""

    review_on: date | None


@event("dunning_case.review-fell-due")
class ReviewFellDue:
    """The day has come."""

    customer_id: str
    fell_due_on: date


@event("dunning_case.opened")
class CaseOpened:
    """So much is overdue: the debtor is a late payer."""

    case_no: int
    owed: Money
    opened_on: date


@event("dunning_case.level-raised")
class LevelRaised:
    """These invoices, `principal` of them, came to a level that nothing else of the case had. `is_last`: the final one.

    What comes to a level later than that is in the letter about it (`ReminderIssued`).
    """

    case_no: int
    level: int
    name: str
    days_past_due: int
    principal: Money
    invoice_ids: tuple[str, ...]
    is_last: bool
    stops_credit: bool
    policy_version: int
    raised_on: date
    holds_credit: bool = False


@event("dunning_case.continued")
class CaseContinued:
    """What case `continues` was resolved about is owed again: this case goes on at the level that was reached for it.

    `reached_on` is the day on which that level was raised. It is not raised anew: nothing is claimed for it again.
    """

    case_no: int
    continues: int
    level: int
    name: str
    reached_on: date
    is_last: bool
    stops_credit: bool
    holds_credit: bool
    continued_on: date
    letter_no: int = 0


@event("dunning_case.charge-claimed")
class ChargeClaimed:
    """A fee, or interest: a receivable of its own."""

    charge_id: str
    kind: str
    case_no: int
    level: int
    amount: Money
    interest_on: tuple[InterestBasis, ...]
    claimed_on: date


@event("dunning_case.interest-accrued")
class InterestAccrued:
    """Money came off what was dunned with interest: so much had run up to then, and is not claimed yet."""

    interest_on: tuple[InterestBasis, ...]
    accrued_on: date


@event("dunning_case.reminder-issued")
class ReminderIssued:
    """The debtor is written to. Level 0 is the reminder before due; `total` is what they are asked to pay.

    `level_name` is in the addressee's language, and empty where the policy has no name in it. With `stops_credit` they
    are told that new orders are held. `for_charges`: no level was raised, charges are what is left to ask for.

    They are asked to pay until `pay_by`, a working day, to the account of `letterhead` in their currency, where the
    policy had these. `on_account` is money of theirs that settles nothing yet. `raised` are the instalments that came
    to their next level by this letter, whose own is the highest; without any, all came to that (as they did once).
    """

    reminder_no: int
    case_no: int
    level: int
    level_name: str
    customer_id: str
    addressee: Addressee
    instalments: tuple[RemindedInstalment, ...]
    charges: tuple[RemindedCharge, ...]
    total: Money
    issued_on: date
    for_charges: bool = False
    stops_credit: bool = False
    pay_by: date | None = None
    letterhead: Letterhead | None = None
    on_account: Money | None = None
    raised: tuple[RaisedInstalment, ...] = ()


@event("dunning_case.letter-left")
class LetterLeft:
    """The letter of a level is on its way to the debtor: the mail server took it, or a person posted it."""

    reminder_no: int
    left_on: date


@event("dunning_case.reminders-overtaken")
class RemindersOvertaken:
    """Nothing is owed any more of what these reminders before due named: those that have not left are withdrawn."""

    reminder_nos: tuple[int, ...]
    overtaken_on: date


@event("dunning_case.charges-settled", happened="settled_on")
class ChargesSettled:
    """Money was allocated to charges. The payment's own number for it takes it back when the money does not stay."""

    settlement_id: str
    clearings: tuple[Clearing, ...]
    settled_on: date


@event("dunning_case.charges-reopened")
class ChargesReopened:
    """The money did not stay: those charges are owed again."""

    settlement_id: str
    clearings: tuple[Clearing, ...]
    reason: str
    reopened_on: date


@event("dunning_case.waiver-proposed")
class WaiverProposed:
    """Somebody wants to let the debtor off so much of a charge.

    One that was proposed before its `amount` was kept may be without: then it is of all that is open by the approval.
    """

    charge_id: str
    reason: str
    proposed_by: str
    proposed_on: date
    amount: Money | None = None


@event("dunning_case.charge-waived")
class ChargeWaived:
    """Somebody else agreed: that much of the charge is not owed. What is left of it is."""

    charge_id: str
    kind: str
    customer_id: str
    amount: Money
    waived_by: str
    waived_on: date


@event("dunning_case.waiver-refused")
class WaiverRefused:
    """The charge stays."""

    charge_id: str
    reason: str
    refused_by: str
    refused_on: date


@event("dunning_case.left-to-person")
class LeftToPerson:
    """The procedure has nothing more to do, and something is owed: a person decides what becomes of it.

    `because`: charges (reminded of as often as the policy says), no-level (the policy has no further level now),
    money-on-account (it covers what would be dunned, or was promised by now: allocate it, or give it back),
    too-little (it is below the policy's minimum, and holds the debtor's orders all the same).
    """

    because: str
    left_on: date


@event("dunning_case.resolved")
class CaseResolved:
    """What a level was raised about, and all charges, were paid, credited, waived or written off.

    What is overdue besides, and no level was raised about yet, is opened as another case. `reminder_nos` are the
    letters about it of which the case does not know that they left: those that did not are withdrawn.
    """

    case_no: int
    level: int
    customer_id: str
    resolved_on: date
    reminder_nos: tuple[int, ...] = ()


DunningCaseEvent = (
    InvoiceWatched
    | MoneyOnAccountNoted
    | ReviewScheduled
    | ReviewFellDue
    | CaseOpened
    | LevelRaised
    | CaseContinued
    | ChargeClaimed
    | InterestAccrued
    | ReminderIssued
    | LetterLeft
    | RemindersOvertaken
    | ChargesSettled
    | ChargesReopened
    | WaiverProposed
    | ChargeWaived
    | WaiverRefused
    | DunningBlocked
    | DunningUnblocked
    | PromiseMade
    | PromiseKept
    | PromiseBroken
    | PromiseTakenBack
    | PlanAgreed
    | PlanKept
    | PlanBroken
    | PlanTakenBack
    | HandedOver
    | CaseRecalled
    | WriteOffProposed
    | WriteOffApproved
    | WriteOffRefused
    | LeftToPerson
    | CaseResolved
)
