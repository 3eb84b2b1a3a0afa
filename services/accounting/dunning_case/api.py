"""Dunning cases over HTTP: what a person does about a late payer. Everything else the case does by itself."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from services.accounting.approval_policy.decider import THE_APPROVAL_POLICY
from services.accounting.approval_policy.limiting import AboveApprovalLimit
from services.accounting.approval_policy.state import approving
from services.accounting.credit_account.following import count_charges
from services.accounting.debtor.decider import DEBTOR
from services.accounting.dunning_case.charging import (
    ApproveWaiver,
    ChargeUnknown,
    NothingOpenOfCharge,
    OpenOfChargeChanged,
    OwnWaiver,
    ProposeWaiver,
    RefuseWaiver,
    WaiverExceedsCharge,
    WaiverNotProposed,
    WaiverPending,
    WaiverWasApproved,
)
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.handing_over import (
    DunningIsBlocked,
    FinalLetterHasNotLeft,
    FinalLevelNotReached,
    HandOverCase,
    NotHandedOver,
    NothingToCollect,
    RecallCase,
)
from services.accounting.dunning_case.journalising import debtor_of
from services.accounting.dunning_case.parts import PlannedInstalment
from services.accounting.dunning_case.pausing import (
    AgreePlan,
    BlockDunning,
    CaseIsHandedOver,
    CaseIsResolved,
    DayHasPassed,
    InvoiceNotInCase,
    MakePromise,
    NothingToTakeBack,
    PausedAlready,
    PlanNotWhole,
    PromiseNotWorthIt,
    TakeBackPlan,
    TakeBackPromise,
    TooFarAhead,
    TooManyPromises,
    UnblockDunning,
)
from services.accounting.dunning_case.reviewing import CaseUnknown, ReviewCase
from services.accounting.dunning_case.views import DUNNING_CASES
from services.accounting.dunning_case.writing_off import (
    ApproveWriteOff,
    OwedAmountChanged,
    OwnWriteOff,
    ProposeWriteOff,
    RefuseWriteOff,
    WriteOffNotProposed,
    WriteOffPending,
    WriteOffWasApproved,
)
from services.accounting.dunning_policy.decider import THE_POLICY
from services.accounting.invoice.writing_off import OpenAmountChanged
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Day, Identity, OptionalLine, Reason, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["dunning case"])
CaseId = Annotated[Identity, Path(description="customer and currency", examples=["ACME:USD"])]
ChargeId = Annotated[Identity, Path(examples=["1.2.fee"])]
NOT_RUNNING = (CaseUnknown, CaseIsResolved)
NO_WAIVER = (CaseUnknown, ChargeUnknown, WaiverNotProposed)
CHANGED = (OwedAmountChanged, OpenAmountChanged)
APPROVING = (THE_POLICY, THE_APPROVAL_POLICY)


class BlockIn(Strict):
    """Why the case is held, and until which day, included."""

    reason: Reason
    until: Day

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "their bank is looking into it", "until": "2026-04-15"}]}
    }


class PromiseIn(Strict):
    """By which day the debtor promised to pay, and how much of what.

    Without an amount, all of it that is overdue and not contested; without invoices, of everything, with its charges.
    What their money settles first is the policy's clearing order: what charges take of it counts as paid all the same.
    """

    amount: Amount | None = None
    due_on: Day
    invoice_ids: Annotated[tuple[Identity, ...], Field(max_length=200)] = ()

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"due_on": "2026-04-15"}]}}


class PlannedIn(Strict):
    """An instalment of a plan."""

    due_on: Day
    amount: Amount


class PlanIn(Strict):
    """The instalments, in the order of their days: they come to what they cover, all that is late or these invoices."""

    instalments: Annotated[list[PlannedIn], Field(min_length=1, max_length=60)]
    invoice_ids: Annotated[tuple[Identity, ...], Field(max_length=200)] = ()

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "instalments": [
                        {"due_on": "2026-04-30", "amount": {"minor": 50000, "currency": "USD"}},
                        {"due_on": "2026-05-31", "amount": {"minor": 50000, "currency": "USD"}},
                    ]
                }
            ]
        }
    }


class WaiverIn(Strict):
    """Why the debtor is let off a charge, and how much of it; without an amount, all that is open of it now."""

    reason: Reason
    amount: Amount | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"reason": "paid before, noted late", "amount": {"minor": 120, "currency": "USD"}}]
        }
    }


class HandOverIn(Strict):
    """Who collects it from here on: a lawyer (legal) or a collection agency, and what they call the matter."""

    to: Literal["legal", "agency"]
    name: ShortText
    reference: OptionalLine = ""
    reason: Reason
    without_letter_because: Annotated[
        Reason | None, Field(description="why, where the final level's letter has not left")
    ] = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "to": "legal",
                    "name": "Hall & Partners",
                    "reference": "2026/118",
                    "reason": "no answer to the final notice",
                }
            ]
        }
    }


class WriteOffIn(Strict):
    """What nobody expects to collect any more, and why; without invoices, all that have something overdue."""

    invoice_ids: Annotated[tuple[Identity, ...], Field(max_length=200)] = ()
    with_charges: bool = True
    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "insolvent since March"}]}}


@router.post("/dunning-cases/{case_id}/review", name="review dunning case", responses=refusals(CaseUnknown, *ALWAYS))
async def review_case(case_id: CaseId, ask: Ask) -> DocumentRef:
    """Does today what the day asks for: for when the policy was changed and nobody wants to wait.

    Charges that are older than their counting against the credit limit count from here on.
    """
    reads = (THE_POLICY, DEBTOR.stream(debtor_of(case_id)))
    review = Send(ReviewCase(on=ask.today), DUNNING_CASE.stream(case_id), given=reads)
    return await ask.perform(review, count_charges(case_id, "reviewed", ask.today))


@router.post(
    "/dunning-cases/{case_id}/block",
    name="block dunning",
    responses=refusals(*NOT_RUNNING, CaseIsHandedOver, DayHasPassed, TooFarAhead, *ALWAYS),
)
async def block_dunning(case_id: CaseId, body: BlockIn, ask: Ask) -> DocumentRef:
    """Holds the case until a day; the same again with another day moves it."""
    command = BlockDunning(reason=body.reason, until=body.until, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)), reason=body.reason)


@router.post("/dunning-cases/{case_id}/unblock", name="unblock dunning", responses=refusals(*NOT_RUNNING, *ALWAYS))
async def unblock_dunning(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Lets the case go on before its block ends."""
    command = UnblockDunning(by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/promises",
    name="note promise",
    responses=refusals(
        *NOT_RUNNING,
        CaseIsHandedOver,
        DayHasPassed,
        TooFarAhead,
        InvoiceNotInCase,
        PromiseNotWorthIt,
        PausedAlready,
        TooManyPromises,
        *ALWAYS,
    ),
)
async def note_promise(case_id: CaseId, body: PromiseIn, ask: Ask) -> DocumentRef:
    """Notes that the debtor promised to pay by a day; until then what they promised for is left in peace."""
    command = MakePromise(
        amount=body.amount.to_money() if body.amount else None,
        due_on=body.due_on,
        invoice_ids=body.invoice_ids,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)))


@router.post(
    "/dunning-cases/{case_id}/plans",
    name="agree payment plan",
    responses=refusals(
        *NOT_RUNNING,
        CaseIsHandedOver,
        DayHasPassed,
        TooFarAhead,
        InvoiceNotInCase,
        PlanNotWhole,
        PausedAlready,
        *ALWAYS,
    ),
)
async def agree_plan(case_id: CaseId, body: PlanIn, ask: Ask) -> DocumentRef:
    """Lets the debtor pay by instalments; as long as they keep to it, what it covers is left in peace."""
    instalments = tuple(PlannedInstalment(due_on=one.due_on, amount=one.amount.to_money()) for one in body.instalments)
    command = AgreePlan(instalments=instalments, invoice_ids=body.invoice_ids, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)))


@router.post(
    "/dunning-cases/{case_id}/promises/taking-back",
    name="take back promise",
    responses=refusals(*NOT_RUNNING, NothingToTakeBack, *ALWAYS),
)
async def take_back_promise(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Ends the promise that is to be kept: what rested for it is dunned again."""
    command = TakeBackPromise(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/plans/taking-back",
    name="take back payment plan",
    responses=refusals(*NOT_RUNNING, NothingToTakeBack, *ALWAYS),
)
async def take_back_plan(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Ends the plan that is to be kept: what rested for it is dunned again."""
    command = TakeBackPlan(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/charges/{charge_id}/waiver",
    name="propose waiver",
    responses=refusals(CaseUnknown, ChargeUnknown, NothingOpenOfCharge, WaiverExceedsCharge, WaiverPending, *ALWAYS),
)
async def propose_waiver(case_id: CaseId, charge_id: ChargeId, body: WaiverIn, ask: Ask) -> DocumentRef:
    """Proposes to let the debtor off a charge (a fee, interest), or a part of it; the rest and other charges stay."""
    amount = body.amount.to_money() if body.amount else None
    command = ProposeWaiver(charge_id=charge_id, reason=body.reason, by=ask.person, on=ask.today, amount=amount)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/charges/{charge_id}/waiver/approval",
    name="approve waiver",
    responses=refusals(*NO_WAIVER, OwnWaiver, NothingOpenOfCharge, OpenOfChargeChanged, AboveApprovalLimit, *ALWAYS),
)
async def approve_waiver(case_id: CaseId, charge_id: ChargeId, ask: Ask) -> DocumentRef:
    """Agrees to a waiver that somebody else proposed."""
    command = ApproveWaiver(charge_id=charge_id, by=ask.person, on=ask.today, roles=approving(ask.principal.roles))
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=APPROVING))


@router.post(
    "/dunning-cases/{case_id}/charges/{charge_id}/waiver/refusal",
    name="refuse waiver",
    responses=refusals(*NO_WAIVER, WaiverWasApproved, *ALWAYS),
)
async def refuse_waiver(case_id: CaseId, charge_id: ChargeId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Refuses or withdraws a waiver: the charge stays."""
    command = RefuseWaiver(charge_id=charge_id, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/hand-over",
    name="hand over dunning case",
    responses=refusals(
        *NOT_RUNNING,
        CaseIsHandedOver,
        FinalLevelNotReached,
        FinalLetterHasNotLeft,
        DunningIsBlocked,
        PausedAlready,
        WriteOffPending,
        NothingToCollect,
        *ALWAYS,
    ),
)
async def hand_over_case(case_id: CaseId, body: HandOverIn, ask: Ask) -> DocumentRef:
    """Hands the case over after the final level. As long as a third party has it, we write to the debtor no more."""
    command = HandOverCase(
        to=body.to,
        name=body.name,
        reference=body.reference,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
        without_letter_because=body.without_letter_because or "",
    )
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/hand-over/recall",
    name="recall dunning case",
    responses=refusals(*NOT_RUNNING, NotHandedOver, *ALWAYS),
)
async def recall_case(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Takes the case back: we collect it ourselves again, from where the procedure was."""
    command = RecallCase(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=(THE_POLICY,)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/write-off",
    name="propose write off",
    responses=refusals(*NOT_RUNNING, InvoiceNotInCase, WriteOffPending, *ALWAYS),
)
async def propose_write_off(case_id: CaseId, body: WriteOffIn, ask: Ask) -> DocumentRef:
    """Proposes to give up invoices, whole, and the open charges."""
    command = ProposeWriteOff(
        invoice_ids=body.invoice_ids,
        with_charges=body.with_charges,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id)), reason=body.reason)


@router.post(
    "/dunning-cases/{case_id}/write-off/approval",
    name="approve write off",
    responses=refusals(*NOT_RUNNING, WriteOffNotProposed, OwnWriteOff, AboveApprovalLimit, *CHANGED, *ALWAYS),
)
async def approve_write_off(case_id: CaseId, ask: Ask) -> DocumentRef:
    """Agrees to a write-off that somebody else proposed: invoices, charges, books and exposure in one transaction."""
    command = ApproveWriteOff(by=ask.person, on=ask.today, roles=approving(ask.principal.roles))
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id), given=APPROVING))


@router.post(
    "/dunning-cases/{case_id}/write-off/refusal",
    name="refuse write off",
    responses=refusals(*NOT_RUNNING, WriteOffNotProposed, WriteOffWasApproved, *ALWAYS),
)
async def refuse_write_off(case_id: CaseId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Refuses or withdraws a write-off: it stays owed."""
    command = RefuseWriteOff(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DUNNING_CASE.stream(case_id)), reason=body.reason)


router.include_router(document_routes(DUNNING_CASES, "/dunning-cases", "dunning case"))
