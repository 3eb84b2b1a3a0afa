"""The approval policy's table of contents."""

from typing import Final

from services.accounting.approval_policy.events import ApprovalPolicySet
from services.accounting.approval_policy.setting import SetApprovalPolicy, set_approval_policy
from services.accounting.approval_policy.state import DEFAULTS, ApprovalPolicy, evolve
from shared.kernel.decider import Decider, StreamId

APPROVAL_POLICY: Final[Decider[ApprovalPolicy]] = Decider(
    category="approval_policy",
    initial=DEFAULTS,
    evolve=evolve,
    decisions={SetApprovalPolicy: set_approval_policy},
    events=(ApprovalPolicySet,),
    shapes=(ApprovalPolicy,),
)

MAIN: Final = "main"
"""The id of the one policy that the department has."""

THE_APPROVAL_POLICY: Final[StreamId] = APPROVAL_POLICY.stream(MAIN)
"""Its stream, for decisions that are held against it."""
