"""Goods that were set aside were not found when stock was counted: their orders wait for them again."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.withdrawing import MissingLine, WithdrawMissingGoods
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.stock_count.events import CountApproved
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CountApproved)
def when_stock_count_approved_withdraw_what_is_missing(fact: Fact[CountApproved]) -> Iterator[Send]:
    """Order by order, in the transaction of the approval: what is not there does not leave."""
    approved = fact.data
    for order_id in dict.fromkeys(one.order_id for one in approved.missing):
        lines = tuple(
            MissingLine(line_no=one.line_no, sku=one.sku, shipment_id=one.shipment_id, quantity=one.quantity)
            for one in approved.missing
            if one.order_id == order_id
        )
        shipments = dict.fromkeys(one.shipment_id for one in lines)
        yield Send(
            WithdrawMissingGoods(
                withdrawal_id=str(derived_id("withdrawal", fact.id, order_id)),
                warehouse=approved.warehouse,
                lines=lines,
                reason=approved.reason,
                by=approved.approved_by,
                on=approved.approved_on,
            ),
            to=RESERVATION.stream(order_id),
            given=tuple(SHIPMENT.stream(shipment_id) for shipment_id in shipments),
        )
