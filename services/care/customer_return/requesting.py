"""Asking for a return, and deciding whether the goods may come."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final, assert_never

from services.care.customer_return.events import (
    AgreedPrice,
    Basis,
    Item,
    ReturnApproved,
    ReturnCancelled,
    ReturnEvent,
    ReturnRefused,
    ReturnRequested,
    WantedLine,
)
from services.care.customer_return.naming import Asked, ReturnIsDecided, ReturnUnknown, require_named
from services.care.customer_return.progress import Progress
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    NotRequested,
    Refused,
    Requested,
    with_ending,
)
from services.care.warranty.claiming import running, units_for
from services.care.warranty.covering import is_under_warranty
from services.care.warranty.decider import WARRANTY
from services.care.warranty.state import Running
from shared.kernel.decider import Given
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

SEND_WITHIN: Final = timedelta(days=30)
"""How long the customer has to send the goods after the approval."""


class LineNamedTwice(Rejection):
    """A line of the order is named twice."""

    code = "care.return.line-named-twice"
    ground = Ground.UNACCEPTABLE


class OtherCustomersOrder(Rejection):
    """The goods were delivered to another customer."""

    code = "care.return.other-customers-order"
    ground = Ground.UNACCEPTABLE


class OwnReturn(Rejection):
    """Who requested a return decides neither about it nor about what the customer gets for it."""

    code = "care.return.own"
    ground = Ground.NOT_ALLOWED


class GoodsHaveArrived(Rejection):
    """Goods of this return have arrived: settle them."""

    code = "care.return.goods-have-arrived"


class OthersWereSent(Rejection):
    """Other goods were granted in advance: the customer sends theirs, or pays for them once nobody waits any more."""

    code = "care.return.others-were-sent"


class PricesIncomplete(Rejection):
    """A chargeable return needs a price above zero for each of its lines, and for no other."""

    code = "care.return.prices-incomplete"
    ground = Ground.UNACCEPTABLE


class PriceInOtherCurrency(Rejection):
    """The order is paid in another currency than the repair would be."""

    code = "care.return.price-in-other-currency"
    ground = Ground.UNACCEPTABLE


@command
class RequestReturn:
    """A customer wants to send goods back. Given the warranty of the order, and the `complaints` about its goods."""

    order_id: str
    customer_id: str
    complaint_id: str
    warehouse: str
    lines: tuple[WantedLine, ...]
    reason: str
    by: str
    on: date
    complaints: tuple[str, ...] = ()
    unrelated_complaint_ids: tuple[str, ...] = ()


@command
class ApproveReturn:
    """Let the goods come, if they were covered on the day that the customer asked. Given the warranty of the order.

    In goodwill they need not be covered any more; nor where the customer agreed to pay for their repair, at `prices`.
    """

    goodwill: bool
    by: str
    on: date
    prices: tuple[AgreedPrice, ...] = ()
    agreed_with: str = ""


@command
class RefuseReturn:
    """Do not let the goods come back."""

    reason: str
    by: str
    on: date


@command
class CancelReturn:
    """The customer keeps the goods."""

    reason: str
    by: str
    on: date


@command
class ExpireReturn:
    """Do not wait for what has not come."""

    on: date


def request_return(request: RequestReturn, current: CustomerReturn, given: Given) -> list[ReturnEvent]:
    """Only what was delivered can be asked for; whether it may come is decided by somebody else."""
    match current:
        case NotRequested():
            warranty = running(given.of(WARRANTY, request.order_id))
            if warranty.customer_id != request.customer_id:
                raise OtherCustomersOrder(f"not to {request.customer_id}", field="customer_id")
            numbers = [line.line_no for line in request.lines]
            if len(set(numbers)) < len(numbers):
                raise LineNamedTwice("name each line once", field="lines")
            wanted = [(line.line_no, line.quantity) for line in request.lines]
            units_for(warranty, wanted, request.on, goodwill=True)
            if not request.complaint_id:
                lines = {line.line_no for line in request.lines}
                asked = Asked(order_id=request.order_id, customer_id=request.customer_id, line_nos=lines)
                require_named(asked, request.complaints, request.unrelated_complaint_ids, given)
            return [
                ReturnRequested(
                    order_id=request.order_id,
                    contract_id=warranty.contract_id,
                    customer_id=request.customer_id,
                    complaint_id=request.complaint_id,
                    warehouse=request.warehouse,
                    lines=request.lines,
                    reason=request.reason,
                    requested_by=request.by,
                    requested_on=request.on,
                    unrelated_complaint_ids=request.unrelated_complaint_ids,
                )
            ]
        case Requested() | Refused() | Approved() | Cancelled() | Expired() | Closed():
            return []
        case _:
            assert_never(current)


def approve_return(request: ApproveReturn, current: CustomerReturn, given: Given) -> list[ReturnEvent]:
    """Uses up the units on the warranty in the same transaction, which fails when they are not there any more.

    What covers them is judged by the day of the request, so that how long we take to decide costs the customer nothing.
    That of a complaint which led to it does not count: it asks for no goods to come back, may be years old, and other
    units may have failed since. Where we let the customer wait between the two, a manager approves in goodwill.
    """
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested(request=asked):
            if asked.requested_by == request.by:
                raise OwnReturn(f"requested by {asked.requested_by}")
            warranty = running(given.of(WARRANTY, asked.order_id))
            items = _items(asked, warranty, request)
            return [
                ReturnApproved(
                    order_id=asked.order_id,
                    basis=_basis(asked, items, warranty, request),
                    items=items,
                    expected_by=request.on + SEND_WITHIN,
                    approved_by=request.by,
                    approved_on=request.on,
                    prices=request.prices,
                    agreed_with=request.agreed_with,
                )
            ]
        case Approved() | Closed():
            return []
        case Refused() | Cancelled() | Expired():
            raise ReturnIsDecided("request another one")
        case _:
            assert_never(current)


def _items(asked: ReturnRequested, warranty: Running, request: ApproveReturn) -> tuple[Item, ...]:
    wanted = [(line.line_no, line.quantity) for line in asked.lines]
    sku_of = {
        (delivery.shipment_id, line.line_no): line.sku for delivery in warranty.deliveries for line in delivery.lines
    }
    anyway = request.goodwill or bool(request.prices)
    return tuple(
        Item(
            item_no=number,
            line_no=one.line_no,
            sku=sku_of[one.shipment_id, one.line_no],
            shipment_id=one.shipment_id,
            quantity=one.quantity,
            last_shipment_id=one.last_shipment_id,
        )
        for number, one in enumerate(units_for(warranty, wanted, asked.requested_on, goodwill=anyway), start=1)
    )


def _basis(asked: ReturnRequested, items: tuple[Item, ...], warranty: Running, request: ApproveReturn) -> Basis:
    """By which right they come: the warranty, where it covers them all.

    Raises PricesIncomplete, and PriceInOtherCurrency: the repair is invoiced by the terms of the order.
    """
    if request.prices:
        priced = [one.line_no for one in request.prices]
        if sorted(priced) != sorted(line.line_no for line in asked.lines):
            raise PricesIncomplete("name each line of the return once", field="prices")
        free = next((index for index, one in enumerate(request.prices) if one.unit_price.minor <= 0), None)
        if free is not None:
            raise PricesIncomplete("what costs nothing is goodwill", field=f"prices.{free}.unit_price")
        for index, one in enumerate(request.prices):
            if warranty.currency and one.unit_price.currency != warranty.currency:
                raise PriceInOtherCurrency(
                    f"the order is paid in {warranty.currency}",
                    field=f"prices.{index}.unit_price",
                    currency=warranty.currency,
                )
        return Basis.CHARGEABLE
    if request.goodwill:
        return Basis.GOODWILL
    if all(is_under_warranty(warranty, item.shipment_id, item.line_no, asked.requested_on) for item in items):
        return Basis.WARRANTY
    return Basis.CONTRACT


def refuse_return(request: RefuseReturn, current: CustomerReturn) -> list[ReturnEvent]:
    """With the reason that the customer is told."""
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested():
            refused = ReturnRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)
            return with_ending(current, [refused], request.on)
        case Refused():
            return []
        case Approved() | Cancelled() | Expired() | Closed():
            raise ReturnIsDecided("cancel it instead, while nothing has arrived")
        case _:
            assert_never(current)


def cancel_return(request: CancelReturn, current: CustomerReturn) -> list[ReturnEvent]:
    """While nothing has arrived or was sent in advance; what was used up on the warranty is given back."""
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested(request=asked):
            return with_ending(current, [_cancelled(request, asked.order_id, ())], request.on)
        case Approved(request=asked, progress=progress):
            if progress.has_arrived:
                raise GoodsHaveArrived("decide what the customer gets")
            if progress.grants:
                raise OthersWereSent(
                    "they are charged for what has not come by the last day", grants=len(progress.grants)
                )
            return with_ending(current, [_cancelled(request, asked.order_id, still_expected(progress))], request.on)
        case Cancelled():
            return []
        case Refused() | Expired() | Closed():
            raise ReturnIsDecided("it is over")
        case _:
            assert_never(current)


def _cancelled(request: CancelReturn, order_id: str, items: tuple[Item, ...]) -> ReturnCancelled:
    return ReturnCancelled(
        order_id=order_id, items=items, reason=request.reason, cancelled_by=request.by, cancelled_on=request.on
    )


def still_expected(progress: Progress) -> tuple[Item, ...]:
    """What has not come yet."""
    return tuple(replace(one.item, quantity=one.expected) for one in progress.balances if one.expected > Decimal(0))
