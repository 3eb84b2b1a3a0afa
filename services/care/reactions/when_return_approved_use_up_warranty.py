"""What an approved return takes cannot be returned again."""

from collections.abc import Iterable

from services.care.customer_return.events import ReturnApproved
from services.care.warranty.claiming import ClaimUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnApproved)
def when_return_approved_use_up_warranty(fact: Fact[ReturnApproved]) -> Iterable[Send]:
    """In the transaction of the approval: the warranty has the last word, and a refusal undoes it."""
    approved = fact.data
    command = ClaimUnits(
        return_id=fact.id,
        units=tuple(
            ClaimedUnits(
                line_no=item.line_no,
                shipment_id=item.shipment_id,
                quantity=item.quantity,
                last_shipment_id=item.last_shipment_id,
            )
            for item in approved.items
        ),
        on=approved.approved_on,
    )
    yield Send(command, WARRANTY.stream(approved.order_id))
