"""Charges after they were claimed: settled by money, owed again, or waived when two persons agree."""

from datetime import date
from typing import assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.dunning_case.account import Charge
from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import (
    ChargesReopened,
    ChargesSettled,
    ChargeWaived,
    DunningCaseEvent,
    WaiverProposed,
    WaiverRefused,
)
from services.accounting.dunning_case.parts import Clearing
from services.accounting.dunning_case.reviewing import CaseUnknown
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ChargeUnknown(Rejection):
    """The case has no charge of this id."""

    code = "accounting.dunning-case.charge-unknown"
    ground = Ground.NOT_FOUND


class NothingOpenOfCharge(Rejection):
    """Nothing of the charge is open any more."""

    code = "accounting.dunning-case.nothing-open-of-charge"


class ClearingExceedsCharge(Rejection):
    """More would be settled than is open of the charge."""

    code = "accounting.dunning-case.clearing-exceeds-charge"


class WaiverExceedsCharge(Rejection):
    """A waiver is of an amount above zero in the currency of the charge, and at most what is open of it."""

    code = "accounting.dunning-case.waiver-exceeds-charge"
    ground = Ground.UNACCEPTABLE


class OpenOfChargeChanged(Rejection):
    """Less is open of the charge than was to be waived; refuse the waiver, and propose it anew."""

    code = "accounting.dunning-case.open-of-charge-changed"


class WaiverNotProposed(Rejection):
    """Nobody has proposed to waive this charge."""

    code = "accounting.dunning-case.waiver-not-proposed"


class WaiverPending(Rejection):
    """Another waiver of this charge waits for its approval."""

    code = "accounting.dunning-case.waiver-pending"


class WaiverWasApproved(Rejection):
    """The charge was let off already."""

    code = "accounting.dunning-case.waiver-was-approved"


class OwnWaiver(Rejection):
    """A waiver is approved by somebody else than who proposed it."""

    code = "accounting.dunning-case.own-waiver"
    ground = Ground.NOT_ALLOWED


@command
class SettleCharges:
    """Allocate money to charges. Given the dunning policy. It came on `paid_on`, where that is another day."""

    settlement_id: str
    clearings: tuple[Clearing, ...]
    on: date
    paid_on: date | None = None


@command
class ReopenCharges:
    """The money did not stay. Given the dunning policy."""

    settlement_id: str
    reason: str
    on: date


@command
class ProposeWaiver:
    """Let the debtor off so much of a charge; all that is open of it now when no amount is named."""

    charge_id: str
    reason: str
    by: str
    on: date
    amount: Money | None = None


@command
class ApproveWaiver:
    """Agree. Given the dunning policy and the approval policy."""

    charge_id: str
    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefuseWaiver:
    """Keep the charge; who proposed may withdraw it this way."""

    charge_id: str
    reason: str
    by: str
    on: date


def settle_charges(request: SettleCharges, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Never more than is open: the whole payment is then decided anew."""
    match case:
        case Unwatched():
            raise CaseUnknown("there is no charge to settle")
        case Watched(account=account) | Running(account=account):
            if request.settlement_id in account.settlements:
                return []
            for one in request.clearings:
                charge = account.charges.get(one.charge_id)
                if charge is None or one.amount > charge.open:
                    raise ClearingExceedsCharge(f"less is open of charge {one.charge_id}", charge_id=one.charge_id)
            fact = ChargesSettled(
                settlement_id=request.settlement_id, clearings=request.clearings, settled_on=request.on
            )
            policy = given.of(DUNNING_POLICY, MAIN)
            return concluded(case, [fact], policy, request.on, paid_on=request.paid_on)
        case _:
            assert_never(case)


def reopen_charges(request: ReopenCharges, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """A settlement that is not known changes nothing."""
    match case:
        case Unwatched():
            return []
        case Watched(account=account) | Running(account=account):
            clearings = account.settlements.get(request.settlement_id)
            if clearings is None:
                return []
            fact = ChargesReopened(
                settlement_id=request.settlement_id,
                clearings=clearings,
                reason=request.reason,
                reopened_on=request.on,
            )
            return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)
        case _:
            assert_never(case)


def propose_waiver(request: ProposeWaiver, case: DunningCase) -> list[DunningCaseEvent]:
    """Of the amount, or of all that is open of it when it is proposed. One at a time."""
    charge = _charge(request.charge_id, case)
    amount = charge.open if request.amount is None else request.amount
    if (pending := charge.waiver) is not None:
        proposed = charge.open if pending.amount is None else pending.amount
        if (pending.reason, pending.proposed_by, proposed) == (request.reason, request.by, amount):
            return []
        raise WaiverPending(pending.reason, proposed_by=pending.proposed_by)
    if not charge.open:
        raise NothingOpenOfCharge(f"nothing is open of charge {charge.charge_id}")
    if amount.currency != charge.open.currency or not 0 < amount.minor <= charge.open.minor:
        raise WaiverExceedsCharge(f"{charge.open} is open", field="amount", open=charge.open)
    fact = WaiverProposed(
        charge_id=charge.charge_id,
        reason=request.reason,
        proposed_by=request.by,
        proposed_on=request.on,
        amount=amount,
    )
    return [fact]


def approve_waiver(request: ApproveWaiver, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Four eyes on what is given away: never another amount than they were shown."""
    charge = _charge(request.charge_id, case)
    assert not isinstance(case, Unwatched)  # it has the charge
    if charge.waiver is None:
        if charge.waived and not charge.waiver_refused:
            return []
        raise WaiverNotProposed(f"no waiver of charge {charge.charge_id} is proposed")
    if charge.waiver.proposed_by == request.by:
        raise OwnWaiver("somebody else has to approve it")
    if not charge.open:
        raise NothingOpenOfCharge(f"nothing is open of charge {charge.charge_id}")
    # Those that were proposed before their amount was kept are of all that is open.
    amount = charge.open if charge.waiver.amount is None else charge.waiver.amount
    if amount > charge.open:
        raise OpenOfChargeChanged(f"{charge.open} is open", open=charge.open)
    require_within_limit(amount, request.roles, given)
    fact = ChargeWaived(
        charge_id=charge.charge_id,
        kind=charge.kind,
        customer_id=case.account.customer_id,
        amount=amount,
        waived_by=request.by,
        waived_on=request.on,
    )
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def refuse_waiver(request: RefuseWaiver, case: DunningCase) -> list[DunningCaseEvent]:
    """Asked twice, it happens once; what was approved is not refused any more."""
    charge = _charge(request.charge_id, case)
    if charge.waiver is None:
        if charge.waiver_refused:
            return []
        if charge.waived:
            raise WaiverWasApproved(f"charge {charge.charge_id} was let off")
        raise WaiverNotProposed(f"no waiver of charge {charge.charge_id} is proposed")
    return [
        WaiverRefused(charge_id=charge.charge_id, reason=request.reason, refused_by=request.by, refused_on=request.on)
    ]


def _charge(charge_id: str, case: DunningCase) -> Charge:
    match case:
        case Unwatched():
            raise CaseUnknown("nothing was ever claimed from this debtor")
        case Watched(account=account) | Running(account=account):
            found = account.charges.get(charge_id)
            if found is None:
                raise ChargeUnknown(f"the case has no charge {charge_id}", field="charge_id")
            return found
        case _:
            assert_never(case)
