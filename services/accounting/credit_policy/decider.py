"""The credit policy's table of contents."""

from typing import Final

from services.accounting.credit_policy.events import CreditPolicySet
from services.accounting.credit_policy.setting import SetCreditPolicy, set_credit_policy
from services.accounting.credit_policy.state import DEFAULTS, CreditPolicy, evolve
from shared.kernel.decider import Decider, StreamId

CREDIT_POLICY: Final[Decider[CreditPolicy]] = Decider(
    category="credit_policy",
    initial=DEFAULTS,
    evolve=evolve,
    decisions={SetCreditPolicy: set_credit_policy},
    events=(CreditPolicySet,),
    shapes=(CreditPolicy,),
)

MAIN: Final = "main"
"""The id of the one policy that the department has."""

THE_CREDIT_POLICY: Final[StreamId] = CREDIT_POLICY.stream(MAIN)
"""Its stream, for decisions that are held against it."""
