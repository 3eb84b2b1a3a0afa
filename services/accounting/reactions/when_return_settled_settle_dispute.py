"""What came back because of a complaint is settled: nothing more is to be credited for it."""

from collections.abc import Iterable

from services.accounting.contested_goods.contesting import NoteContestedReturnSettled
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import NoteReturnSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnSettledV1


@reacts_to(ReturnSettledV1)
def when_return_settled_settle_dispute(fact: Fact[ReturnSettledV1]) -> Iterable[Send]:
    """Returns that no complaint led to settle none; nor do those of which the complaint tells itself."""
    told = fact.data
    if not told.complaint_id or told.complaint_tells:
        return
    command = NoteReturnSettled(return_id=told.return_id, on=told.settled_on)
    yield Send(command, DISPUTE.stream(told.complaint_id))
    of_goods = NoteContestedReturnSettled(complaint_id=told.complaint_id, return_id=told.return_id, on=told.settled_on)
    yield Send(of_goods, CONTESTED_GOODS.stream(told.order_id))
