"""Money of the debtor that is with us and settles nothing yet: as long as it covers what they owe, nobody duns them."""

from datetime import date
from typing import assert_never

from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import DunningCaseEvent, MoneyOnAccountNoted
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.payment.reading import PAYMENT_AS_READ
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class WatchPayment:
    """Something happened to a payment of theirs. Given the payment and the dunning policy."""

    payment_id: str
    customer_id: str
    currency: str
    on: date


def watch_payment(request: WatchPayment, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Also before anything of theirs is near its day; never refused."""
    held = _held(given.of(PAYMENT_AS_READ, request.payment_id), request)
    match case:
        case Unwatched(on_account=known) | Watched(on_account=known) | Running(on_account=known):
            if known.get(request.payment_id, Money.zero(request.currency)) == held:
                return []
        case _:
            assert_never(case)
    fact = MoneyOnAccountNoted(payment_id=request.payment_id, held=held, noted_on=request.on)
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def _held(payment: Payment, request: WatchPayment) -> Money:
    """A refund that waits for its approval is still with us."""
    match payment:
        case Identified(receipt=receipt, customer_id=customer_id) if customer_id == request.customer_id:
            return receipt.amount - payment.allocated - payment.cleared - payment.refunded
        case NotReceived() | Unidentified() | Identified() | Returned() | Voided():
            return Money.zero(request.currency)
        case _:
            assert_never(payment)
