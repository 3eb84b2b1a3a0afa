"""The stages of a complaint's life, and how each fact moves it on."""

from datetime import datetime
from typing import assert_never

from services.care.complaint.events import (
    ComplaintAnswered,
    ComplaintAssigned,
    ComplaintClosed,
    ComplaintCorrected,
    ComplaintEscalated,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintOpened,
    ComplaintPrioritised,
    ComplaintReopened,
    ComplaintResolved,
    ComplaintResumed,
    ComplaintVerified,
    ComplaintWithdrawn,
    CustomerAwaited,
    CustomerReminded,
    NoteAdded,
    Outcome,
    PromiseBroken,
    PromiseNeared,
    ReminderEnded,
    ReturnEnded,
    ReturnLinked,
    ReturnResumed,
    SettledReturn,
    Subject,
    ThirdPartyAwaited,
    Unverified,
)
from services.care.service_level.events import BusinessCalendar, Target
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Clocks, Promised
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class File:
    """What is kept of a complaint through all stages of its life.

    Of its `returns`, those that are `awaited` are under way, those that are `settled` came, and of those that
    `came_to_nothing` nothing did. What became of those from before returns named their order, nobody knows.
    """

    customer_id: str
    title: str
    description: str
    priority: Priority
    about: Subject
    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    clocks: Clocks
    opened_by: str
    opened_at: datetime
    notes: tuple[NoteAdded, ...] = ()
    broken: tuple[PromiseBroken, ...] = ()
    escalations: tuple[ComplaintEscalated, ...] = ()
    returns: tuple[str, ...] = ()
    reopened: int = 0
    warnings: tuple[PromiseNeared, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    corrections: tuple[ComplaintCorrected, ...] = ()
    follows: str = ""
    followed_by: str = ""
    awaited: tuple[str, ...] = ()
    settled: tuple[SettledReturn, ...] = ()
    came_to_nothing: tuple[str, ...] = ()

    @property
    def promised(self) -> Promised:
        """What we promised about it, as it stands."""
        return Promised(calendar=self.calendar, targets=self.targets, clocks=self.clocks)

    @property
    def has_goods_back(self) -> bool:
        """Whether goods came back because of it, or may still."""
        return any(return_id not in self.came_to_nothing for return_id in self.returns)


@state
class Unopened:
    """There is no complaint of this id."""


@state
class New:
    """Nobody has it yet."""

    file: File


@state
class InProgress:
    """An agent works on it."""

    file: File
    agent: str


@state
class WaitingCustomer:
    """It is the customer's turn."""

    file: File
    agent: str
    question: str
    since: datetime
    reminded_at: datetime | None = None
    unanswered_at: datetime | None = None


@state
class WaitingThirdParty:
    """It is the turn of somebody who is neither we nor the customer."""

    file: File
    agent: str
    party: str
    awaited: str
    since: datetime


@state
class Resolved:
    """Decided, unless the customer objects."""

    file: File
    agent: str
    outcome: Outcome
    resolution: str
    resolved_at: datetime
    unanswered: bool = False


@state
class Closed:
    """Settled."""

    file: File
    agent: str
    outcome: Outcome
    resolution: str
    resolved_at: datetime
    closed_at: datetime
    unanswered: bool = False


@state
class Withdrawn:
    """Taken back by the customer."""

    file: File
    reason: str


Open = New | InProgress | WaitingCustomer | WaitingThirdParty
Decided = Resolved | Closed
Complaint = Unopened | Open | Decided | Withdrawn


def evolve(complaint: Complaint, fact: ComplaintEvent) -> Complaint:
    """The complaint after the fact. Never refuses: what happened, happened."""
    if isinstance(fact, ComplaintOpened):
        return New(file=_file_of(fact))
    if isinstance(complaint, Unopened):
        return complaint
    match fact:
        case (
            NoteAdded()
            | PromiseNeared()
            | PromiseBroken()
            | ComplaintEscalated()
            | ReturnLinked()
            | ReturnEnded()
            | ReturnResumed()
            | ComplaintPrioritised()
            | ComplaintFollowedUp()
        ):
            return replace(complaint, file=_filed(complaint.file, fact))
        case ComplaintVerified():
            return replace(complaint, file=replace(complaint.file, unverified=()))
        case ComplaintCorrected(about=about, unverified=unverified):
            corrections = (*complaint.file.corrections, fact)
            file = replace(complaint.file, about=about, unverified=unverified, corrections=corrections)
            return replace(complaint, file=file)
        case CustomerReminded(reminded_at=reminded_at):
            return replace(complaint, reminded_at=reminded_at) if isinstance(complaint, WaitingCustomer) else complaint
        case ReminderEnded():
            return complaint
        case ComplaintAnswered(clocks=clocks):
            return replace(complaint, file=replace(complaint.file, clocks=clocks))
        case (
            ComplaintAssigned()
            | CustomerAwaited()
            | ThirdPartyAwaited()
            | ComplaintResumed()
            | ComplaintResolved()
            | ComplaintReopened()
            | ComplaintClosed()
            | ComplaintWithdrawn()
        ):
            return _moved_on(complaint, fact)
        case _:
            assert_never(fact)


def agent_of(complaint: Open | Decided | Withdrawn) -> str:
    """Who has it, or had it last; empty when nobody has."""
    match complaint:
        case New() | Withdrawn():
            return ""
        case InProgress() | WaitingCustomer() | WaitingThirdParty() | Resolved() | Closed():
            return complaint.agent
        case _:
            assert_never(complaint)


def _file_of(fact: ComplaintOpened) -> File:
    return File(
        customer_id=fact.customer_id,
        title=fact.title,
        description=fact.description,
        priority=fact.priority,
        about=fact.about,
        calendar=fact.calendar,
        targets=fact.targets,
        clocks=fact.clocks,
        opened_by=fact.opened_by,
        opened_at=fact.opened_at,
        unverified=fact.unverified,
        follows=fact.follows,
    )


def _filed(
    file: File,
    fact: NoteAdded
    | PromiseNeared
    | PromiseBroken
    | ComplaintEscalated
    | ReturnLinked
    | ReturnEnded
    | ReturnResumed
    | ComplaintPrioritised
    | ComplaintFollowedUp,
) -> File:
    match fact:
        case NoteAdded():
            return replace(file, notes=(*file.notes, fact))
        case PromiseNeared(clocks=clocks):
            return replace(file, warnings=(*file.warnings, fact), clocks=clocks)
        case PromiseBroken(clocks=clocks):
            return replace(file, broken=(*file.broken, fact), clocks=clocks)
        case ComplaintEscalated():
            return replace(file, escalations=(*file.escalations, fact))
        case ReturnLinked(return_id=return_id):
            awaited = (*file.awaited, return_id) if fact.order_id else file.awaited
            return replace(file, returns=(*file.returns, return_id), awaited=awaited)
        case ReturnEnded():
            return _ended(file, fact)
        case ReturnResumed(return_id=return_id):
            nothing = tuple(one for one in file.came_to_nothing if one != return_id)
            return replace(file, came_to_nothing=nothing, awaited=(*file.awaited, return_id))
        case ComplaintFollowedUp(complaint_id=complaint_id):
            return replace(file, followed_by=complaint_id)
        case ComplaintPrioritised(priority=priority, clocks=clocks):
            return replace(file, priority=priority, clocks=clocks)
        case _:
            assert_never(fact)


def _ended(file: File, fact: ReturnEnded) -> File:
    settled = tuple(one for one in file.settled if one.return_id != fact.return_id)
    came_to_nothing = tuple(one for one in file.came_to_nothing if one != fact.return_id)
    if fact.settled:
        anew = SettledReturn(return_id=fact.return_id, order_id=fact.order_id, settled_on=fact.ended_on)
        settled = (*settled, anew)
    else:
        came_to_nothing = (*came_to_nothing, fact.return_id)
    awaited = tuple(one for one in file.awaited if one != fact.return_id)
    return replace(file, awaited=awaited, settled=settled, came_to_nothing=came_to_nothing)


Moved = (
    ComplaintAssigned
    | CustomerAwaited
    | ThirdPartyAwaited
    | ComplaintResumed
    | ComplaintResolved
    | ComplaintReopened
    | ComplaintClosed
    | ComplaintWithdrawn
)


def _moved_on(complaint: Open | Decided | Withdrawn, fact: Moved) -> Complaint:
    file, agent = complaint.file, agent_of(complaint)
    match fact:
        case ComplaintAssigned(agent=another):
            # It stays the turn of who is awaited, whoever waits for the answer.
            if isinstance(complaint, WaitingCustomer | WaitingThirdParty):
                return replace(complaint, agent=another)
            return InProgress(file=file, agent=another)
        case CustomerAwaited(clocks=clocks):
            return WaitingCustomer(
                file=replace(file, clocks=clocks),
                agent=agent,
                question=fact.question,
                since=fact.awaited_since,
                unanswered_at=fact.unanswered_at,
            )
        case ThirdPartyAwaited(clocks=clocks):
            return WaitingThirdParty(
                file=replace(file, clocks=clocks),
                agent=agent,
                party=fact.party,
                awaited=fact.awaited,
                since=fact.awaited_since,
            )
        case ComplaintResumed(clocks=clocks):
            return InProgress(file=replace(file, clocks=clocks), agent=agent)
        case ComplaintReopened(clocks=clocks):
            return InProgress(file=replace(file, clocks=clocks, reopened=file.reopened + 1), agent=agent)
        case ComplaintResolved(clocks=clocks):
            return Resolved(
                file=replace(file, clocks=clocks),
                agent=agent or fact.resolved_by,
                outcome=fact.outcome,
                resolution=fact.resolution,
                resolved_at=fact.resolved_at,
                unanswered=fact.unanswered,
            )
        case ComplaintClosed(closed_at=closed_at):
            if not isinstance(complaint, Resolved):
                return complaint
            return Closed(
                file=file,
                agent=agent,
                outcome=complaint.outcome,
                resolution=complaint.resolution,
                resolved_at=complaint.resolved_at,
                closed_at=closed_at,
                unanswered=complaint.unanswered,
            )
        case ComplaintWithdrawn(reason=reason):
            return Withdrawn(file=file, reason=reason)
        case _:
            assert_never(fact)
