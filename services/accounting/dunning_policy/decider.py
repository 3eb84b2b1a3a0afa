"""The dunning policy's table of contents."""

from typing import Final

from services.accounting.dunning_policy.events import BankReconciled, DunningPolicySet, LetterheadSet
from services.accounting.dunning_policy.heading import SetLetterhead, set_letterhead
from services.accounting.dunning_policy.reconciling import NoteBankReconciled, note_bank_reconciled
from services.accounting.dunning_policy.setting import SetDunningPolicy, set_dunning_policy
from services.accounting.dunning_policy.state import DEFAULTS, DunningPolicy, evolve
from shared.kernel.decider import Decider, StreamId

DUNNING_POLICY: Final[Decider[DunningPolicy]] = Decider(
    category="dunning_policy",
    initial=DEFAULTS,
    evolve=evolve,
    decisions={
        SetDunningPolicy: set_dunning_policy,
        SetLetterhead: set_letterhead,
        NoteBankReconciled: note_bank_reconciled,
    },
    events=(DunningPolicySet, LetterheadSet, BankReconciled),
    shapes=(DunningPolicy,),
)

MAIN: Final = "main"
"""The id of the one policy that the department has."""

THE_POLICY: Final[StreamId] = DUNNING_POLICY.stream(MAIN)
"""Its stream, for decisions that are held against it."""
