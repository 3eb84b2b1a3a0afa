"""When a purchase order is amended, the warehouse expects what it says now."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.expecting import AmendExpectation
from services.warehouse.expected_receipt.hearing import expecting
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderAmendedV1


@reacts_to(PurchaseOrderAmendedV1)
def when_purchase_order_amended_expect_that(fact: Fact[PurchaseOrderAmendedV1]) -> Iterable[Send]:
    """What has come stays, at what it cost then."""
    told = fact.data
    command = AmendExpectation(now=expecting(told), reason=told.reason, told_as=fact.version, on=told.amended_on)
    yield Send(command, EXPECTED_RECEIPT.stream(told.purchase_order_id))
