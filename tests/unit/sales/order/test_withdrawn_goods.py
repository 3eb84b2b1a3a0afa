"""Goods that the warehouse took from an order for another one."""

from decimal import Decimal

from shared.published.warehouse import ReservedLine, ReservedPart
from shared.published.withdrawn_goods import ReservationWithdrawnV1
from tests.unit.sales.desk import Desk
from tests.unit.sales.order.others import TODAY, placed_order


async def test_goods_that_were_taken_for_another_order_are_short_again() -> None:
    desk = await Desk.open()
    others = await placed_order(desk)
    await others.reserve_credit()
    await others.reserve_stock()
    left = ReservedLine(
        line_no=1,
        sku="PUMP",
        ordered=Decimal(2),
        parts=(ReservedPart(warehouse="main", quantity=Decimal(1)),),
        short=Decimal(1),
    )
    withdrawn = ReservationWithdrawnV1(
        order_id=others.order_id,
        contract_id=(await desk.read(f"/orders/{others.order_id}"))["contract_id"],
        customer_id="acme",
        withdrawal_id="w1",
        lines=(left,),
        short_in="main",
        requested_on=TODAY,
        reason="the hospital cannot wait",
        withdrawn_by="w.boss",
        withdrawn_on=TODAY,
    )
    await others.tell(withdrawn, others.order_id, times=2)
    shown = await desk.read(f"/orders/{others.order_id}")
    (line,) = shown["lines"]
    assert (shown["status"], shown["supply"], line["reserved"], line["short"]) == (
        "confirmed",
        "partly",
        "1",
        "1",
    )
    entries = (await desk.read(f"/contracts/{shown['contract_id']}/timeline"))["entries"]
    told = [entry["what"] for entry in entries]
    assert "Goods were taken from the order for others (the hospital cannot wait); short of 1 of line 1" in told
    assert not desk.company.parked()
