"""The stages of a support case's life, and how each fact moves it on."""

from datetime import datetime
from typing import assert_never

from services.care.service_level.priority import Priority
from services.care.service_level.promises import Clocks, Promised
from services.care.support_case.events import (
    About,
    CaseAbsorbed,
    CaseAnswered,
    CaseAssigned,
    CaseBegun,
    CaseClosed,
    CaseEscalated,
    CaseEvent,
    CaseMerged,
    CaseOpened,
    CasePrioritised,
    CaseReopened,
    CaseResolved,
    CaseResumed,
    CustomerAwaited,
    CustomerReminded,
    FollowUpNoted,
    MarkedAsSpam,
    NoteAdded,
    NoteKind,
    PromiseBroken,
    PromiseNeared,
    ReminderEnded,
    ThirdPartyAwaited,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Note:
    """What was said or thought, by whom and when."""

    note_id: str
    kind: NoteKind
    text: str
    author: str
    added_at: datetime


@part
class Escalation:
    """Who asked a manager to look at the case, and why; nobody did where a promise was broken."""

    reason: str
    escalated_by: str
    escalated_at: datetime


@part
class CaseFile:
    """What is kept of a case through all stages of its life. `promised` is None where nothing was promised about it."""

    customer_id: str
    subject: str
    description: str
    priority: Priority
    about: About
    opened_by: str
    opened_at: datetime
    follows: str | None
    followed_by: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    promised: Promised | None = None
    warnings: tuple[PromiseNeared, ...] = ()
    broken: tuple[PromiseBroken, ...] = ()
    reopened: int = 0


@state
class Unopened:
    """There is no case of this id."""


@state
class New:
    """Nobody has it yet."""

    file: CaseFile


@state
class Assigned:
    """An agent has it and has not begun."""

    file: CaseFile
    agent: str


@state
class InProgress:
    """The agent works on it."""

    file: CaseFile
    agent: str


@state
class WaitingCustomer:
    """It is the customer's turn."""

    file: CaseFile
    agent: str
    question: str
    since: datetime
    reminded_at: datetime | None = None
    unanswered_at: datetime | None = None


@state
class WaitingThirdParty:
    """It is the turn of somebody who is neither we nor the customer."""

    file: CaseFile
    agent: str
    party: str
    awaited: str
    since: datetime


@state
class Resolved:
    """Done, unless the customer objects."""

    file: CaseFile
    agent: str
    resolution: str
    resolved_at: datetime
    unanswered: bool = False


@state
class Closed:
    """Settled."""

    file: CaseFile
    agent: str
    resolution: str
    resolved_at: datetime
    closed_at: datetime
    unanswered: bool = False


@state
class Merged:
    """It goes on in another case."""

    file: CaseFile
    agent: str | None
    into: str


@state
class Spam:
    """No customer asked for anything."""

    file: CaseFile
    agent: str | None
    reason: str


Open = New | Assigned | InProgress | WaitingCustomer | WaitingThirdParty
Opened = Open | Resolved | Closed | Merged | Spam
Case = Unopened | Opened

Filed = (
    FollowUpNoted
    | CasePrioritised
    | NoteAdded
    | CaseAnswered
    | PromiseNeared
    | PromiseBroken
    | CaseEscalated
    | CaseAbsorbed
)
"""Facts that are written into the file and leave the case at its stage."""

Worked = CaseBegun | CustomerAwaited | ThirdPartyAwaited | CaseResumed | CaseResolved
"""Facts that the agent who has the case brings about."""

HandedOn = CaseAssigned | CaseReopened | CaseClosed | CaseMerged | MarkedAsSpam
"""Facts that change who has the case, or whether anybody does."""


def evolve(case: Case, fact: CaseEvent) -> Case:
    """The case after the fact. Never refuses: what happened, happened."""
    if isinstance(fact, CaseOpened):
        return New(file=_file_of(fact))
    if isinstance(case, Unopened):
        return case
    match fact:
        case (
            FollowUpNoted()
            | CasePrioritised()
            | NoteAdded()
            | CaseAnswered()
            | PromiseNeared()
            | PromiseBroken()
            | CaseEscalated()
            | CaseAbsorbed()
        ):
            return replace(case, file=_filed(case.file, fact))
        case CustomerReminded(reminded_at=reminded_at):
            return replace(case, reminded_at=reminded_at) if isinstance(case, WaitingCustomer) else case
        case ReminderEnded():
            return case
        case CaseBegun() | CustomerAwaited() | ThirdPartyAwaited() | CaseResumed() | CaseResolved():
            agent = agent_of(case)
            return case if agent is None else _worked(case.file, agent, fact)
        case CaseAssigned() | CaseReopened() | CaseClosed() | CaseMerged() | MarkedAsSpam():
            return _handed_on(case, fact)
        case _:
            assert_never(fact)


def agent_of(case: Opened) -> str | None:
    """Who has the case, or had it last."""
    match case:
        case New():
            return None
        case (
            Assigned()
            | InProgress()
            | WaitingCustomer()
            | WaitingThirdParty()
            | Resolved()
            | Closed()
            | Merged()
            | Spam()
        ):
            return case.agent
        case _:
            assert_never(case)


def _file_of(fact: CaseOpened) -> CaseFile:
    return CaseFile(
        customer_id=fact.customer_id,
        subject=fact.subject,
        description=fact.description,
        priority=fact.priority,
        about=fact.about,
        opened_by=fact.opened_by,
        opened_at=fact.opened_at,
        follows=fact.follows,
        promised=fact.promised,
    )


def with_clocks(file: CaseFile, clocks: Clocks | None) -> CaseFile:
    """The file once its promises stand so; without any, as it is."""
    if file.promised is None or clocks is None:
        return file
    return replace(file, promised=replace(file.promised, clocks=clocks))


def _filed(file: CaseFile, fact: Filed) -> CaseFile:
    match fact:
        case FollowUpNoted(case_id=case_id):
            return replace(file, followed_by=(*file.followed_by, case_id))
        case CaseAbsorbed(case_id=case_id):
            return replace(file, absorbed=(*file.absorbed, case_id))
        case CasePrioritised(priority=priority, clocks=clocks):
            return replace(with_clocks(file, clocks), priority=priority)
        case CaseAnswered(clocks=clocks):
            return with_clocks(file, clocks)
        case PromiseNeared(clocks=clocks):
            return replace(with_clocks(file, clocks), warnings=(*file.warnings, fact))
        case PromiseBroken(clocks=clocks):
            return replace(with_clocks(file, clocks), broken=(*file.broken, fact))
        case NoteAdded(note_id=note_id, kind=kind, text=text, author=author, added_at=added_at):
            note = Note(note_id=note_id, kind=kind, text=text, author=author, added_at=added_at)
            return replace(file, notes=(*file.notes, note))
        case CaseEscalated(reason=reason, escalated_by=by, escalated_at=at):
            escalation = Escalation(reason=reason, escalated_by=by, escalated_at=at)
            return replace(file, escalations=(*file.escalations, escalation))
        case _:
            assert_never(fact)


def _worked(file: CaseFile, agent: str, fact: Worked) -> Opened:
    match fact:
        case CaseBegun():
            return InProgress(file=file, agent=agent)
        case CaseResumed(clocks=clocks):
            return InProgress(file=with_clocks(file, clocks), agent=agent)
        case CustomerAwaited(clocks=clocks):
            return WaitingCustomer(
                file=with_clocks(file, clocks),
                agent=agent,
                question=fact.question,
                since=fact.awaited_since,
                unanswered_at=fact.unanswered_at,
            )
        case ThirdPartyAwaited(party=party, awaited=awaited, clocks=clocks, awaited_since=since):
            waited = with_clocks(file, clocks)
            return WaitingThirdParty(file=waited, agent=agent, party=party, awaited=awaited, since=since)
        case CaseResolved(clocks=clocks):
            return Resolved(
                file=with_clocks(file, clocks),
                agent=agent,
                resolution=fact.resolution,
                resolved_at=fact.resolved_at,
                unanswered=fact.unanswered,
            )
        case _:
            assert_never(fact)


def _handed_on(case: Opened, fact: HandedOn) -> Opened:
    match fact:
        case CaseAssigned(agent=agent):
            # It stays the turn of who is awaited, whoever waits for the answer.
            return (
                replace(case, agent=agent)
                if isinstance(case, WaitingCustomer | WaitingThirdParty)
                else Assigned(file=case.file, agent=agent)
            )
        case CaseReopened(clocks=clocks):
            return _reopened(replace(case, file=with_clocks(case.file, clocks)))
        case CaseClosed(closed_at=at):
            return _closed(case, at)
        case CaseMerged(into=into):
            return Merged(file=case.file, agent=agent_of(case), into=into)
        case MarkedAsSpam(reason=reason):
            return Spam(file=case.file, agent=agent_of(case), reason=reason)
        case _:
            assert_never(fact)


def _reopened(case: Opened) -> Opened:
    """A case that was worked on goes on there; one taken for spam goes back to where it was handed out."""
    match case:
        case Resolved(file=file, agent=agent) | Closed(file=file, agent=agent):
            return InProgress(file=replace(file, reopened=file.reopened + 1), agent=agent)
        case Spam(file=file, agent=agent):
            return New(file=file) if agent is None else Assigned(file=file, agent=agent)
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty() | Merged():
            return case
        case _:
            assert_never(case)


def _closed(case: Opened, at: datetime) -> Opened:
    match case:
        case Resolved():
            return Closed(
                file=case.file,
                agent=case.agent,
                resolution=case.resolution,
                resolved_at=case.resolved_at,
                closed_at=at,
                unanswered=case.unanswered,
            )
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty() | Closed() | Merged() | Spam():
            return case
        case _:
            assert_never(case)
