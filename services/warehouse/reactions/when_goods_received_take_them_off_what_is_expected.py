"""When goods are received, as many are no longer expected, or the receipt does not happen."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import TakenLine
from services.warehouse.expected_receipt.taking import TakeGoods
from services.warehouse.goods_receipt.events import GoodsReceived
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceived)
def when_goods_received_take_them_off_what_is_expected(fact: Fact[GoodsReceived]) -> Iterable[Send]:
    """Rejected units are still owed, so only accepted ones count."""
    received = fact.data
    accepted = tuple(
        TakenLine(line_no=line.purchase_line_no, accepted=line.accepted, value=line.accepted_value, pegs=line.pegs)
        for line in received.lines
        if line.accepted
    )
    if accepted:
        command = TakeGoods(receipt_id=fact.id, lines=accepted, on=received.received_on)
        yield Send(command, EXPECTED_RECEIPT.stream(received.purchase_order_id))
