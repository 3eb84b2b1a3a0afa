"""Reservations over HTTP. They follow the orders that sales confirms and cancels; a person may give goods to others."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import StringConstraints

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.topping_up import NothingReserved
from services.warehouse.reservation.views import RESERVATIONS
from services.warehouse.reservation.withdrawing import GrantedGoodsStay, LineUnknown, NotOnTheShelf, WithdrawGoods
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.stock_item.events import Recipient
from services.warehouse.stock_item.naming import WAREHOUSE_CODE
from services.warehouse.stock_item.withdrawing import OthersWaitForLess
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, Quantity, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["reservation"])


class RecipientIn(Strict):
    """The order line that waits for the goods."""

    order_id: Identity
    line_no: LineNo


class WithdrawalIn(Strict):
    """What is taken, from where, and why; for the line that is named, or else for those who waited longest."""

    line_no: LineNo
    warehouse: Annotated[str, StringConstraints(pattern=WAREHOUSE_CODE)]
    quantity: Quantity
    reason: Reason
    give_to: RecipientIn | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "line_no": 1,
                    "warehouse": "main",
                    "quantity": "4",
                    "reason": "the hospital cannot wait",
                    "give_to": {"order_id": "0b6c7b9e-3f0e-5e1c-9d53-0a6c3a1f7d10", "line_no": 1},
                }
            ]
        }
    }


@router.post(
    "/reservations/{order_id}/withdrawals",
    name="withdraw reserved goods",
    status_code=201,
    responses=refusals(NothingReserved, LineUnknown, NotOnTheShelf, GrantedGoodsStay, OthersWaitForLess, *ALWAYS),
)
async def withdraw_goods(
    order_id: Annotated[Identity, Path(description="the order that loses the goods")], body: WithdrawalIn, ask: Ask
) -> DocumentRef:
    """Takes goods that are still on the shelf from an order, for others: the order waits for them again.

    No more than others wait for there. What is picked or packed stays until its picking is undone.
    """
    shown = await ask.document(RESERVATIONS.name, order_id)
    if shown is None:
        raise UnknownDocument("nothing has this id")
    to_go = tuple(shown["shipments_to_go"])
    give_to = body.give_to
    command = WithdrawGoods(
        withdrawal_id=ask.new_id("withdrawal"),
        line_no=body.line_no,
        warehouse=body.warehouse,
        quantity=body.quantity,
        give_to=None if give_to is None else Recipient(order_id=give_to.order_id, line_no=give_to.line_no),
        shipments=to_go,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    shipments = tuple(SHIPMENT.stream(shipment_id) for shipment_id in to_go)
    return await ask.perform(Send(command, RESERVATION.stream(order_id), given=shipments), reason=body.reason)


router.include_router(document_routes(RESERVATIONS, "/reservations", "reservation"))
