"""When care takes back what it granted a customer, buy no more than is still short for it."""

from collections.abc import Iterable

from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lowering import REVOKED, LowerNeeds
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementKeptBackV1


@reacts_to(ReplacementKeptBackV1)
def when_replacement_kept_back_need_less(fact: Fact[ReplacementKeptBackV1]) -> Iterable[Send]:
    """The warehouse tells all lines as they stand; what it could not keep back was not short."""
    kept = fact.data
    yield Send(
        LowerNeeds(
            short=tuple(Need(line_no=line.line_no, quantity=line.short) for line in kept.lines),
            reason=REVOKED,
            by=fact.actor,
            on=kept.kept_back_on,
        ),
        REQUISITION.stream(kept.grant_id),
    )
