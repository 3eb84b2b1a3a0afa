"""Complaints over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path, status

from services.care.complaint.correcting import CorrectComplaint, GoodsComeBackForComplaint
from services.care.complaint.decider import COMPLAINT
from services.care.complaint.events import Kind, Outcome, Subject
from services.care.complaint.opening import (
    ComplaintIsOver,
    ComplaintUnknown,
    OpenComplaint,
    OtherCustomersOrder,
    SubjectIncomplete,
)
from services.care.complaint.resolving import (
    CloseComplaint,
    ComplaintNotResolved,
    ReopenComplaint,
    ResolveComplaint,
    TooLateToReopenComplaint,
    WithdrawComplaint,
)
from services.care.complaint.verifying import VerifyComplaint
from services.care.complaint.views import COMPLAINTS
from services.care.complaint.working import (
    AddComplaintNote,
    AskCustomer,
    AssignComplaint,
    AwaitThirdParty,
    ComplaintIsFull,
    EscalateComplaint,
    NobodyHasComplaint,
    PrioritiseComplaint,
    ResumeComplaint,
)
from services.care.fields import AssignmentIn, NoteIn, PriorityIn, QuestionIn, Text, ThirdPartyIn
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.warranty.decider import WARRANTY
from shared.kernel.decider import Send, StreamId
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, OptionalText, Quantity, Reason, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["complaint"])
ComplaintId = Annotated[Identity, Path(description="the complaint")]


class AboutIn(Strict):
    """What it is about. A complaint about an invoice names it, and stops its dunning while it is open.

    One about goods stops the dunning of what these come to, on whatever invoice they are billed: of so many units of a
    line, or of all of them where no quantity is named. Where it names an invoice that bills them, so many units are
    looked for there first, and all of them are those on it.
    """

    kind: Kind
    order_id: Identity | None = None
    line_no: LineNo | None = None
    quantity: Quantity | None = None
    invoice_id: Identity | None = None

    def to_subject(self) -> Subject:
        """The same as the domain has it."""
        return Subject(
            kind=self.kind,
            order_id=self.order_id or "",
            line_no=self.line_no,
            invoice_id=self.invoice_id or "",
            quantity=self.quantity,
        )


class ComplaintIn(Strict):
    """What a customer is not content with."""

    customer_id: Identity
    title: ShortText
    description: OptionalText = ""
    priority: Priority = Priority.NORMAL
    about: AboutIn

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "customer_id": "C-1001",
                    "title": "Three pumps leak",
                    "description": "All of the last delivery, at the seal.",
                    "priority": "high",
                    "about": {
                        "kind": "goods",
                        "order_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                        "line_no": 1,
                        "quantity": "3",
                    },
                }
            ]
        }
    }


class CorrectionIn(Strict):
    """What it is about after all, as a whole, and how that is known."""

    about: AboutIn
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "about": {"kind": "goods", "order_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11", "line_no": 2},
                    "reason": "They meant the valves, which are on line 2.",
                }
            ]
        }
    }


class DecisionIn(Strict):
    """What was decided, and how it was explained to the customer."""

    outcome: Outcome
    resolution: Text

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"outcome": "accepted", "resolution": "One credited, one replaced."}]}
    }


_ANY = (ComplaintUnknown, ComplaintIsOver, *ALWAYS)


@router.post(
    "/complaints",
    name="open complaint",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(SubjectIncomplete, OtherCustomersOrder, *ALWAYS),
)
async def open_complaint(body: ComplaintIn, ask: Ask) -> DocumentRef:
    """Takes it down. From here on the clocks of its priority run, in working time.

    What it names and care has not heard of is marked as `unverified`, and waits in the queue of that name.
    """
    command = OpenComplaint(
        customer_id=body.customer_id,
        title=body.title,
        description=body.description,
        priority=body.priority,
        about=body.about.to_subject(),
        by=ask.person,
        at=ask.now,
    )
    given = (SERVICE_LEVEL.stream(THE_SERVICE_LEVEL), *_warranty_of(body.about))
    return await ask.perform(Send(command, COMPLAINT.stream(ask.new_id()), given=given), creates=True)


def _warranty_of(about: AboutIn) -> tuple[StreamId, ...]:
    return (WARRANTY.stream(about.order_id),) if about.order_id else ()


@router.post(
    "/complaints/{complaint_id}/correction",
    name="correct complaint",
    responses=refusals(SubjectIncomplete, OtherCustomersOrder, GoodsComeBackForComplaint, *_ANY),
)
async def correct_complaint(complaint_id: ComplaintId, body: CorrectionIn, ask: Ask) -> DocumentRef:
    """Says what it is about after all: what is contested for it, and not dunned, follows.

    Where goods come back because of it, it stays about the same order and line.
    """
    command = CorrectComplaint(about=body.about.to_subject(), reason=body.reason, by=ask.person, at=ask.now)
    send = Send(command, COMPLAINT.stream(complaint_id), given=_warranty_of(body.about))
    return await ask.perform(send, reason=body.reason)


@router.post("/complaints/{complaint_id}/verification", name="verify complaint", responses=refusals(*_ANY))
async def verify_complaint(complaint_id: ComplaintId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Says that what care has not heard of is as the complaint says, and how that is known."""
    command = VerifyComplaint(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)), reason=body.reason)


@router.post("/complaints/{complaint_id}/assignment", name="assign complaint", responses=refusals(*_ANY))
async def assign_complaint(complaint_id: ComplaintId, body: AssignmentIn, ask: Ask) -> DocumentRef:
    """Hands it to an agent."""
    command = AssignComplaint(agent=body.agent, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)))


@router.post("/complaints/{complaint_id}/priority", name="prioritise complaint", responses=refusals(*_ANY))
async def prioritise_complaint(complaint_id: ComplaintId, body: PriorityIn, ask: Ask) -> DocumentRef:
    """Says how urgent it really is: the clocks count from its opening to the other targets."""
    command = PrioritiseComplaint(priority=body.priority, reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)), reason=body.reason)


@router.post(
    "/complaints/{complaint_id}/notes",
    name="add complaint note",
    responses=refusals(ComplaintIsFull, TooLateToReopenComplaint, OtherCustomersOrder, *_ANY),
)
async def add_complaint_note(complaint_id: ComplaintId, body: NoteIn, ask: Ask) -> DocumentRef:
    """Writes down what was said. The first note to the customer is our response; one from them ends the waiting.

    One from them reopens what was decided, within 14 days; later it opens another complaint, `followed_by`.
    """
    command = AddComplaintNote(note_id=ask.new_id(), kind=body.kind, text=body.text, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)))


@router.post(
    "/complaints/{complaint_id}/waiting",
    name="ask customer about complaint",
    responses=refusals(NobodyHasComplaint, *_ANY),
)
async def ask_customer(complaint_id: ComplaintId, body: QuestionIn, ask: Ask) -> DocumentRef:
    """Waits for the customer: the clock of the resolution stands still.

    They are reminded after some working days, as the service level says. After some more it is closed as unanswered,
    and what they write within 14 days reopens it.
    """
    command = AskCustomer(question=body.question, by=ask.person, at=ask.now)
    given = (SERVICE_LEVEL.stream(THE_SERVICE_LEVEL),)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id), given=given))


@router.post(
    "/complaints/{complaint_id}/third-party",
    name="await third party about complaint",
    responses=refusals(NobodyHasComplaint, *_ANY),
)
async def await_third_party(complaint_id: ComplaintId, body: ThirdPartyIn, ask: Ask) -> DocumentRef:
    """Waits for a carrier or a supplier, say: what we promised the customer by when stays promised."""
    command = AwaitThirdParty(party=body.party, awaited=body.awaited, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)))


@router.post(
    "/complaints/{complaint_id}/resumption",
    name="resume complaint",
    responses=refusals(NobodyHasComplaint, *_ANY),
)
async def resume_complaint(complaint_id: ComplaintId, ask: Ask) -> DocumentRef:
    """Goes on without waiting longer: the clock runs with what was left."""
    return await ask.perform(Send(ResumeComplaint(by=ask.person, at=ask.now), COMPLAINT.stream(complaint_id)))


@router.post("/complaints/{complaint_id}/escalation", name="escalate complaint", responses=refusals(*_ANY))
async def escalate_complaint(complaint_id: ComplaintId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Asks a manager to look at it."""
    command = EscalateComplaint(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)), reason=body.reason)


@router.post("/complaints/{complaint_id}/resolution", name="resolve complaint", responses=refusals(*_ANY))
async def resolve_complaint(complaint_id: ComplaintId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Decides about it; it closes by itself after 7 days."""
    command = ResolveComplaint(outcome=body.outcome, resolution=body.resolution, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)))


@router.post(
    "/complaints/{complaint_id}/reopening",
    name="reopen complaint",
    responses=refusals(ComplaintUnknown, ComplaintIsOver, TooLateToReopenComplaint, *ALWAYS),
)
async def reopen_complaint(complaint_id: ComplaintId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Within 14 days after it was resolved; with a new promise to resolve it."""
    command = ReopenComplaint(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)), reason=body.reason)


@router.post(
    "/complaints/{complaint_id}/closing",
    name="close complaint",
    responses=refusals(ComplaintNotResolved, *_ANY),
)
async def close_complaint(complaint_id: ComplaintId, ask: Ask) -> DocumentRef:
    """The customer is content with the decision."""
    return await ask.perform(Send(CloseComplaint(by=ask.person, at=ask.now), COMPLAINT.stream(complaint_id)))


@router.post("/complaints/{complaint_id}/withdrawal", name="withdraw complaint", responses=refusals(*_ANY))
async def withdraw_complaint(complaint_id: ComplaintId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """The customer takes it back."""
    command = WithdrawComplaint(reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, COMPLAINT.stream(complaint_id)), reason=body.reason)


router.include_router(document_routes(COMPLAINTS, "/complaints", "complaint"))
