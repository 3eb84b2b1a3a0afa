"""A customer wrote about a complaint that is too old to be reopened: another one is opened, and follows it."""

from collections.abc import Iterable

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.events import ComplaintFollowedUp
from services.care.complaint.opening import OpenComplaint
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.warranty.decider import WARRANTY
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ComplaintFollowedUp)
def when_complaint_followed_up_open_another(fact: Fact[ComplaintFollowedUp]) -> Iterable[Send]:
    """In the transaction that writes down what they said: about the same, with promises of its own."""
    followed = fact.data
    command = OpenComplaint(
        customer_id=followed.customer_id,
        title=followed.title,
        description=followed.text,
        priority=followed.priority,
        about=followed.about,
        by=followed.written_by,
        at=followed.written_at,
        follows=fact.id,
    )
    order = followed.about.order_id
    warranty = (WARRANTY.stream(order),) if order else ()
    stream = COMPLAINT.stream(followed.complaint_id)
    yield Send(command, stream, given=(SERVICE_LEVEL.stream(THE_SERVICE_LEVEL), *warranty))
