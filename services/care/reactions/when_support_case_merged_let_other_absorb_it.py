"""When a support case is merged, the other case takes it in, or refuses and nothing is merged."""

from collections.abc import Iterable

from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.events import CaseMerged
from services.care.support_case.merging import AbsorbCase
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CaseMerged)
def when_support_case_merged_let_other_absorb_it(fact: Fact[CaseMerged]) -> Iterable[Send]:
    """In the transaction that merges the case."""
    merged = fact.data
    yield Send(AbsorbCase(case_id=fact.id, customer_id=merged.customer_id), SUPPORT_CASE.stream(merged.into))
