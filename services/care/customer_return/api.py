"""Customers' returns over HTTP: pydantic in, command out."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, status
from pydantic import Field

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.events import Kind
from services.care.complaint.linking import ComplaintAboutOtherGoods, OtherCustomersComplaint
from services.care.complaint.opening import ComplaintIsOver, ComplaintUnknown
from services.care.complaint.views import COMPLAINTS
from services.care.complaint.views import OPEN as OPEN_COMPLAINT
from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events import AgreedPrice, Grade, Remedy, WantedLine
from services.care.customer_return.naming import (
    IN_MONEY,
    ComplaintNotNamed,
    MoneyGranted,
    NameComplaint,
    OtherComplaintNamed,
    ReturnIsDecided,
    ReturnUnknown,
)
from services.care.customer_return.requesting import (
    ApproveReturn,
    CancelReturn,
    GoodsHaveArrived,
    LineNamedTwice,
    OtherCustomersOrder,
    OthersWereSent,
    OwnReturn,
    PriceInOtherCurrency,
    PricesIncomplete,
    RefuseReturn,
    RequestReturn,
)
from services.care.customer_return.revoking import GrantUnknown, RemedyCarriedOut, RevokeRemedy
from services.care.customer_return.settling import (
    GradeNotNamed,
    GrantRemedy,
    MoreThanAwaited,
    NotEntitled,
    NotFitForRemedy,
    NotInAdvance,
    NotInReturn,
    NotInspectedYet,
)
from services.care.customer_return.views import CUSTOMER_RETURNS
from services.care.site_list.decider import SITE_LIST_STREAM
from services.care.site_list.naming import NamesClosedSite, NamesUnknownSite, RequireOpenSite
from services.care.warranty.claiming import NothingDeliveredYet, NotReturnable
from services.care.warranty.decider import WARRANTY
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Identity, LineNo, Quantity, Reason, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["customer return"])
ReturnId = Annotated[Identity, Path(description="the return")]
MOST_COMPLAINTS: Final = 100
"""About goods of one order by its customer: of more than that the newest are looked at."""


class WantedLineIn(Strict):
    """Units of a line of the order, and what is wrong with them."""

    line_no: LineNo
    quantity: Quantity
    fault: Reason


class ReturnIn(Strict):
    """What a customer wants to send back, to which warehouse.

    `complaint_id` names the complaint that led to it, which is open or was accepted. `unrelated_complaint_ids` name
    those about the same goods that did not: these units come back for another reason.
    """

    order_id: Identity
    customer_id: Identity
    complaint_id: Identity | None = None
    unrelated_complaint_ids: Annotated[tuple[Identity, ...], Field(max_length=MOST_COMPLAINTS)] = ()
    warehouse: Identity
    lines: Annotated[tuple[WantedLineIn, ...], Field(min_length=1, max_length=200)]
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "order_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "customer_id": "C-1001",
                    "warehouse": "main",
                    "lines": [{"line_no": 1, "quantity": "3", "fault": "leaks at the seal"}],
                    "reason": "three pumps of the delivery leak",
                }
            ]
        }
    }


class AgreedPriceIn(Strict):
    """What the repair of one unit of a line is to cost, before tax."""

    line_no: LineNo
    unit_price: Amount


class PricesIn(Strict):
    """What the customer agreed to pay for the repair of each line, and who of them said so."""

    prices: Annotated[tuple[AgreedPriceIn, ...], Field(min_length=1, max_length=200)]
    agreed_with: ShortText

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "prices": [{"line_no": 1, "unit_price": {"minor": 450000, "currency": "VND"}}],
                    "agreed_with": "Ms Hoa, by mail of 2 March",
                }
            ]
        }
    }


class RemedyIn(Strict):
    """What the customer gets for so many units of an item, and why.

    For `return-to-customer`, and for nothing else, `grade` says what the units were found to be that go back. A
    `replacement` may be sent `in_advance`, for units that are still to come.
    """

    item_no: LineNo
    quantity: Quantity
    remedy: Remedy
    reason: Reason
    grade: Grade | None = None
    in_advance: bool = False

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"item_no": 1, "quantity": "1", "remedy": "credit", "reason": "unused, as good as new"}]
        }
    }


@router.post(
    "/returns",
    name="request return",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        NamesUnknownSite,
        NamesClosedSite,
        NothingDeliveredYet,
        NotReturnable,
        OtherCustomersOrder,
        LineNamedTwice,
        ComplaintUnknown,
        ComplaintIsOver,
        OtherCustomersComplaint,
        ComplaintAboutOtherGoods,
        ComplaintNotNamed,
        *ALWAYS,
    ),
)
async def request_return(body: ReturnIn, ask: Ask) -> DocumentRef:
    """Takes down what a customer wants to send back, for somebody else to decide.

    What is credited for it comes off what accounting holds in dispute for its complaint. So where a complaint about the
    same goods is open or was accepted, say that it led to the return, or that it did not.
    """
    complaints = () if body.complaint_id else await _complaints_about(body.order_id, body.customer_id, ask)
    command = RequestReturn(
        order_id=body.order_id,
        customer_id=body.customer_id,
        complaint_id=body.complaint_id or "",
        warehouse=body.warehouse,
        lines=tuple(WantedLine(line_no=line.line_no, quantity=line.quantity, fault=line.fault) for line in body.lines),
        reason=body.reason,
        by=ask.person,
        on=ask.today,
        complaints=complaints,
        unrelated_complaint_ids=body.unrelated_complaint_ids,
    )
    named = Send(RequireOpenSite(code=body.warehouse, field="warehouse"), SITE_LIST_STREAM)
    given = (WARRANTY.stream(body.order_id), *(COMPLAINT.stream(one) for one in complaints))
    send = Send(command, CUSTOMER_RETURN.stream(ask.new_id()), given=given)
    return await ask.perform(named, send, answer=send.to, creates=True, reason=body.reason)


async def _complaints_about(order_id: str, customer_id: str, ask: Ask) -> tuple[str, ...]:
    """Those that may have led to it, as a hint: the decision looks at them itself."""
    where = {
        "order_id": order_id,
        "customer_id": customer_id,
        "kind": Kind.GOODS,
        "status": (*OPEN_COMPLAINT, "resolved", "closed"),
    }
    rows = await ask.runtime.reader.page(
        COMPLAINTS.name, where=where, order_by="opened_at", after=None, limit=MOST_COMPLAINTS, descending=True
    )
    return tuple(row["id"] for row in rows)


class NamedIn(Strict):
    """The complaint that led to the return; or those about the same goods that did not."""

    complaint_id: Identity | None = None
    unrelated_complaint_ids: Annotated[tuple[Identity, ...], Field(max_length=MOST_COMPLAINTS)] = ()

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"complaint_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"}]}
    }


@router.post(
    "/returns/{return_id}/complaint",
    name="name complaint of return",
    responses=refusals(
        ReturnUnknown,
        ReturnIsDecided,
        OtherComplaintNamed,
        MoneyGranted,
        ComplaintUnknown,
        ComplaintIsOver,
        OtherCustomersComplaint,
        ComplaintAboutOtherGoods,
        *ALWAYS,
    ),
)
async def name_complaint(return_id: ReturnId, body: NamedIn, ask: Ask) -> DocumentRef:
    """The customer complained after the return was requested: say whether it is because of that.

    What is credited for the return then comes off what accounting holds in dispute for the complaint. Money is granted
    for no goods that a complaint is open about, or was accepted, before somebody said which it is.
    """
    command = NameComplaint(
        complaint_id=body.complaint_id or "",
        unrelated_complaint_ids=body.unrelated_complaint_ids,
        by=ask.person,
        on=ask.today,
    )
    given = (COMPLAINT.stream(body.complaint_id),) if body.complaint_id else ()
    return await ask.perform(Send(command, CUSTOMER_RETURN.stream(return_id), given=given))


async def _approve(return_id: str, ask: Ask, *, goodwill: bool = False, paid: PricesIn | None = None) -> DocumentRef:
    shown = await ask.document(CUSTOMER_RETURNS.name, return_id)
    if shown is None:
        raise UnknownDocument("nothing has this id")
    # The warehouse of a return never changes. It may have closed since: then nobody sends the customer there.
    named = Send(RequireOpenSite(code=shown["warehouse"], field="warehouse"), SITE_LIST_STREAM)
    prices = () if paid is None else paid.prices
    command = ApproveReturn(
        goodwill=goodwill,
        by=ask.person,
        on=ask.today,
        prices=tuple(AgreedPrice(line_no=one.line_no, unit_price=one.unit_price.to_money()) for one in prices),
        agreed_with="" if paid is None else paid.agreed_with,
    )
    send = Send(command, CUSTOMER_RETURN.stream(return_id), given=(WARRANTY.stream(shown["order_id"]),))
    return await ask.perform(named, send, answer=send.to)


_APPROVING_REFUSALS = (
    ReturnUnknown,
    OwnReturn,
    ReturnIsDecided,
    NotReturnable,
    NothingDeliveredYet,
    NamesUnknownSite,
    NamesClosedSite,
    *ALWAYS,
)
_APPROVING = refusals(*_APPROVING_REFUSALS)


@router.post("/returns/{return_id}/approval", name="approve return", responses=_APPROVING)
async def approve_return(return_id: ReturnId, ask: Ask) -> DocumentRef:
    """By somebody else than who requested it, when the units are in no other return, and entitled to it.

    By the warranty, or by the service that the contract promises after it, which gives no money back, as they stood on
    the day of the request. Where its warehouse was closed since, cancel it and take it down for another one.
    """
    return await _approve(return_id, ask)


@router.post("/returns/{return_id}/goodwill-approval", name="approve return in goodwill", responses=_APPROVING)
async def approve_in_goodwill(return_id: ReturnId, ask: Ask) -> DocumentRef:
    """By a manager, although the warranty was over when it was requested."""
    return await _approve(return_id, ask, goodwill=True)


@router.post(
    "/returns/{return_id}/chargeable-approval",
    name="approve chargeable return",
    responses=refusals(PricesIncomplete, PriceInOtherCurrency, *_APPROVING_REFUSALS),
)
async def approve_chargeable(return_id: ReturnId, body: PricesIn, ask: Ask) -> DocumentRef:
    """Nothing covers the goods, and the customer agreed to pay for their repair, at these prices for each line.

    They owe it once they have the repaired units; accounting invoices it by the terms of the order. What is not worth a
    repair goes back to them, or is scrapped.
    """
    return await _approve(return_id, ask, paid=body)


@router.post(
    "/returns/{return_id}/refusal",
    name="refuse return",
    responses=refusals(ReturnUnknown, ReturnIsDecided, *ALWAYS),
)
async def refuse_return(return_id: ReturnId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """With the reason that the customer is told."""
    command = RefuseReturn(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CUSTOMER_RETURN.stream(return_id)), reason=body.reason)


@router.post(
    "/returns/{return_id}/cancellation",
    name="cancel return",
    responses=refusals(ReturnUnknown, ReturnIsDecided, GoodsHaveArrived, OthersWereSent, *ALWAYS),
)
async def cancel_return(return_id: ReturnId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """The customer keeps the goods: while nothing has arrived, and no others were granted in advance."""
    command = CancelReturn(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CUSTOMER_RETURN.stream(return_id)), reason=body.reason)


@router.post(
    "/returns/{return_id}/remedies",
    name="grant remedy",
    responses=refusals(
        ReturnUnknown,
        ReturnIsDecided,
        OwnReturn,
        NotInReturn,
        NotInspectedYet,
        GradeNotNamed,
        NotFitForRemedy,
        NotEntitled,
        NotInAdvance,
        MoreThanAwaited,
        ComplaintNotNamed,
        *ALWAYS,
    ),
)
async def grant_remedy(return_id: ReturnId, body: RemedyIn, ask: Ask) -> DocumentRef:
    """Decides what the customer gets for inspected units: by somebody else than who requested the return.

    A replacement may be sent before the goods have come. Of what is not here by the last day they then owe the price.
    """
    complaints = await _passed_over(return_id, ask) if body.remedy in IN_MONEY else ()
    command = GrantRemedy(
        grant_id=ask.new_id("grant"),
        item_no=body.item_no,
        quantity=body.quantity,
        remedy=body.remedy,
        grade=body.grade,
        in_advance=body.in_advance,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
        complaints=complaints,
    )
    given = tuple(COMPLAINT.stream(one) for one in complaints)
    return await ask.perform(Send(command, CUSTOMER_RETURN.stream(return_id), given=given), reason=body.reason)


async def _passed_over(return_id: str, ask: Ask) -> tuple[str, ...]:
    """The complaints about goods of a return, of which it may name none, or one about another line."""
    shown = await ask.document(CUSTOMER_RETURNS.name, return_id)
    return () if shown is None else await _complaints_about(shown["order_id"], shown["customer_id"], ask)


@router.post(
    "/returns/{return_id}/remedies/{grant_id}/revocation",
    name="revoke remedy",
    responses=refusals(ReturnUnknown, GrantUnknown, RemedyCarriedOut, *ALWAYS),
)
async def revoke_remedy(return_id: ReturnId, grant_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """By a manager, where it was granted wrongly: units that have not left stay, as soon as the warehouse says so.

    Nothing is taken back of what left or is picked, nor a credit: its credit note is cancelled in accounting.
    """
    command = RevokeRemedy(
        revocation_id=ask.new_id("revocation"), grant_id=grant_id, reason=body.reason, by=ask.person, on=ask.today
    )
    return await ask.perform(Send(command, CUSTOMER_RETURN.stream(return_id)), reason=body.reason)


router.include_router(document_routes(CUSTOMER_RETURNS, "/returns", "customer return"))
