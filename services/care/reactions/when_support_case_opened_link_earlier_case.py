"""When a support case follows an earlier one, the earlier one names it, or there is no such case and none is opened."""

from collections.abc import Iterable

from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.events import CaseOpened
from services.care.support_case.opening import NoteFollowUp
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CaseOpened)
def when_support_case_opened_link_earlier_case(fact: Fact[CaseOpened]) -> Iterable[Send]:
    """In the transaction that opens the case."""
    opened = fact.data
    if opened.follows is not None:
        command = NoteFollowUp(case_id=fact.id, customer_id=opened.customer_id)
        yield Send(command, SUPPORT_CASE.stream(opened.follows))
