"""A return that turns out to be because of a complaint is named by it; one about other goods undoes that."""

from collections.abc import Iterable

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import LinkReturn
from services.care.customer_return.events import ComplaintNamed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ComplaintNamed)
def when_complaint_named_link_return(fact: Fact[ComplaintNamed]) -> Iterable[Send]:
    """In the transaction that names it. Nothing follows where it is said that complaints are unrelated."""
    named = fact.data
    if named.complaint_id:
        command = LinkReturn(
            return_id=fact.id,
            customer_id=named.customer_id,
            order_id=named.order_id,
            line_nos=named.line_nos,
        )
        yield Send(command, COMPLAINT.stream(named.complaint_id))
