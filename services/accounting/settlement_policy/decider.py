"""The settlement policy's table of contents."""

from typing import Final

from services.accounting.settlement_policy.events import SettlementPolicySet
from services.accounting.settlement_policy.setting import SetSettlementPolicy, set_settlement_policy
from services.accounting.settlement_policy.state import DEFAULTS, SettlementPolicy, evolve
from shared.kernel.decider import Decider, StreamId

SETTLEMENT_POLICY: Final[Decider[SettlementPolicy]] = Decider(
    category="settlement_policy",
    initial=DEFAULTS,
    evolve=evolve,
    decisions={SetSettlementPolicy: set_settlement_policy},
    events=(SettlementPolicySet,),
    shapes=(SettlementPolicy,),
)

MAIN: Final = "main"
"""The id of the one policy that the department has."""

THE_SETTLEMENT_POLICY: Final[StreamId] = SETTLEMENT_POLICY.stream(MAIN)
"""Its stream, for decisions that are held against it."""
