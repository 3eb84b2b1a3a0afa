"""I17, of what is ordered: sales, the warehouse and accounting say the same of what each line of an order is for."""

from deploy.proof.evidence import Evidence
from deploy.proof.held import CONFIRMED, GIVEN_BACK
from deploy.proof.verdict import Found, Units

Line = tuple[str, int]
"""Of an order: its id and the number of the line."""


async def orders_agree(evidence: Evidence, found: Found) -> None:
    """Also after an order was reduced: what the warehouse gave back nobody is to deliver, bill or pay for.

    One that is not confirmed has nothing in the warehouse; of one that is cancelled nothing is for anybody.
    """
    placed, confirmed = Units[Line](), Units[Line]()
    for order in await evidence.documents("sales", "order"):
        for line in order.lines:
            if order.status != "cancelled":
                placed.add((order.order_id, line.line_no), line.quantity)
            if order.status in CONFIRMED:
                confirmed.add((order.order_id, line.line_no), line.quantity)
    billable, kept = Units[Line](), Units[Line]()
    for billing in await evidence.documents("accounting", "billing"):
        for line in billing.lines:
            key = (billing.order_id, line.line_no)
            if key in placed:
                billable.add(key, line.ordered if line.quantity is None else line.quantity)
    for reservation in await evidence.documents("warehouse", "reservation"):
        for line in reservation.lines:
            key = (reservation.order_id, line.line_no)
            if key in confirmed and reservation.status not in GIVEN_BACK:
                kept.add(key, line.ordered)
    found.same_sums("units that may be billed of order line", billable, placed)
    found.same_sums("units that the warehouse knows of order line", kept, confirmed)
