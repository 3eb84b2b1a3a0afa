"""When a return is approved, the warehouse expects the goods."""

from collections.abc import Iterable

from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.expecting import ApprovedItem, ExpectReturn
from services.warehouse.shipment.decider import SHIPMENT
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnApprovedV1


@reacts_to(ReturnApprovedV1)
def when_return_approved_expect_goods(fact: Fact[ReturnApprovedV1]) -> Iterable[Send]:
    """The decision is given the shipments that they left with: of what was sent for others, that one."""
    approved = fact.data
    command = ExpectReturn(
        order_id=approved.order_id,
        contract_id=approved.contract_id,
        customer_id=approved.customer_id,
        warehouse=approved.warehouse,
        items=tuple(
            ApprovedItem(
                item_no=item.item_no,
                line_no=item.line_no,
                sku=item.sku,
                shipment_id=item.last_shipment_id or item.shipment_id,
                quantity=item.quantity,
            )
            for item in approved.items
        ),
        expected_by=approved.expected_by,
    )
    shipments = dict.fromkeys(item.shipment_id for item in command.items)
    yield Send(
        command,
        RETURNED_GOODS.stream(approved.return_id),
        given=tuple(SHIPMENT.stream(shipment_id) for shipment_id in shipments),
    )
