"""Support cases over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.care.fields import AssignmentIn, NoteIn, PriorityIn, QuestionIn, Text, ThirdPartyIn
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.support_case.assigning import AssignCase, CaseIsOver, EscalateCase, PrioritiseCase
from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.events import About
from services.care.support_case.merging import MarkAsSpam, MergeCase, MergedIntoItself, TargetIsOver
from services.care.support_case.noting import AddNote, TooManyNotes
from services.care.support_case.opening import CaseUnknown, LineWithoutOrder, OpenCase, OtherCustomer
from services.care.support_case.resolving import CloseCase, NotResolved, ReopenCase, ResolveCase, TooLateToReopen
from services.care.support_case.views import SUPPORT_CASES
from services.care.support_case.working import (
    AwaitCustomer,
    AwaitThirdParty,
    BeginCase,
    NobodyHasIt,
    NotWaiting,
    ResumeCase,
)
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, OptionalText, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["support case"])
CaseId = Annotated[Identity, Path(description="the support case")]


class AboutIn(Strict):
    """What it is about, as far as the customer could say."""

    order_id: Identity | None = None
    line_no: LineNo | None = None
    sku: Identity | None = None


class CaseIn(Strict):
    """What a customer asks for. `follows` names an earlier case that is too old to be reopened."""

    customer_id: Identity
    subject: ShortText
    description: OptionalText = ""
    priority: Priority = Priority.NORMAL
    about: AboutIn = AboutIn()
    follows: Identity | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "customer_id": "C-1001",
                    "subject": "Pump leaks at the seal",
                    "description": "Since the second day of use.",
                    "priority": "high",
                    "about": {"order_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11", "line_no": 1, "sku": "PUMP-40"},
                }
            ]
        }
    }


class ResolutionIn(Strict):
    """What was done, or how it was explained."""

    resolution: Text

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"resolution": "Seal replaced on site, tested for an hour."}]}
    }


class MergeIn(Strict):
    """The case of the same customer in which the matter goes on."""

    into: Identity

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"into": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"}]}
    }


@router.post(
    "/support-cases",
    name="open support case",
    status_code=201,
    responses=refusals(LineWithoutOrder, CaseUnknown, OtherCustomer, *ALWAYS),
)
async def open_case(body: CaseIn, ask: Ask) -> DocumentRef:
    """Takes down what a customer asks for; it waits to be assigned.

    From here on the clocks of its priority run, in working time, for the first response and for the resolution.
    """
    command = OpenCase(
        customer_id=body.customer_id,
        subject=body.subject,
        description=body.description,
        priority=body.priority,
        about=About(order_id=body.about.order_id, line_no=body.about.line_no, sku=body.about.sku),
        follows=body.follows,
        by=ask.person,
        at=ask.now,
    )
    given = (SERVICE_LEVEL.stream(THE_SERVICE_LEVEL),)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(ask.new_id()), given=given), creates=True)


@router.post(
    "/support-cases/{case_id}/assignment",
    name="assign support case",
    responses=refusals(CaseIsOver, *ALWAYS),
)
async def assign_case(case_id: CaseId, body: AssignmentIn, ask: Ask) -> DocumentRef:
    """Hands the case to an agent, or to another one."""
    command = AssignCase(agent=body.agent, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/priority",
    name="prioritise support case",
    responses=refusals(CaseIsOver, *ALWAYS),
)
async def prioritise_case(case_id: CaseId, body: PriorityIn, ask: Ask) -> DocumentRef:
    """Says how urgent it really is: the clocks count from its opening to the other targets."""
    command = PrioritiseCase(priority=body.priority, reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)), reason=body.reason)


@router.post(
    "/support-cases/{case_id}/escalation",
    name="escalate support case",
    responses=refusals(CaseIsOver, *ALWAYS),
)
async def escalate_case(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Asks a manager to look at the case: it appears in the queue `escalated`."""
    command = EscalateCase(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)), reason=body.reason)


@router.post(
    "/support-cases/{case_id}/beginning",
    name="begin support case",
    responses=refusals(NobodyHasIt, CaseIsOver, *ALWAYS),
)
async def begin_case(case_id: CaseId, ask: Ask) -> DocumentRef:
    """Starts the work. Answering the customer, asking back or resolving begins it as well."""
    return await ask.perform(Send(BeginCase(by=ask.person, at=ask.now), SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/notes",
    name="add support case note",
    responses=refusals(CaseIsOver, TooLateToReopen, TooManyNotes, *ALWAYS),
)
async def add_note(case_id: CaseId, body: NoteIn, ask: Ask) -> DocumentRef:
    """Writes down what was said. The first note to the customer is our response.

    A word of the customer ends the waiting, or reopens a resolved case with a new promise to resolve it.
    """
    command = AddNote(note_id=ask.new_id(), kind=body.kind, text=body.text, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/waiting",
    name="await customer of support case",
    responses=refusals(NobodyHasIt, CaseIsOver, *ALWAYS),
)
async def await_customer(case_id: CaseId, body: QuestionIn, ask: Ask) -> DocumentRef:
    """Waits for the customer's answer to this question: the clock of the resolution stands still.

    They are reminded after some working days, as the service level says. After some more it is closed as unanswered,
    and what they write within 14 days reopens it.
    """
    command = AwaitCustomer(question=body.question, by=ask.person, at=ask.now)
    given = (SERVICE_LEVEL.stream(THE_SERVICE_LEVEL),)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id), given=given))


@router.post(
    "/support-cases/{case_id}/third-party",
    name="await third party of support case",
    responses=refusals(NobodyHasIt, CaseIsOver, *ALWAYS),
)
async def await_third_party(case_id: CaseId, body: ThirdPartyIn, ask: Ask) -> DocumentRef:
    """Waits for a carrier or a supplier, say: what we promised the customer by when stays promised."""
    command = AwaitThirdParty(party=body.party, awaited=body.awaited, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/resumption",
    name="resume support case",
    responses=refusals(NotWaiting, CaseIsOver, *ALWAYS),
)
async def resume_case(case_id: CaseId, ask: Ask) -> DocumentRef:
    """Goes on without waiting longer: the clock runs with what was left."""
    return await ask.perform(Send(ResumeCase(by=ask.person, at=ask.now), SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/resolution",
    name="resolve support case",
    responses=refusals(NobodyHasIt, CaseIsOver, *ALWAYS),
)
async def resolve_case(case_id: CaseId, body: ResolutionIn, ask: Ask) -> DocumentRef:
    """Says that it is done. Without an objection the case closes by itself seven days later."""
    command = ResolveCase(resolution=body.resolution, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/reopening",
    name="reopen support case",
    responses=refusals(CaseIsOver, TooLateToReopen, *ALWAYS),
)
async def reopen_case(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Takes up a case again within fourteen days of its resolution, with a new promise to resolve it.

    One that was not spam after all comes back at any time, and its clocks have run meanwhile.
    """
    command = ReopenCase(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)), reason=body.reason)


@router.post(
    "/support-cases/{case_id}/closing",
    name="close support case",
    responses=refusals(NotResolved, CaseIsOver, *ALWAYS),
)
async def close_case(case_id: CaseId, ask: Ask) -> DocumentRef:
    """Closes a resolved case with which the customer is content."""
    return await ask.perform(Send(CloseCase(by=ask.person, at=ask.now), SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/merge",
    name="merge support case",
    responses=refusals(MergedIntoItself, CaseUnknown, OtherCustomer, TargetIsOver, CaseIsOver, *ALWAYS),
)
async def merge_case(case_id: CaseId, body: MergeIn, ask: Ask) -> DocumentRef:
    """Lets the case go on in another open case of the same customer."""
    command = MergeCase(case_id=case_id, into=body.into, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)))


@router.post(
    "/support-cases/{case_id}/spam",
    name="mark support case as spam",
    responses=refusals(CaseIsOver, *ALWAYS),
)
async def mark_as_spam(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Puts the case aside; reopening takes it back."""
    command = MarkAsSpam(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SUPPORT_CASE.stream(case_id)), reason=body.reason)


router.include_router(document_routes(SUPPORT_CASES, "/support-cases", "support case"))
