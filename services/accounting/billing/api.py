"""The billing of orders over HTTP: it runs by itself, and people decide about what it left unbilled."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import BillUnbilled, ClearUnbilled, NothingBillable, NothingUnbilled
from services.accounting.billing.views import BILLINGS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["billing"])
OrderId = Annotated[Identity, Path(description="the order whose goods they are")]
ShipmentId = Annotated[Identity, Path(description="the shipment that brought them")]


class DecisionIn(Strict):
    """Why it is decided so."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "the customer keeps the goods, agreed by phone with Ms Lan"}]}
    }


@router.post(
    "/billings/{order_id}/unbilled/{shipment_id}/billing",
    name="bill unbilled delivery",
    responses=refusals(NothingUnbilled, NothingBillable, *ALWAYS),
)
async def bill_unbilled(order_id: OrderId, shipment_id: ShipmentId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Bills goods that were delivered although their order had been cancelled; the invoice is posted today."""
    command = BillUnbilled(shipment_id=shipment_id, on=ask.today)
    return await ask.perform(Send(command, BILLING.stream(order_id)), reason=body.reason)


@router.post(
    "/billings/{order_id}/unbilled/{shipment_id}/clearance",
    name="clear unbilled delivery",
    responses=refusals(NothingUnbilled, *ALWAYS),
)
async def clear_unbilled(order_id: OrderId, shipment_id: ShipmentId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """Decides that delivered goods will not be billed."""
    command = ClearUnbilled(shipment_id=shipment_id, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, BILLING.stream(order_id)), reason=body.reason)


router.include_router(document_routes(BILLINGS, "/billings", "billing"))
