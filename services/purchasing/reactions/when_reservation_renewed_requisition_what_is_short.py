"""When goods that came back are to go again and are not there, requisition what is short."""

from collections.abc import Iterable

from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.growing import NoteShortageGrew
from services.purchasing.requisition.shortage import short_lines
from services.purchasing.supply_source.decider import sources_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationRenewedV1


@reacts_to(ReservationRenewedV1)
def when_reservation_renewed_requisition_what_is_short(fact: Fact[ReservationRenewedV1]) -> Iterable[Send]:
    """The warehouse tells all lines as they stand: what is bought already is not bought again."""
    renewed = fact.data
    command = NoteShortageGrew(
        sales_order_id=renewed.order_id,
        warehouse=renewed.short_in,
        lines=short_lines(renewed.lines, renewed.requested_on),
        by=fact.actor,
        on=renewed.renewed_on,
    )
    yield Send(
        command,
        REQUISITION.stream(renewed.order_id),
        given=sources_of(line.sku for line in renewed.lines),
    )
