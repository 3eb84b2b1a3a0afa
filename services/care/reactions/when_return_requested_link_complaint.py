"""A return that a complaint led to is named by it; one that was rejected, or about other goods, undoes the request."""

from collections.abc import Iterable

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import LinkReturn
from services.care.customer_return.events import ReturnRequested
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnRequested)
def when_return_requested_link_complaint(fact: Fact[ReturnRequested]) -> Iterable[Send]:
    """In the transaction of the request."""
    requested = fact.data
    if requested.complaint_id:
        command = LinkReturn(
            return_id=fact.id,
            customer_id=requested.customer_id,
            order_id=requested.order_id,
            line_nos=tuple(line.line_no for line in requested.lines),
        )
        yield Send(command, COMPLAINT.stream(requested.complaint_id))
