"""A payment as decisions of the dunning case and of the credit account read it.

They cannot import its decider, whose own decisions read them.
"""

from typing import Final

from services.accounting.payment.state import NotReceived, Payment, evolve
from shared.kernel.decider import Decider

PAYMENT_AS_READ: Final[Decider[Payment]] = Decider(
    category="payment", initial=NotReceived(), evolve=evolve, decisions={}, events=(), shapes=()
)
"""Names its streams; decides nothing."""
