"""A dunning case as decisions of the credit account read it.

They cannot import its decider, whose own decisions read invoices, and one of an invoice reads the credit account.
"""

from typing import Final

from services.accounting.dunning_case.state import DunningCase, Unwatched, evolve
from shared.kernel.decider import Decider

DUNNING_CASE_AS_READ: Final[Decider[DunningCase]] = Decider(
    category="dunning_case", initial=Unwatched(), evolve=evolve, decisions={}, events=(), shapes=()
)
"""Names its streams; decides nothing."""
