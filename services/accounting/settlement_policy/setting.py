"""Setting the tolerances."""

from collections import Counter
from datetime import date

from services.accounting.settlement_policy.events import SettlementPolicyEvent, SettlementPolicySet, Tolerance
from services.accounting.settlement_policy.state import MOST_PERCENT, SettlementPolicy
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ToleranceNamedTwice(Rejection):
    """There is one tolerance per currency."""

    code = "accounting.settlement-policy.currency-named-twice"
    ground = Ground.UNACCEPTABLE


class ToleranceTooWide(Rejection):
    """So much is no small difference: a debt is given up by two persons, by a write-off."""

    code = "accounting.settlement-policy.tolerance-too-wide"
    ground = Ground.UNACCEPTABLE


@command
class SetSettlementPolicy:
    """Set all tolerances; what is settled from now on is held against them."""

    tolerances: tuple[Tolerance, ...]
    by: str
    on: date


def set_settlement_policy(request: SetSettlementPolicy, policy: SettlementPolicy) -> list[SettlementPolicyEvent]:
    """The tolerances that are in force already are not set again."""
    times = Counter(one.most.currency for one in request.tolerances)
    for index, one in enumerate(request.tolerances):
        if times[one.most.currency] > 1:
            raise ToleranceNamedTwice(f"{one.most.currency} is named twice", field=f"tolerances.{index}.most.currency")
        if one.percent > MOST_PERCENT:
            raise ToleranceTooWide(f"at most {MOST_PERCENT} %", field=f"tolerances.{index}.percent")
    if request.tolerances == policy.tolerances:
        return []
    return [SettlementPolicySet(tolerances=request.tolerances, set_by=request.by, set_on=request.on)]
