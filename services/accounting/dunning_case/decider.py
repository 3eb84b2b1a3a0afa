"""The dunning case's table of contents."""

from collections.abc import Iterable
from typing import Any, Final

from services.accounting.dunning_case.charging import (
    ApproveWaiver,
    ProposeWaiver,
    RefuseWaiver,
    ReopenCharges,
    SettleCharges,
    approve_waiver,
    propose_waiver,
    refuse_waiver,
    reopen_charges,
    settle_charges,
)
from services.accounting.dunning_case.events import (
    CaseContinued,
    CaseOpened,
    CaseResolved,
    ChargeClaimed,
    ChargesReopened,
    ChargesSettled,
    ChargeWaived,
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
from services.accounting.dunning_case.handing_over import (
    HandOverCase,
    NoteLetterLeft,
    RecallCase,
    hand_over_case,
    note_letter_left,
    recall_case,
)
from services.accounting.dunning_case.holding import WatchPayment, watch_payment
from services.accounting.dunning_case.pausing import (
    AgreePlan,
    BlockDunning,
    MakePromise,
    TakeBackPlan,
    TakeBackPromise,
    UnblockDunning,
    agree_plan,
    block_dunning,
    make_promise,
    take_back_plan,
    take_back_promise,
    unblock_dunning,
)
from services.accounting.dunning_case.reviewing import NoteReviewDue, ReviewCase, note_review_due, review_case
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched, evolve
from services.accounting.dunning_case.watching import WatchInvoice, watch_invoice
from services.accounting.dunning_case.writing_off import (
    ApproveWriteOff,
    ProposeWriteOff,
    RefuseWriteOff,
    approve_write_off,
    propose_write_off,
    refuse_write_off,
)
from shared.kernel.days import begin_of
from shared.kernel.decider import Deadline, Decider, NoDeadline

REVIEW: Final = "review"


def deadlines(fact: Any, _: DunningCase) -> Iterable[Deadline | NoDeadline]:
    """One per case: the beginning of the day that it looks at itself."""
    if not isinstance(fact, ReviewScheduled):
        return
    if fact.review_on is None:
        yield NoDeadline(REVIEW)
    else:
        yield Deadline(REVIEW, begin_of(fact.review_on))


DUNNING_CASE: Final[Decider[DunningCase]] = Decider(
    category="dunning_case",
    initial=Unwatched(),
    evolve=evolve,
    decisions={
        WatchInvoice: watch_invoice,
        WatchPayment: watch_payment,
        NoteReviewDue: note_review_due,
        ReviewCase: review_case,
        SettleCharges: settle_charges,
        ReopenCharges: reopen_charges,
        ProposeWaiver: propose_waiver,
        ApproveWaiver: approve_waiver,
        RefuseWaiver: refuse_waiver,
        BlockDunning: block_dunning,
        UnblockDunning: unblock_dunning,
        MakePromise: make_promise,
        TakeBackPromise: take_back_promise,
        AgreePlan: agree_plan,
        TakeBackPlan: take_back_plan,
        NoteLetterLeft: note_letter_left,
        HandOverCase: hand_over_case,
        RecallCase: recall_case,
        ProposeWriteOff: propose_write_off,
        ApproveWriteOff: approve_write_off,
        RefuseWriteOff: refuse_write_off,
    },
    events=(
        InvoiceWatched,
        MoneyOnAccountNoted,
        ReviewScheduled,
        ReviewFellDue,
        CaseOpened,
        LevelRaised,
        CaseContinued,
        ChargeClaimed,
        InterestAccrued,
        ReminderIssued,
        LetterLeft,
        RemindersOvertaken,
        ChargesSettled,
        ChargesReopened,
        WaiverProposed,
        ChargeWaived,
        WaiverRefused,
        DunningBlocked,
        DunningUnblocked,
        PromiseMade,
        PromiseKept,
        PromiseBroken,
        PromiseTakenBack,
        PlanAgreed,
        PlanKept,
        PlanBroken,
        PlanTakenBack,
        HandedOver,
        CaseRecalled,
        WriteOffProposed,
        WriteOffApproved,
        WriteOffRefused,
        LeftToPerson,
        CaseResolved,
    ),
    shapes=(Unwatched, Watched, Running),
    deadlines=deadlines,
    on_deadline={REVIEW: lambda passed: NoteReviewDue(on=passed.now.date())},
    snapshot_every=100,
)
