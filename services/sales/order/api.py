"""Orders over HTTP: pydantic in, command out."""

import json
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from services.sales.contract.calling import (
    CalledQuantity,
    CallOff,
    ContractIsOver,
    ContractIsSuspended,
    ContractLineUnknown,
    ContractUnknown,
    ExceedsContract,
    LineCalledTwice,
    NothingLeftToCall,
    RequestedInPast,
    RequestedTooFarOff,
)
from services.sales.contract.decider import CONTRACT
from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.views import CUSTOMERS
from services.sales.order.acknowledging import AcknowledgeIrregularity, NotIrregular
from services.sales.order.cancelling import AlreadyShipped, CancelOrder
from services.sales.order.decider import ORDER
from services.sales.order.facets import Irregularity
from services.sales.order.holding import (
    HandHold,
    HeldForAnotherReason,
    HoldOrder,
    OrderUnknown,
    ReleaseHold,
    TooLateToHold,
)
from services.sales.order.quantities import LineQuantity
from services.sales.order.reducing import (
    MoreHasLeft,
    NotFewer,
    NothingWouldBeLeft,
    OrderLineNamedTwice,
    OrderLineUnknown,
    ReduceOrder,
    ReductionPending,
    TooLateToReduce,
)
from services.sales.order.reshipping import (
    NothingCameBack,
    ShipAgain,
    ShippingAgainPending,
    TooLateToShipAgain,
)
from services.sales.order.source import Source
from services.sales.order.views import ORDERS
from services.sales.site_list.decider import SITE_LIST_STREAM
from services.sales.site_list.naming import NamesClosedSite, NamesUnknownSite, RequireOpenSite
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.kernel.money import Money
from shared.web.asking import ALWAYS, Ask, DocumentRef, Look
from shared.web.documents import document_routes
from shared.web.fields import Day, Identity, LineNo, OptionalText, Quantity, QuantityOrNone, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["order"])
CustomerId = Annotated[Identity, Path(description="the customer")]
OrderId = Annotated[Identity, Path(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])]
Held = Annotated[HandHold, Path(description="which of the holds that people put on orders")]
Irregular = Annotated[Irregularity, Path(description="what should not have happened")]


class CalledLineIn(Strict):
    """So many units of one contract line."""

    line_no: LineNo
    quantity: Quantity


class PlacementIn(Strict):
    """What the customer calls. Without lines: all that is left; without a day: as soon as possible (today)."""

    contract_id: Identity
    lines: Annotated[list[CalledLineIn], Field(min_length=1, max_length=200)] | None = None
    requested_on: Day | None = None
    deliver_to: Annotated[OptionalText | None, Field(description="null: where the contract says")] = None
    ship_from: Annotated[
        list[Identity], Field(min_length=1, max_length=20, description="warehouses in order of preference")
    ] = ["main"]  # noqa: RUF012 - pydantic copies the default, and the model is frozen
    customer_reference: OptionalText = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "contract_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "lines": [{"line_no": 1, "quantity": "4"}],
                    "requested_on": "2026-03-09",
                    "customer_reference": "PO 4711",
                }
            ]
        }
    }


class HoldIn(Strict):
    """Which hold, and why."""

    name: HandHold
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"name": "export", "reason": "the licence is awaited"}]}
    }


class ReleaseIn(Strict):
    """Why the hold may go."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "the licence is here"}]}}


class ReducedLineIn(Strict):
    """What a line is to be for from now on; 0: nothing of it."""

    line_no: LineNo
    quantity: QuantityOrNone


class ReductionIn(Strict):
    """The lines that are to be for less, and why. Lines that are not named stay as they are."""

    lines: Annotated[list[ReducedLineIn], Field(min_length=1, max_length=200)]
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"lines": [{"line_no": 1, "quantity": "8"}], "reason": "the customer needs fewer"}]
        }
    }


class ShippingAgainIn(Strict):
    """Why what came back goes again."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "the customer is back from holiday"}]}
    }


class AcknowledgementIn(Strict):
    """What came of it."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "the customer keeps the goods and has paid for them"}]}
    }


class CancellationIn(Strict):
    """Why the order is called off."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "ordered by mistake"}]}}


class CustomerDebt(BaseModel):
    """What a customer owes by what sales heard, in each currency, and the newest message about it."""

    customer_id: str
    open: list[Money]
    overdue: list[Money] = Field(description="what of it is past its day and not contested, in the same currencies")
    heard: Source | None = Field(description="its place in accounting's record, and when it was so")


@router.post(
    "/orders",
    name="place order",
    status_code=201,
    responses=refusals(
        NamesUnknownSite,
        NamesClosedSite,
        ContractUnknown,
        ContractIsSuspended,
        ContractIsOver,
        CustomerIsBlocked,
        NothingLeftToCall,
        ContractLineUnknown,
        LineCalledTwice,
        ExceedsContract,
        RequestedInPast,
        RequestedTooFarOff,
        *ALWAYS,
    ),
)
async def place_order(body: PlacementIn, ask: Ask) -> DocumentRef:
    """Calls goods under a contract: its balance and the order change in one transaction.

    The warehouses have to be open sites, as far as sales has heard of them: `GET /sales/sites` shows which.
    """
    order_id = ask.new_id()
    named = (
        Send(RequireOpenSite(code=code, field=f"ship_from.{index}"), SITE_LIST_STREAM)
        for index, code in enumerate(body.ship_from)
    )
    command = CallOff(
        order_id=order_id,
        lines=None
        if body.lines is None
        else tuple(CalledQuantity(line_no=line.line_no, quantity=line.quantity) for line in body.lines),
        requested_on=body.requested_on,
        deliver_to=body.deliver_to,
        ship_from=tuple(dict.fromkeys(body.ship_from)),
        customer_reference=body.customer_reference,
        placed_by=ask.person,
        on=ask.today,
    )
    sending = Send(command, to=CONTRACT.stream(body.contract_id))
    return await ask.perform(*named, sending, answer=ORDER.stream(order_id), creates=True)


@router.post(
    "/orders/{order_id}/holds",
    name="hold order",
    responses=refusals(OrderUnknown, TooLateToHold, HeldForAnotherReason, *ALWAYS),
)
async def hold_order(order_id: OrderId, body: HoldIn, ask: Ask) -> DocumentRef:
    """Keeps the order from being confirmed, and once it is, its goods from leaving, as long as not all have left.

    What leaves before the warehouse has heard of the hold has left: the order names the shipments that overtook it.
    The hold `credit` is set and released by accounting alone.
    """
    command = HoldOrder(name=body.name, reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, to=ORDER.stream(order_id)), reason=body.reason)


@router.post(
    "/orders/{order_id}/holds/{name}/release",
    name="release order hold",
    responses=refusals(OrderUnknown, *ALWAYS),
)
async def release_hold(order_id: OrderId, name: Held, body: ReleaseIn, ask: Ask) -> DocumentRef:
    """Takes a hold away: when it was the last one, the order is confirmed once credit is there, or its goods leave."""
    command = ReleaseHold(name=name, reason=body.reason, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, to=ORDER.stream(order_id)), reason=body.reason)


@router.post(
    "/orders/{order_id}/reductions",
    name="reduce order",
    responses=refusals(
        OrderUnknown,
        TooLateToReduce,
        ReductionPending,
        OrderLineUnknown,
        OrderLineNamedTwice,
        NotFewer,
        MoreHasLeft,
        NothingWouldBeLeft,
        *ALWAYS,
    ),
)
async def reduce_order(order_id: OrderId, body: ReductionIn, ask: Ask) -> DocumentRef:
    """Asks for less of an order, down to what has left: the rest is not delivered, billed, bought or given credit for.

    The warehouse gives back what has not left and is not picked; the order is amended by its answer, and shows under
    `reduction` what was asked and what was granted. One that is not confirmed yet is amended at once. What is given
    up may be called again under the contract. To close an order short, reduce each line to what was delivered.
    """
    command = ReduceOrder(
        reduction_id=ask.new_id(),
        lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in body.lines),
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, to=ORDER.stream(order_id)), reason=body.reason)


@router.post(
    "/orders/{order_id}/shipping-again",
    name="ship order again",
    responses=refusals(OrderUnknown, TooLateToShipAgain, ShippingAgainPending, NothingCameBack, *ALWAYS),
)
async def ship_again(order_id: OrderId, body: ShippingAgainIn, ask: Ask) -> DocumentRef:
    """Ships again all that came back undelivered. To give some of it up, reduce the order first, or cancel it.

    The warehouse sets aside what it has and says what is short, which is bought as for any order. Goods that came back
    are there once they were inspected and found good: who wants these very ones to go waits for that. The queue
    `came-back` lists the orders that need the decision.
    """
    command = ShipAgain(request_id=ask.new_id(), reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, to=ORDER.stream(order_id)), reason=body.reason)


@router.post(
    "/orders/{order_id}/irregularities/{name}/acknowledgement",
    name="acknowledge order irregularity",
    responses=refusals(OrderUnknown, NotIrregular, *ALWAYS),
)
async def acknowledge_irregularity(
    order_id: OrderId, name: Irregular, body: AcknowledgementIn, ask: Ask
) -> DocumentRef:
    """Says that somebody looked at what should not have happened: it leaves the queue, until more of it is heard."""
    command = AcknowledgeIrregularity(name=name, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, to=ORDER.stream(order_id)), reason=body.reason)


@router.post(
    "/orders/{order_id}/cancellation",
    name="cancel order",
    responses=refusals(OrderUnknown, AlreadyShipped, *ALWAYS),
)
async def cancel_order(order_id: OrderId, body: CancellationIn, ask: Ask) -> DocumentRef:
    """Calls the order off before anything is shipped, and gives back what it took of the contract."""
    command = CancelOrder(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, to=ORDER.stream(order_id)), reason=body.reason)


@router.get("/customers/{customer_id}/debt", name="read customer debt", responses=refusals(UnknownDocument))
async def read_debt(customer_id: CustomerId, runtime: Look) -> CustomerDebt:
    """What sales has heard of the customer's invoices, and how old that is; accounting knows it for certain."""
    reader = runtime.reader
    if await reader.get(CUSTOMERS.name, customer_id) is None:
        raise UnknownDocument("nothing has this id")
    billed = {"customer_id": customer_id, "is_billed": True}
    owed = await reader.totals(ORDERS.name, group_by=("currency",), sums=("open_minor", "overdue_minor"), where=billed)
    newest = await reader.page(
        ORDERS.name, where=billed, order_by="debt_heard_at", after=None, limit=1, descending=True
    )
    return CustomerDebt(
        customer_id=customer_id,
        open=[Money(minor=int(one["open_minor"]), currency=one["currency"]) for one in owed],
        overdue=[Money(minor=int(one["overdue_minor"]), currency=one["currency"]) for one in owed],
        heard=json.loads(newest[0]["document"])["debt_heard"] if newest else None,
    )


router.include_router(document_routes(ORDERS, "/orders", "order"))
