"""Receiving what comes back, inspecting it unit by unit, and sending what is granted in its place."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final, assert_never

from services.warehouse.returned_goods.events import (
    FreeGoodsGranted,
    InspectedItem,
    ReceivedItem,
    ReturnedGoodsEvent,
    ReturnInspected,
    ReturnReceived,
)
from services.warehouse.returned_goods.state import Expected, File, ItemBalance, ReturnedGoods, Unheard, Withdrawn
from services.warehouse.shipment.events import DeliveryTerms, FreeOfCharge
from services.warehouse.stock_item.naming import repair_stock, scrap_stock
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

REPLACEMENT: Final = "replacement"
REPAIR: Final = "repair"
NOT_ACCEPTED: Final = "not-accepted"
"""Why goods are sent free of charge."""

_PLACES: Final = {"repair": repair_stock, "scrap": scrap_stock}
"""Where an inspection puts goods that it finds to be that."""


class ReturnNotExpected(Rejection):
    """No return of this id was approved."""

    code = "warehouse.returned-goods.not-expected"
    ground = Ground.NOT_FOUND


class NotAnItem(Rejection):
    """The return has no such item, or it is named twice."""

    code = "warehouse.returned-goods.not-an-item"
    ground = Ground.UNACCEPTABLE


class MoreThanApproved(Rejection):
    """More came than may come: it takes another return."""

    code = "warehouse.returned-goods.more-than-approved"


class MoreThanReceived(Rejection):
    """More would be inspected than is here and was not looked at."""

    code = "warehouse.returned-goods.more-than-received"


class NothingInspected(Rejection):
    """At least one unit has to be looked at."""

    code = "warehouse.returned-goods.nothing-inspected"
    ground = Ground.UNACCEPTABLE


@part
class Graded:
    """How many units of an item were found to be what."""

    item_no: int
    good: Decimal
    repair: Decimal
    scrap: Decimal
    finding: str


@command
class ReceiveReturn:
    """These units arrived."""

    receipt_id: str
    items: tuple[ReceivedItem, ...]
    by: str
    on: date


@command
class InspectReturn:
    """These units were found to be that."""

    inspection_id: str
    items: tuple[Graded, ...]
    by: str
    on: date


@command
class GrantFreeGoods:
    """Send these goods to the customer, free of charge; as what they were found to be, where they were not accepted."""

    grant_id: str
    return_id: str
    kind: str
    line_no: int
    sku: str
    quantity: Decimal
    on: date
    grade: str = ""


def file_of(goods: ReturnedGoods) -> File:
    """What is known of the return. Raises ReturnNotExpected."""
    match goods:
        case Unheard():
            raise ReturnNotExpected("no such return was approved")
        case Expected(file=file) | Withdrawn(file=file):
            return file
        case _:
            assert_never(goods)


def balances_of(file: File, item_nos: Sequence[int]) -> list[ItemBalance]:
    """The balance of each named item. Raises NotAnItem."""
    found: list[ItemBalance] = []
    for index, item_no in enumerate(item_nos):
        balance = file.balance(item_no)
        if balance is None or item_no in item_nos[:index]:
            raise NotAnItem(f"item {item_no}", field=f"items.{index}.item_no")
        found.append(balance)
    return found


def receive_return(request: ReceiveReturn, goods: ReturnedGoods) -> list[ReturnedGoodsEvent]:
    """In one part or several, never more than was approved. What was given up and comes all the same is taken in."""
    file = file_of(goods)
    if any(receipt.receipt_id == request.receipt_id for receipt in file.receipts):
        return []
    balances = balances_of(file, [item.item_no for item in request.items])
    for index, (item, balance) in enumerate(zip(request.items, balances, strict=True)):
        if item.quantity > balance.to_come:
            raise MoreThanApproved(
                f"item {item.item_no}: {item.quantity} came, {balance.to_come} may",
                field=f"items.{index}.quantity",
                may_come=balance.to_come,
            )
    return [
        ReturnReceived(
            receipt_id=request.receipt_id, items=request.items, received_by=request.by, received_on=request.on
        )
    ]


def inspect_return(request: InspectReturn, goods: ReturnedGoods) -> list[ReturnedGoodsEvent]:
    """Each unit goes where the inspection says."""
    file = file_of(goods)
    if any(inspection.inspection_id == request.inspection_id for inspection in file.inspections):
        return []
    balances = balances_of(file, [item.item_no for item in request.items])
    for index, (item, balance) in enumerate(zip(request.items, balances, strict=True)):
        looked_at = item.good + item.repair + item.scrap
        if not looked_at:
            raise NothingInspected(f"item {item.item_no}", field=f"items.{index}")
        if looked_at > balance.to_inspect:
            raise MoreThanReceived(
                f"item {item.item_no}: {looked_at} inspected, {balance.to_inspect} are here",
                field=f"items.{index}",
                to_inspect=balance.to_inspect,
            )
    return [
        ReturnInspected(
            inspection_id=request.inspection_id,
            warehouse=file.warehouse,
            items=tuple(inspected_as(item, balance) for item, balance in zip(request.items, balances, strict=True)),
            inspected_by=request.by,
            inspected_on=request.on,
        )
    ]


def inspected_as(item: Graded, balance: ItemBalance) -> InspectedItem:
    """The units at what they are worth by their grades."""
    return InspectedItem(
        item_no=item.item_no,
        line_no=balance.item.line_no,
        sku=balance.item.sku,
        good=item.good,
        good_value=_cost_of(item.good, balance),
        repair=item.repair,
        repair_value=_cost_of(item.repair, balance),
        scrap=item.scrap,
        scrap_cost=_cost_of(item.scrap, balance),
        finding=item.finding,
    )


def _cost_of(quantity: Decimal, balance: ItemBalance) -> Money:
    """What so many units had left with, rounded down: however they come back, never more than left comes back."""
    item = balance.item
    share = (item.shipped_cost.minor * quantity / item.shipped).to_integral_value(rounding=ROUND_DOWN)
    return Money(minor=int(share), currency=item.shipped_cost.currency)


def grant_free_goods(request: GrantFreeGoods, goods: ReturnedGoods) -> list[ReturnedGoodsEvent]:
    """To where the returned goods had gone. Granted once."""
    file = file_of(goods)
    if request.grant_id in file.grants:
        return []
    terms = DeliveryTerms(
        contract_id=file.contract_id,
        customer_id=file.customer_id,
        deliver_to=file.deliver_to,
        requested_on=request.on,
        warranty_months=0,
        free_of_charge=FreeOfCharge(return_id=request.return_id, order_id=file.order_id, kind=request.kind),
    )
    return [
        FreeGoodsGranted(
            grant_id=request.grant_id,
            line_no=request.line_no,
            sku=request.sku,
            quantity=request.quantity,
            warehouse=file.warehouse,
            terms=terms,
            granted_on=request.on,
            grade=request.grade,
            left_from=_left_from(request.line_no, file),
        )
    ]


def _left_from(line_no: int, file: File) -> tuple[str, ...]:
    """A site for returned goods may have none to send, or be closed: those of the line had come from these."""
    items = (one.item for one in file.balances if one.item.line_no == line_no)
    return tuple(dict.fromkeys(item.left_from for item in items if item.left_from))


def set_apart_for(granted: FreeGoodsGranted) -> tuple[str, ...]:
    """The stock of goods that are not fit for sale which these come from; none, where they come from what is."""
    free = granted.terms.free_of_charge
    if free is None or free.kind == REPLACEMENT:
        return ()
    place = _PLACES.get(REPAIR if free.kind == REPAIR else granted.grade)
    return () if place is None else (place(granted.warehouse),)
