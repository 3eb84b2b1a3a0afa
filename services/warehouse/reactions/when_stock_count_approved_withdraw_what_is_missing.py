"""Goods that were set aside were not found when stock was counted: their orders wait for them again."""

from collections.abc import Iterator

from services.warehouse.reservation.missing import withdrawals_of
from services.warehouse.stock_count.events import CountApproved
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CountApproved)
def when_stock_count_approved_withdraw_what_is_missing(fact: Fact[CountApproved]) -> Iterator[Send]:
    """In the transaction of the approval."""
    approved = fact.data
    yield from withdrawals_of(
        approved.missing,
        cause_id=fact.id,
        warehouse=approved.warehouse,
        reason=approved.reason,
        by=approved.approved_by,
        on=approved.approved_on,
    )
