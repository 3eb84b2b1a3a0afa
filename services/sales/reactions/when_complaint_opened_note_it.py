"""A complaint was opened."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.events import ComplaintNoted
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintOpenedV1


@reacts_to(ComplaintOpenedV1)
def when_complaint_opened_note_it(fact: Fact[ComplaintOpenedV1]) -> Iterable[Send]:
    """Noted on the order that it is about, if it is about one."""
    told = fact.data
    if told.order_id:
        heard = ComplaintNoted(
            complaint_id=told.complaint_id, what=f"Complaint: {told.subject}", source=source_of(fact)
        )
        yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
