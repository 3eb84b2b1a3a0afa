"""Working on a case: beginning, waiting for the customer or a third party, going on."""

from datetime import datetime
from typing import assert_never

from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.promises import awaiting_customer, going_on
from services.care.service_level.waiting import patience
from services.care.support_case.assigning import still_open
from services.care.support_case.events import CaseBegun, CaseEvent, CaseResumed, CustomerAwaited, ThirdPartyAwaited
from services.care.support_case.promising import broken_meanwhile, clocks_after
from services.care.support_case.state import (
    Assigned,
    Case,
    InProgress,
    New,
    Open,
    WaitingCustomer,
    WaitingThirdParty,
)
from services.care.support_case.waiting import reminder_ended
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NobodyHasIt(Rejection):
    """The case is not assigned to anybody yet."""

    code = "care.support-case.nobody-has-it"


class NotWaiting(Rejection):
    """The case waits for nobody."""

    code = "care.support-case.not-waiting"


@command
class BeginCase:
    """Start to work on it."""

    by: str
    at: datetime


@command
class AwaitCustomer:
    """Wait for the customer's answer to this question. Given the service level."""

    question: str
    by: str
    at: datetime


@command
class AwaitThirdParty:
    """Wait for that party, a carrier or a supplier, say, to do what is awaited of them."""

    party: str
    awaited: str
    by: str
    at: datetime


@command
class ResumeCase:
    """Go on without waiting longer."""

    by: str
    at: datetime


def begun(case: Open, by: str, at: datetime) -> list[CaseEvent]:
    """What makes it a case that is worked on: whoever does something about it has begun. Raises NobodyHasIt."""
    match case:
        case New():
            raise NobodyHasIt("assign it first")
        case Assigned():
            return [CaseBegun(begun_by=by, begun_at=at)]
        case InProgress() | WaitingCustomer() | WaitingThirdParty():
            return []
        case _:
            assert_never(case)


def begin_case(request: BeginCase, case: Case) -> list[CaseEvent]:
    """A case that is worked on already has begun."""
    return begun(still_open(case), request.by, request.at)


def await_customer(request: AwaitCustomer, case: Case, given: Given) -> list[CaseEvent]:
    """To ask is to respond, and stops the clock of the resolution. The same question again changes nothing.

    The service level in force says how long the answer is waited for, in the working time of the case.
    """
    current = still_open(case)
    match current:
        case WaitingCustomer(question=request.question):
            return []
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            begins = begun(current, request.by, request.at)
            late, file = broken_meanwhile(current.file, request.at)
            level = given.of(SERVICE_LEVEL, THE_SERVICE_LEVEL)
            calendar = level.calendar if file.promised is None else file.promised.calendar
            remind_at, unanswered_at = patience(level, calendar, request.at)
            awaited = CustomerAwaited(
                question=request.question,
                clocks=clocks_after(file, awaiting_customer, request.at),
                awaited_by=request.by,
                awaited_since=request.at,
                remind_at=remind_at,
                unanswered_at=unanswered_at,
            )
            return [*late, *begins, *reminder_ended(current, request.at), awaited]
        case _:
            assert_never(current)


def await_third_party(request: AwaitThirdParty, case: Case) -> list[CaseEvent]:
    """The customer waits for us all the same: no clock stands still. The same again changes nothing."""
    current = still_open(case)
    match current:
        case WaitingThirdParty(party=request.party, awaited=request.awaited):
            return []
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            begins = begun(current, request.by, request.at)
            late, file = broken_meanwhile(current.file, request.at)
            awaited = ThirdPartyAwaited(
                party=request.party,
                awaited=request.awaited,
                clocks=clocks_after(file, going_on, request.at),
                awaited_by=request.by,
                awaited_since=request.at,
            )
            return [*late, *begins, *reminder_ended(current, request.at), awaited]
        case _:
            assert_never(current)


def resumed(case: WaitingCustomer | WaitingThirdParty, by: str, at: datetime) -> list[CaseEvent]:
    """The end of the waiting: the clock of the resolution runs, with what was left if it stood still."""
    goes_on = CaseResumed(clocks=clocks_after(case.file, going_on, at), resumed_by=by, resumed_at=at)
    return [*reminder_ended(case, at), goes_on]


def resume_case(request: ResumeCase, case: Case) -> list[CaseEvent]:
    """Resumed twice, it goes on once."""
    current = still_open(case)
    match current:
        case WaitingCustomer() | WaitingThirdParty():
            return resumed(current, request.by, request.at)
        case InProgress():
            return []
        case New() | Assigned():
            raise NotWaiting("nobody was asked anything")
        case _:
            assert_never(current)
