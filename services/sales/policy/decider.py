"""The sales policy's table of contents."""

from typing import Final

from services.sales.policy.events import PolicySet
from services.sales.policy.setting import SetPolicy, set_policy
from services.sales.policy.state import DEFAULTS, Policy, evolve
from shared.kernel.decider import Decider, StreamId

POLICY: Final[Decider[Policy]] = Decider(
    category="policy",
    initial=DEFAULTS,
    evolve=evolve,
    decisions={SetPolicy: set_policy},
    events=(PolicySet,),
    shapes=(Policy,),
)

MAIN: Final = "main"
"""The id of the one policy that the department has."""

MAIN_POLICY: Final[StreamId] = POLICY.stream(MAIN)
"""Its stream, for decisions that are held against the limits."""
