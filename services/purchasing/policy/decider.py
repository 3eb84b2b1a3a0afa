"""The policy's table of contents."""

from typing import Final

from services.purchasing.policy.events import PolicySet
from services.purchasing.policy.setting import SetPolicy, set_policy
from services.purchasing.policy.state import MAIN, Policy, evolve
from shared.kernel.decider import Decider, Given, StreamId

POLICY: Final[Decider[Policy]] = Decider(
    category="policy",
    initial=Policy(),
    evolve=evolve,
    decisions={SetPolicy: set_policy},
    events=(PolicySet,),
    shapes=(Policy,),
)

POLICY_STREAM: Final[StreamId] = POLICY.stream(MAIN)
"""The stream to give to decisions that follow the policy."""


def policy_of(given: Given) -> Policy:
    """The rules in force, for a decision whose sender gave POLICY_STREAM."""
    return given.of(POLICY, MAIN)
