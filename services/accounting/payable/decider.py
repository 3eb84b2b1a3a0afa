"""The payable's table of contents."""

from collections.abc import Iterable
from typing import Final

from services.accounting.payable.crediting import (
    NoteCredit,
    ReopenCredit,
    SettleCredit,
    note_credit,
    reopen_credit,
    settle_credit,
)
from services.accounting.payable.events import (
    PayableCredited,
    PayableCreditSettled,
    PayableEvent,
    PayableFellDue,
    PayableGivenBack,
    PayableHeld,
    PayableOpened,
    PayablePaid,
    PayableReleased,
    PayableReopened,
    PayableTaken,
)
from services.accounting.payable.holding import (
    HoldPayable,
    NoteGoodsCame,
    NoteGoodsMissing,
    ReleasePayable,
    hold_payable,
    note_goods_came,
    note_goods_missing,
    release_payable,
)
from services.accounting.payable.opening import FallDue, OpenPayable, fall_due, open_payable
from services.accounting.payable.paying import (
    GivePayableBack,
    PayPayable,
    ReopenPayable,
    TakePayable,
    give_payable_back,
    pay_payable,
    reopen_payable,
    take_payable,
)
from services.accounting.payable.state import InPayment, NotOpened, Open, Paid, Payable, evolve
from shared.kernel.days import begin_of
from shared.kernel.decider import Deadline, Decider, NoDeadline


def deadlines(fact: PayableEvent, payable: Payable) -> Iterable[Deadline | NoDeadline]:
    """It falls due as its day begins, so that it can still be paid in time; again after a payment that failed."""
    match fact, payable:
        case ((PayableOpened() | PayableReopened()), Open(debt=debt)) if not debt.fell_due:
            yield Deadline("due", begin_of(debt.due_on))
        case PayablePaid(), _:
            yield NoDeadline("due")
        case _:
            return


PAYABLE: Final[Decider[Payable]] = Decider(
    category="payable",
    initial=NotOpened(),
    evolve=evolve,
    decisions={
        OpenPayable: open_payable,
        FallDue: fall_due,
        TakePayable: take_payable,
        GivePayableBack: give_payable_back,
        PayPayable: pay_payable,
        ReopenPayable: reopen_payable,
        HoldPayable: hold_payable,
        ReleasePayable: release_payable,
        NoteGoodsMissing: note_goods_missing,
        NoteGoodsCame: note_goods_came,
        NoteCredit: note_credit,
        SettleCredit: settle_credit,
        ReopenCredit: reopen_credit,
    },
    events=(
        PayableOpened,
        PayableFellDue,
        PayableTaken,
        PayableGivenBack,
        PayablePaid,
        PayableReopened,
        PayableHeld,
        PayableReleased,
        PayableCredited,
        PayableCreditSettled,
    ),
    shapes=(NotOpened, Open, InPayment, Paid),
    deadlines=deadlines,
    on_deadline={"due": lambda _: FallDue()},
)
