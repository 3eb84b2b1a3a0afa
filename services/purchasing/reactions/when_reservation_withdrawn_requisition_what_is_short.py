"""When goods were taken from a customer's order, or are missing, requisition what is short of them."""

from collections.abc import Iterable

from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.growing import NoteShortageGrew
from services.purchasing.requisition.shortage import short_lines
from services.purchasing.supply_source.decider import sources_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.withdrawn_goods import ReservationWithdrawnV1


@reacts_to(ReservationWithdrawnV1)
def when_reservation_withdrawn_requisition_what_is_short(fact: Fact[ReservationWithdrawnV1]) -> Iterable[Send]:
    """The warehouse tells all lines as they stand: what is bought already, or still owed, is not bought again."""
    withdrawn = fact.data
    command = NoteShortageGrew(
        sales_order_id=withdrawn.order_id,
        warehouse=withdrawn.short_in,
        lines=short_lines(withdrawn.lines, withdrawn.requested_on),
        by=fact.actor,
        on=withdrawn.withdrawn_on,
        purchase_order_id=withdrawn.purchase_order_id,
    )
    yield Send(
        command,
        REQUISITION.stream(withdrawn.order_id),
        given=sources_of(line.sku for line in withdrawn.lines),
    )
