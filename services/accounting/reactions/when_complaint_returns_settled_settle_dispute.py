"""All that came back because of a complaint is settled: nothing more is to be credited for it."""

from collections.abc import Iterable

from services.accounting.contested_goods.contesting import NoteContestedReturnSettled
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import NoteReturnSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintReturnsSettledV1


@reacts_to(ComplaintReturnsSettledV1)
def when_complaint_returns_settled_settle_dispute(fact: Fact[ComplaintReturnsSettledV1]) -> Iterable[Send]:
    """Told by the last of them: what the others are about is not dunned before that."""
    told = fact.data
    for one in told.returns:
        command = NoteReturnSettled(return_id=one.return_id, on=one.settled_on)
        yield Send(command, DISPUTE.stream(told.complaint_id))
        of_goods = NoteContestedReturnSettled(
            complaint_id=told.complaint_id, return_id=one.return_id, on=one.settled_on
        )
        yield Send(of_goods, CONTESTED_GOODS.stream(one.order_id))
