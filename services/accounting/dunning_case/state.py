"""The stages of a dunning case, and how each fact moves it on."""

from dataclasses import field
from datetime import date
from typing import assert_never

from services.accounting.dunning_case.account import (
    BEFORE_DUE,
    REFUSED,
    AccountEvent,
    DebtorAccount,
    booked,
    opened_account,
)
from services.accounting.dunning_case.events import (
    CaseContinued,
    CaseOpened,
    CaseResolved,
    ChargeClaimed,
    ChargesReopened,
    ChargesSettled,
    ChargeWaived,
    DunningCaseEvent,
    InterestAccrued,
    InvoiceWatched,
    LeftToPerson,
    LetterLeft,
    LevelRaised,
    MoneyOnAccountNoted,
    ReminderIssued,
    RemindersOvertaken,
    ReviewFellDue,
    ReviewScheduled,
    WaiverProposed,
    WaiverRefused,
)
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
from services.accounting.dunning_case.from_facts import (
    furthest_of,
    hand_over_of,
    plan_of,
    promise_of,
    reached_by,
    write_off_of,
)
from services.accounting.dunning_case.parts import (
    MONEY_ON_ACCOUNT,
    TOO_LITTLE,
    Block,
    HandOver,
    PastCase,
    PaymentPlan,
    Promise,
    Reached,
    WriteOff,
)
from shared.kernel.mappings import without
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import state


@state
class Unwatched:
    """Nothing of the debtor was ever near its day. `on_account` is their money that settles nothing yet, by payment."""

    on_account: dict[str, Money] = field(default_factory=dict)


@state
class Watched:
    """Nothing is overdue and no charge is open."""

    account: DebtorAccount
    on_account: dict[str, Money] = field(default_factory=dict)


@state
class Running:
    """The debtor is late. `level` is the highest of what is owed, `level_on` the day on which it came to that.

    Each instalment has its own (`DebtorAccount.reached`); 0 is before the first one. What nothing is owed of any more
    leaves the level to what is. `written_on` is the day of the last letter about what is overdue;
    `charge_reminders` how many were of charges alone since the level was raised;
    `left_because` says why a person has to decide, and is empty while nobody has to. `continues` are the resolved cases
    whose debt came back to this one, the last time on `continued_on`: the gap to the next level counts from there. No
    letter follows before `pay_by`, the day until which the last one asked to be paid, has passed. `letter_no` is the
    number of the last level's letter.
    """

    account: DebtorAccount
    case_no: int
    opened_on: date
    level: int = 0
    level_name: str = ""
    level_on: date | None = None
    is_last: bool = False
    stops_credit: bool = False
    block: Block | None = None
    promise: Promise | None = None
    promises_made: int = 0
    promises_broken: int = 0
    plan: PaymentPlan | None = None
    plans_made: int = 0
    plans_broken: int = 0
    write_off: WriteOff | None = None
    write_offs_made: int = 0
    promises_taken_back: int = 0
    written_on: date | None = None
    charge_reminders: int = 0
    left_because: str = ""
    on_account: dict[str, Money] = field(default_factory=dict)
    hand_over: HandOver | None = None
    hand_overs_made: int = 0
    holds_credit: bool = False
    continues: tuple[int, ...] = ()
    continued_on: date | None = None
    pay_by: date | None = None
    letter_no: int = 0

    @property
    def reached(self) -> Reached | None:
        """How far it has come; None before the first level."""
        if self.level_on is None:
            return None
        return Reached(
            case_no=self.case_no,
            level=self.level,
            name=self.level_name,
            on=self.level_on,
            is_last=self.is_last,
            stops_credit=self.stops_credit,
            holds_credit=self.holds_credit,
            letter_no=self.letter_no,
        )


DunningCase = Unwatched | Watched | Running


def case_id(customer_id: str, currency: str) -> str:
    """One debtor, one currency, one case."""
    return f"{customer_id}:{currency}"


def evolve(case: DunningCase, fact: DunningCaseEvent) -> DunningCase:
    """The case after the fact. Never refuses: what happened, happened."""
    match case:
        case Unwatched():
            if isinstance(fact, MoneyOnAccountNoted):
                return replace(case, on_account=_with_money(case.on_account, fact))
            if isinstance(fact, InvoiceWatched):
                return Watched(account=opened_account(fact), on_account=case.on_account)
            return case
        case Watched() | Running():
            return _moved_on(case, fact)
        case _:
            assert_never(case)


def _moved_on(case: Watched | Running, fact: DunningCaseEvent) -> DunningCase:
    match fact:
        case ReviewScheduled(review_on=review_on):
            return replace(case, account=replace(case.account, review_on=review_on))
        case ReviewFellDue():
            return replace(case, account=replace(case.account, review_on=None))
        case CaseOpened():
            return _opened(case, fact)
        case CaseResolved():
            return _resolved(case, fact)
        case MoneyOnAccountNoted():
            return _decided_anew(replace(case, on_account=_with_money(case.on_account, fact)))
        case InvoiceWatched():
            return _at_level_of_owed(_decided_anew(_booked(case, fact)))
        case ChargeClaimed() | ChargesReopened():
            return _decided_anew(_booked(case, fact), (TOO_LITTLE,))
        case InterestAccrued() | ChargesSettled() | WaiverProposed() | ChargeWaived() | WaiverRefused() | LetterLeft():
            return _booked(case, fact)
        case RemindersOvertaken():
            return _booked(case, fact)
        case ReminderIssued():
            return _reminded(case, fact)
        case LeftToPerson(because=because):
            return replace(case, left_because=because) if isinstance(case, Running) else case
        case LevelRaised():
            if isinstance(case, Watched):
                return case
            return replace(
                case,
                level=fact.level,
                level_name=fact.name,
                level_on=fact.raised_on,
                is_last=fact.is_last,
                stops_credit=case.stops_credit or fact.stops_credit,
                holds_credit=case.holds_credit or fact.holds_credit,
                charge_reminders=0,
                left_because="",
            )
        case CaseContinued():
            return _continued(case, fact) if isinstance(case, Running) else case
        case HandedOver() | CaseRecalled():
            return _handed_over(case, fact) if isinstance(case, Running) else case
        case WriteOffProposed() | WriteOffApproved() | WriteOffRefused():
            return _given_up(case, fact)
        case DunningBlocked(reason=reason, until=until, blocked_by=person):
            block = Block(reason=reason, until=until, blocked_by=person)
            return replace(case, block=block) if isinstance(case, Running) else case
        case DunningUnblocked():
            return replace(case, block=None) if isinstance(case, Running) else case
        case PromiseMade() | PromiseKept() | PromiseBroken() | PromiseTakenBack():
            return _promised(case, fact) if isinstance(case, Running) else case
        case PlanAgreed() | PlanKept() | PlanBroken() | PlanTakenBack():
            return _planned(case, fact) if isinstance(case, Running) else case
        case _:
            assert_never(fact)


def _with_money(held: dict[str, Money], fact: MoneyOnAccountNoted) -> dict[str, Money]:
    others = without(held, fact.payment_id)
    return {**others, fact.payment_id: fact.held} if fact.held else others


def _opened(case: Watched | Running, fact: CaseOpened) -> Running:
    account = replace(case.account, last_case_no=fact.case_no)
    return Running(account=account, on_account=case.on_account, case_no=fact.case_no, opened_on=fact.opened_on)


def _resolved(case: Watched | Running, fact: CaseResolved) -> Watched:
    """What accrued and was too little to claim is let go with the case; how far it had come is not forgotten."""
    account = booked(case.account, fact)
    if isinstance(case, Running) and (reached := case.reached) is not None:
        past = PastCase(
            case_no=case.case_no,
            continues=case.continues,
            reached=reached,
            written_on=case.written_on,
            charge_reminders=case.charge_reminders,
            promises_made=case.promises_made,
            promises_broken=case.promises_broken,
            promises_taken_back=case.promises_taken_back,
            plans_made=case.plans_made,
            plans_broken=case.plans_broken,
            write_offs_made=case.write_offs_made,
            hand_overs_made=case.hand_overs_made,
            pay_by=case.pay_by,
        )
        account = replace(account, past_cases=(*account.past_cases, past))
    return Watched(account=account, on_account=case.on_account)


def _continued(case: Running, fact: CaseContinued) -> Running:
    """At the level, and with what the debtor had promised before; a hand-over and what rested ended with the case."""
    past = case.account.past_case(fact.continues)
    assert past is not None  # only what was resolved is continued
    is_whole = fact.level == past.reached.level
    return replace(
        case,
        level=fact.level,
        level_name=fact.name,
        level_on=fact.reached_on,
        is_last=fact.is_last,
        stops_credit=case.stops_credit or fact.stops_credit,
        holds_credit=case.holds_credit or fact.holds_credit,
        written_on=past.written_on if is_whole else fact.reached_on,
        charge_reminders=past.charge_reminders if is_whole else 0,
        left_because="",
        promises_made=max(case.promises_made, past.promises_made),
        promises_broken=max(case.promises_broken, past.promises_broken),
        promises_taken_back=max(case.promises_taken_back, past.promises_taken_back),
        plans_made=max(case.plans_made, past.plans_made),
        plans_broken=max(case.plans_broken, past.plans_broken),
        write_offs_made=max(case.write_offs_made, past.write_offs_made),
        hand_overs_made=max(case.hand_overs_made, past.hand_overs_made),
        continues=(*case.continues, fact.continues),
        continued_on=fact.continued_on,
        letter_no=fact.letter_no,
        pay_by=max((day for day in (case.pay_by, past.pay_by) if day is not None), default=None),
    )


def _booked(case: Watched | Running, fact: AccountEvent) -> Watched | Running:
    return replace(case, account=booked(case.account, fact))


def _decided_anew(
    case: Watched | Running, reasons: tuple[str, ...] = (MONEY_ON_ACCOUNT, TOO_LITTLE)
) -> Watched | Running:
    """Whether their money covers it, or it is too little, is another question now."""
    return replace(case, left_because="") if isinstance(case, Running) and case.left_because in reasons else case


def _reminded(case: Watched | Running, fact: ReminderIssued) -> Watched | Running:
    after = _booked(case, fact)
    if isinstance(after, Watched) or fact.level == BEFORE_DUE:
        return after
    if fact.for_charges:
        count = after.charge_reminders + 1
        return replace(after, written_on=fact.issued_on, charge_reminders=count, pay_by=fact.pay_by)
    if fact.level == after.level:
        after = replace(after, letter_no=fact.reminder_no)
    account = after.account
    if (reached := after.reached) is not None:
        account = replace(account, reached={**account.reached, **reached_by(fact, reached)})
    after = replace(after, account=account, written_on=fact.issued_on, pay_by=fact.pay_by)
    return _at_level_of_owed(_decided_anew(after, (TOO_LITTLE,)))


def _at_level_of_owed(case: Watched | Running) -> Watched | Running:
    """What is settled leaves the case at the level of what is not, and what comes back brings its own with it.

    What was held for a level stays held until the case is resolved.
    """
    if not isinstance(case, Running):
        return case
    furthest = furthest_of(case.account, case.case_no, case.level)
    if furthest is None:
        return case
    return replace(
        case,
        level=furthest.level,
        level_name=furthest.name,
        level_on=furthest.on,
        is_last=furthest.is_last,
        letter_no=furthest.letter_no,
    )


def _handed_over(case: Running, fact: HandedOver | CaseRecalled) -> Running:
    match fact:
        case HandedOver():
            # Whoever hands it over has decided what becomes of it.
            theirs = hand_over_of(fact, case.account, case.hand_over)
            return replace(case, hand_over=theirs, hand_overs_made=fact.hand_over_no, left_because="")
        case CaseRecalled():
            return replace(case, hand_over=None)
        case _:
            assert_never(fact)


def _given_up(
    case: Watched | Running, fact: WriteOffProposed | WriteOffApproved | WriteOffRefused
) -> Watched | Running:
    if isinstance(case, Watched):
        return case
    match fact:
        case WriteOffProposed():
            undecided = replace(case.account, write_off_decided="")
            return replace(case, account=undecided, write_off=write_off_of(fact), write_offs_made=fact.write_off_no)
        case WriteOffApproved():
            return replace(case, account=booked(case.account, fact), write_off=None)
        case WriteOffRefused():
            return replace(case, account=replace(case.account, write_off_decided=REFUSED), write_off=None)
        case _:
            assert_never(fact)


def _promised(case: Running, fact: PromiseMade | PromiseKept | PromiseBroken | PromiseTakenBack) -> Running:
    match fact:
        case PromiseMade():
            return replace(case, promise=promise_of(fact, case.account), promises_made=fact.promise_no)
        case PromiseKept():
            return replace(case, promise=None)
        case PromiseBroken():
            return replace(case, promise=None, promises_broken=case.promises_broken + 1)
        case PromiseTakenBack():
            return replace(case, promise=None, promises_taken_back=case.promises_taken_back + 1)
        case _:
            assert_never(fact)


def _planned(case: Running, fact: PlanAgreed | PlanKept | PlanBroken | PlanTakenBack) -> Running:
    match fact:
        case PlanAgreed():
            return replace(case, plan=plan_of(fact, case.account), plans_made=fact.plan_no, promise=None)
        case PlanKept() | PlanTakenBack():
            return replace(case, plan=None)
        case PlanBroken():
            return replace(case, plan=None, plans_broken=case.plans_broken + 1)
        case _:
            assert_never(fact)
