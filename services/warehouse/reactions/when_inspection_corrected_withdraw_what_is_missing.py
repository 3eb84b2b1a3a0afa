"""Goods that were set aside are not fit for sale, as a corrected inspection says: their orders wait again."""

from collections.abc import Iterator

from services.warehouse.reservation.missing import withdrawals_of
from services.warehouse.returned_goods.events import InspectionCorrected
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InspectionCorrected)
def when_inspection_corrected_withdraw_what_is_missing(fact: Fact[InspectionCorrected]) -> Iterator[Send]:
    """In the transaction of the correction. What they are short of is bought."""
    corrected = fact.data
    yield from withdrawals_of(
        corrected.missing,
        cause_id=str(fact.event_id),
        warehouse=corrected.warehouse,
        reason=corrected.reason,
        by=corrected.corrected_by,
        on=corrected.corrected_on,
    )
