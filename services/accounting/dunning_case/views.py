"""What readers see of dunning cases."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Boolean, Date, Text

from services.accounting.dunning_case.account import Charge, DebtorAccount, open_of, places_of
from services.accounting.dunning_case.claiming import interest_on
from services.accounting.dunning_case.concluding import next_unpaid
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.handing_over import has_letter_left
from services.accounting.dunning_case.parts import (
    AGENCY,
    CHARGES,
    LEGAL,
    MONEY_ON_ACCOUNT,
    NO_LEVEL,
    TOO_LITTLE,
    HandOver,
    InterestBasis,
    OwedInstalment,
    PlannedInstalment,
    WatchedInvoice,
    WriteOff,
)
from services.accounting.dunning_case.resting import invoices_of_others, is_ours, rests_whole
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from shared.kernel.money import Money, total
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

OF_RUNNING_CASES: Final = ("running", "paused", "exhausted", "handed-over")
"""The statuses in which something is owed. Everywhere else no charge is open."""

Status = Literal["watched", "running", "paused", "exhausted", "handed-over", "resolved"]


@part
class ShownInvoice:
    """An invoice of the debtor of which an instalment is near or overdue.

    `level` is the highest that an instalment of it came to itself, `level_on` since when; `letter_left`: the letter of
    that is sent or posted. `handed_over`: a third party collects it.
    """

    invoice_id: str
    number: str
    instalments: tuple[OwedInstalment, ...]
    open: Money
    disputed: Money
    level: int = 0
    level_on: date | None = None
    letter_left: bool = False
    handed_over: bool = False


@part
class ShownCharge:
    """A fee or interest, with what interest was reckoned on.

    Settlement: open, part-settled, settled. `waiver_proposed_by` is empty where nobody did; `waiver_amount` is what is
    to be waived then.
    """

    charge_id: str
    kind: str
    level: int
    amount: Money
    settled: Money
    waived: Money
    written_off: Money
    open: Money
    settlement: str
    claimed_on: date
    waiver_proposed_by: str
    interest_on: tuple[InterestBasis, ...]
    waiver_amount: Money | None = None


@part
class ShownPause:
    """Why something is not dunned for now. Kind: block (all of it), promise, plan; `until` is when that ends by itself.

    Of a promise or plan `invoice_ids` rest, whole or, without `covers_all`, as much of them as `amount` says.
    """

    kind: str
    until: date
    reason: str
    amount: Money | None
    instalments: tuple[PlannedInstalment, ...]
    invoice_ids: tuple[str, ...] = ()
    covers_all: bool = True


@document
class DunningCaseDocument:
    """A debtor's dunning case. Status: watched (not late yet), running, paused, exhausted (something of ours is at
    the final level), handed-over (all that is watched), resolved.

    Each instalment has a level of its own; `level` is the highest of what is owed.

    `left_because` says why a person has to decide what becomes of it (charges, no-level, money-on-account, too-little)
    and is empty while nobody has to; `on_account` is money of theirs that settles nothing yet.
    It is paused when nothing is left outside of what rests; `pauses` say what does. `hand_over` says who collects it
    instead of us, as long as somebody does, and what was owed when they were given it. `continues` are the resolved
    cases whose debt came back to this one, at the level that they had reached. `credit_stopped`: a level of it stops
    credit; whether a person has lifted that stop, the credit account says.

    `open` and `charged` are what is open of its invoices and of its charges; `accrued` is interest that ran until money
    came off an instalment and is not claimed yet, in the case's currency. `next_review_on` is the day on which the
    case looks at itself; `promise_due_on` that of a promise to be kept, `pay_by` that until which the last letter asks
    to be paid. `letter_left`: the letter of the level is sent or posted.
    """

    id: str
    customer_id: str
    currency: str
    status: Status
    case_no: int
    opened_on: date | None
    level: int
    level_name: str
    level_on: date | None
    invoices: tuple[ShownInvoice, ...]
    open: Money
    disputed: Money
    charges: tuple[ShownCharge, ...]
    charged: Money
    accrued: Money
    on_account: Money
    pauses: tuple[ShownPause, ...]
    promises_made: int
    promises_broken: int
    plans_broken: int
    promise_due_on: date | None
    write_off: WriteOff | None
    waits_for_approval: bool
    left_because: str
    credit_stopped: bool
    next_review_on: date | None
    hand_over: HandOver | None = None
    continues: tuple[int, ...] = ()
    pay_by: date | None = None
    letter_left: bool = False


def read(identity: str, case: DunningCase) -> DunningCaseDocument | None:
    """The case, laid flat."""
    match case:
        case Unwatched():
            return None
        case Watched(account=account):
            status: Status = "resolved" if account.last_case_no else "watched"
            return _shown(identity, status, account, None, case.on_account)
        case Running(account=account):
            return _shown(identity, _status(case), account, case, case.on_account)
        case _:
            assert_never(case)


def _status(case: Running) -> Status:
    if case.hand_over is not None and not is_ours(case):
        return "handed-over"
    if rests_whole(case):
        return "paused"
    return "exhausted" if _is_exhausted(case) else "running"


def _is_exhausted(case: Running) -> bool:
    """Whether something of ours is at the final level; where nothing is owed but charges, the case itself."""
    account, theirs = case.account, invoices_of_others(case)
    ours = [place for name, one in account.invoices.items() if name not in theirs for place in places_of(one)]
    if not account.invoices:
        return case.is_last
    return any(account.reached[place].is_last for place in ours if place in account.reached)


def _shown(
    identity: str, status: Status, account: DebtorAccount, case: Running | None, on_account: Mapping[str, Money]
) -> DunningCaseDocument:
    promise = case.promise if case else None
    waits = any(charge.waiver for charge in account.charges.values()) or bool(case and case.write_off)
    return DunningCaseDocument(
        id=identity,
        customer_id=account.customer_id,
        currency=account.currency,
        status=status,
        case_no=account.last_case_no,
        opened_on=case.opened_on if case else None,
        level=case.level if case else 0,
        level_name=case.level_name if case else "",
        level_on=case.level_on if case else None,
        invoices=tuple(
            _invoice(one, account, is_theirs=case is not None and one.invoice_id in invoices_of_others(case))
            for one in account.invoices.values()
        ),
        open=total((open_of(one) for one in account.invoices.values()), account.currency),
        disputed=total((one.disputed for one in account.invoices.values()), account.currency),
        charges=tuple(_charge(charge) for charge in account.charges.values()),
        charged=account.charged,
        accrued=total((interest_on(one) for one in account.accrued), account.currency),
        on_account=total(on_account.values(), account.currency),
        pauses=_pauses(case) if case else (),
        promises_made=case.promises_made if case else 0,
        promises_broken=case.promises_broken if case else 0,
        plans_broken=case.plans_broken if case else 0,
        promise_due_on=promise.due_on if promise else None,
        write_off=case.write_off if case else None,
        waits_for_approval=waits,
        left_because=case.left_because if case else "",
        credit_stopped=case.stops_credit if case else False,
        next_review_on=account.review_on,
        hand_over=case.hand_over if case else None,
        continues=case.continues if case else (),
        pay_by=case.pay_by if case else None,
        letter_left=case is not None and has_letter_left(case),
    )


def _invoice(invoice: WatchedInvoice, account: DebtorAccount, *, is_theirs: bool) -> ShownInvoice:
    reached = [account.reached[place] for place in places_of(invoice) if place in account.reached]
    furthest = max(reached, key=lambda one: (one.level, one.on), default=None)
    return ShownInvoice(
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        instalments=invoice.instalments,
        open=open_of(invoice),
        disputed=invoice.disputed,
        level=furthest.level if furthest else 0,
        level_on=furthest.on if furthest else None,
        letter_left=furthest is not None and furthest.letter_no in account.letters_left,
        handed_over=is_theirs,
    )


def _charge(charge: Charge) -> ShownCharge:
    part_settled = "part-settled" if charge.open < charge.amount else "open"
    return ShownCharge(
        charge_id=charge.charge_id,
        kind=charge.kind,
        level=charge.level,
        amount=charge.amount,
        settled=charge.settled,
        waived=charge.waived,
        written_off=charge.written_off,
        open=charge.open,
        settlement=part_settled if charge.open else "settled",
        claimed_on=charge.claimed_on,
        waiver_proposed_by=charge.waiver.proposed_by if charge.waiver else "",
        interest_on=charge.interest_on,
        waiver_amount=(charge.waiver.amount or charge.open) if charge.waiver else None,
    )


def _pauses(case: Running) -> tuple[ShownPause, ...]:
    pauses: list[ShownPause] = []
    if (block := case.block) is not None:
        pauses.append(ShownPause(kind="block", until=block.until, reason=block.reason, amount=None, instalments=()))
    if (promise := case.promise) is not None:
        pauses.append(
            ShownPause(
                kind="promise",
                until=promise.due_on,
                reason="",
                amount=promise.amount,
                instalments=(),
                invoice_ids=promise.invoice_ids,
                covers_all=promise.covers_all,
            )
        )
    if (plan := case.plan) is not None and (unpaid := next_unpaid(plan, case.account)) is not None:
        one, lacking = unpaid
        pauses.append(
            ShownPause(
                kind="plan",
                until=one.due_on,
                reason="",
                amount=lacking,
                instalments=plan.instalments,
                invoice_ids=plan.invoice_ids,
            )
        )
    return tuple(pauses)


DUNNING_CASES: Final = DocumentView(
    name="dunning_case",
    decider=DUNNING_CASE,
    document=DunningCaseDocument,
    read=read,
    columns={
        "customer_id": Shown(Text()),
        "currency": Shown(Text()),
        "status": Shown(Text()),
        "level": Shown(BigInteger()),
        "waits_for_approval": Shown(Boolean()),
        "left_because": Shown(Text()),
        "promise_due_on": Shown(Date()),
        "next_review_on": Shown(Date()),
        "open_minor": Shown(BigInteger(), lambda case: case.open.minor),
        "charged_minor": Shown(BigInteger(), lambda case: case.charged.minor),
        "handed_over_to": Shown(
            Text(), lambda case: case.hand_over.to if case.hand_over else "", among=("", LEGAL, AGENCY)
        ),
    },
    filters=("customer_id", "currency", "status", "level", "promise_due_on", "handed_over_to"),
    queues={
        "running": {"status": [*OF_RUNNING_CASES]},
        "exhausted": {"status": "exhausted"},
        "handed-over": {"handed_over_to": [LEGAL, AGENCY]},
        "approval": {"waits_for_approval": True},
        "left": {"left_because": [CHARGES, NO_LEVEL, MONEY_ON_ACCOUNT, TOO_LITTLE]},
    },
    order_by=("id", "open_minor", "next_review_on"),
)
