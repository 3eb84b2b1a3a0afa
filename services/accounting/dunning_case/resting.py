"""What of a debtor rests while a promise or a plan is to be kept. Everything else goes on being dunned.

A block of a person holds the whole case. What a third party was handed over is theirs: those invoices whole, those
charges, and what is claimed of those invoices later. A plan covers the invoices and charges that it was agreed over,
whole. So does a promise, unless it was of less than the policy's least share of what it names: then so
much rests as was promised and not paid yet, of the oldest instalments.
"""

from datetime import date

from services.accounting.dunning_case.account import Charge, DebtorAccount, DunnedInstalment
from services.accounting.dunning_case.parts import HandOver, PaymentPlan, Promise
from services.accounting.dunning_case.state import DunningCase, Running, Watched
from shared.kernel.money import Money, total
from shared.kernel.records import replace


def invoices_of_others(case: Running) -> tuple[str, ...]:
    """Invoices that a third party collects."""
    return case.hand_over.invoice_ids if case.hand_over is not None else ()


def agreed_invoices(case: DunningCase) -> frozenset[str]:
    """Invoices that a plan or a promise names which is still to be kept."""
    if not isinstance(case, Running):
        return frozenset()
    pauses = (pause for pause in (case.plan, case.promise) if pause is not None)
    return frozenset(name for pause in pauses for name in pause.invoice_ids)


def our_charges(case: Running) -> tuple[Charge, ...]:
    """Open charges that no third party collects, oldest first."""
    theirs = case.hand_over
    if theirs is None:
        return case.account.open_charges
    return tuple(charge for charge in case.account.open_charges if not _is_of(charge, theirs))


def _is_of(charge: Charge, theirs: HandOver) -> bool:
    """Given to them, or interest on nothing but what they were given."""
    if charge.charge_id in theirs.charge_ids:
        return True
    return bool(charge.interest_on) and all(one.invoice_id in theirs.invoice_ids for one in charge.interest_on)


def is_ours(case: Running) -> bool:
    """Whether anything is left that no third party collects."""
    return bool(our_charges(case)) or not {*case.account.invoices} <= {*invoices_of_others(case)}


def dunned_now(case: Running, on: date) -> tuple[DunnedInstalment, ...]:
    """What is dunned on that day: overdue, undisputed, ours, and not resting."""
    if case.block is not None:
        return ()
    dunned = _outside(case.account.dunned(on), invoices_of_others(case))
    if case.plan is not None:
        dunned = _outside(dunned, case.plan.invoice_ids)
    promise = case.promise
    if promise is None:
        return dunned
    if promise.covers_all:
        return _outside(dunned, promise.invoice_ids)
    # Money for what it names may bounce: more is missing then than was promised, and no more rests for it.
    return _less(dunned, promise, min(missing(case.account, promise, promise.amount), promise.amount))


def principal_now(case: Running, on: date) -> Money:
    """The sum of what is dunned on that day, without charges."""
    return total((one.amount for one in dunned_now(case, on)), case.account.currency)


def charges_now(case: Running) -> tuple[Charge, ...]:
    """Open charges of ours that do not rest, oldest first."""
    if case.block is not None:
        return ()
    resting: set[str] = set()
    if case.plan is not None:
        resting |= {*case.plan.charge_ids}
    if case.promise is not None and case.promise.covers_all:
        resting |= {*case.promise.charge_ids}
    return tuple(charge for charge in our_charges(case) if charge.charge_id not in resting)


def resting_invoices(case: Running) -> frozenset[str]:
    """Invoices that rest whole, with their instalments that are not due yet."""
    plan, promise = case.plan, case.promise
    planned = plan.invoice_ids if plan is not None else ()
    promised = promise.invoice_ids if promise is not None and promise.covers_all else ()
    return frozenset((*planned, *promised, *invoices_of_others(case)))


def money_with_us(case: Watched | Running) -> Money:
    """The debtor's own money, which settles nothing yet."""
    return total(case.on_account.values(), case.account.currency)


def is_covered(case: Running, owed: Money) -> bool:
    """Whether the debtor's own money, which settles nothing yet, would settle so much."""
    return bool(owed) and owed <= money_with_us(case)


def rests_whole(case: Running) -> bool:
    """Whether nothing that the case watches or claims is left outside of what rests, whatever day it is."""
    if case.block is not None:
        return True
    is_paused = case.plan is not None or (case.promise is not None and case.promise.covers_all)
    return is_paused and not charges_now(case) and resting_invoices(case).issuperset(case.account.invoices)


def missing(account: DebtorAccount, pause: Promise | PaymentPlan, due: Money) -> Money:
    """How much less than `due` was paid since, of what was owed of it or of other charges; nothing, when it was all.

    What their money settles first is our order (`clearing_order`), not theirs: who pays what they promised has kept it.
    """
    paid = pause.owed - account.owed_of(pause.invoice_ids, pause.charge_ids)
    charges_paid = account.paid_of_other_charges(pause.charge_ids)
    since = account.nothing if pause.charges_paid is None else max(charges_paid - pause.charges_paid, account.nothing)
    return max(due - paid - since, account.nothing)


def _outside(dunned: tuple[DunnedInstalment, ...], invoice_ids: tuple[str, ...]) -> tuple[DunnedInstalment, ...]:
    return tuple(one for one in dunned if one.invoice_id not in invoice_ids)


def _less(dunned: tuple[DunnedInstalment, ...], promise: Promise, resting: Money) -> tuple[DunnedInstalment, ...]:
    """Without so much of the oldest instalments that the promise names, in the order that they stood in before."""
    left: dict[tuple[str, int], Money] = {}
    for one in sorted(dunned, key=lambda one: one.due_on):
        taken = min(resting, one.amount) if one.invoice_id in promise.invoice_ids else resting - resting
        resting = resting - taken
        left[one.invoice_id, one.instalment_no] = one.amount - taken
    amounts = ((one, left[one.invoice_id, one.instalment_no]) for one in dunned)
    return tuple(replace(one, amount=amount) for one, amount in amounts if amount)
