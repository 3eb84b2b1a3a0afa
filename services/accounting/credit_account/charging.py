"""Counting what a debtor is charged for being late: fees and interest are receivables, so they use credit."""

from datetime import date
from typing import assert_never

from services.accounting.credit_account.blocking import then_blocked, then_unblocked
from services.accounting.credit_account.events import ChargeExposureMoved, CreditAccountEvent
from services.accounting.credit_account.moving import REOPENED
from services.accounting.credit_account.state import CreditAccount, Open, Unopened
from services.accounting.dunning_case.reading import DUNNING_CASE_AS_READ
from services.accounting.dunning_case.state import DunningCase, Running, Watched
from services.accounting.dunning_case.state import Unwatched as NeverLate
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class CountCharges:
    """Something happened to the charges of a case of theirs. Given the case.

    `because`: claimed, paid, reopened, waived, written-off, reviewed.
    """

    case_id: str
    because: str
    on: date


def count_charges(request: CountCharges, account: CreditAccount, given: Given) -> list[CreditAccountEvent]:
    """What is open of them as the case stands, not a difference, so that repeating it changes nothing.

    A charge alone takes no credit back that was given: which level keeps goods here is for the dunning policy to say.
    Money that bounced may block them, as it does when it was for an invoice; money that came may let them go.
    """
    match account:
        case Unopened():
            return []
        case Open(charges=counted):
            open_now = _open_of(given.of(DUNNING_CASE_AS_READ, request.case_id))
            if open_now is None or open_now == counted.get(request.case_id, Money.zero(open_now.currency)):
                return []
            moved = ChargeExposureMoved(
                case_id=request.case_id, open=open_now, because=request.because, moved_on=request.on
            )
            follow = then_blocked if request.because == REOPENED else then_unblocked
            return follow(account, [moved], request.on)
        case _:
            assert_never(account)


def _open_of(case: DunningCase) -> Money | None:
    match case:
        case NeverLate():
            return None
        case Watched(account=debtor) | Running(account=debtor):
            return debtor.charged
        case _:
            assert_never(case)
