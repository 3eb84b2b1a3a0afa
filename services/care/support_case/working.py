"""Working on a case: beginning, waiting for the customer, going on."""

from datetime import datetime
from typing import assert_never

from services.care.service_level.promises import awaiting_customer, going_on
from services.care.support_case.assigning import still_open
from services.care.support_case.events import CaseBegun, CaseEvent, CaseResumed, CustomerAwaited
from services.care.support_case.promising import broken_meanwhile, clocks_after
from services.care.support_case.state import Assigned, Case, InProgress, New, Open, WaitingCustomer
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NobodyHasIt(Rejection):
    """The case is not assigned to anybody yet."""

    code = "care.support-case.nobody-has-it"


class NotWaiting(Rejection):
    """The case does not wait for the customer."""

    code = "care.support-case.not-waiting"


@command
class BeginCase:
    """Start to work on it."""

    by: str
    at: datetime


@command
class AwaitCustomer:
    """Wait for the customer's answer to this question."""

    question: str
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
        case InProgress() | WaitingCustomer():
            return []
        case _:
            assert_never(case)


def begin_case(request: BeginCase, case: Case) -> list[CaseEvent]:
    """A case that is worked on already has begun."""
    return begun(still_open(case), request.by, request.at)


def await_customer(request: AwaitCustomer, case: Case) -> list[CaseEvent]:
    """To ask is to respond, and stops the clock of the resolution. The same question again changes nothing."""
    current = still_open(case)
    match current:
        case WaitingCustomer(question=request.question):
            return []
        case New() | Assigned() | InProgress() | WaitingCustomer():
            begins = begun(current, request.by, request.at)
            late, file = broken_meanwhile(current.file, request.at)
            awaited = CustomerAwaited(
                question=request.question,
                clocks=clocks_after(file, awaiting_customer, request.at),
                awaited_by=request.by,
                awaited_since=request.at,
            )
            return [*late, *begins, awaited]
        case _:
            assert_never(current)


def resumed(case: WaitingCustomer, by: str, at: datetime) -> CaseResumed:
    """The end of the waiting: the clock of the resolution runs with what was left."""
    return CaseResumed(clocks=clocks_after(case.file, going_on, at), resumed_by=by, resumed_at=at)


def resume_case(request: ResumeCase, case: Case) -> list[CaseEvent]:
    """Resumed twice, it goes on once."""
    current = still_open(case)
    match current:
        case WaitingCustomer():
            return [resumed(current, request.by, request.at)]
        case InProgress():
            return []
        case New() | Assigned():
            raise NotWaiting("the customer was not asked anything")
        case _:
            assert_never(current)
