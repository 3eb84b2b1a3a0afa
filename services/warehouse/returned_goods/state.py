"""The stages of returned goods, and how each fact moves them on."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.warehouse.returned_goods.events import (
    ExpectedItem,
    FreeGoodsGranted,
    InspectionCorrected,
    ReturnedGoodsEvent,
    ReturnExpected,
    ReturnInspected,
    ReturnReceiptCorrected,
    ReturnReceived,
    ReturnWithdrawn,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

NOTHING: Final = Decimal(0)


@part
class ItemBalance:
    """An item, and how far it has come."""

    item: ExpectedItem
    received: Decimal = NOTHING
    good: Decimal = NOTHING
    repair: Decimal = NOTHING
    scrap: Decimal = NOTHING

    @property
    def to_come(self) -> Decimal:
        """May still be received."""
        return self.item.quantity - self.received

    @property
    def to_inspect(self) -> Decimal:
        """Here, and not looked at."""
        return self.received - self.good - self.repair - self.scrap


@part
class File:
    """Whose goods they are, where they go, and what came: by receipts and inspections, as they were corrected."""

    order_id: str
    contract_id: str
    customer_id: str
    warehouse: str
    deliver_to: str
    expected_by: date
    balances: tuple[ItemBalance, ...]
    receipts: tuple[ReturnReceived, ...] = ()
    inspections: tuple[ReturnInspected, ...] = ()
    grants: tuple[str, ...] = ()
    corrections: tuple[ReturnReceiptCorrected, ...] = ()
    regradings: tuple[InspectionCorrected, ...] = ()

    def balance(self, item_no: int) -> ItemBalance | None:
        """That item's balance, when it was approved."""
        return next((one for one in self.balances if one.item.item_no == item_no), None)


@state
class Unheard:
    """Nothing was heard of this return."""


@state
class Expected:
    """May come, or has come."""

    file: File


@state
class Withdrawn:
    """What has not come is not expected any more."""

    file: File
    reason: str


ReturnedGoods = Unheard | Expected | Withdrawn


def evolve(goods: ReturnedGoods, fact: ReturnedGoodsEvent) -> ReturnedGoods:
    """The goods after the fact. Never refuses: what happened, happened."""
    if isinstance(fact, ReturnExpected):
        return Expected(file=_file_of(fact))
    match goods:
        case Unheard():
            return goods
        case Expected(file=file) | Withdrawn(file=file):
            if isinstance(fact, ReturnWithdrawn):
                return Withdrawn(file=file, reason=fact.reason)
            return replace(goods, file=_moved_on(file, fact))
        case _:
            assert_never(goods)


def _file_of(fact: ReturnExpected) -> File:
    return File(
        order_id=fact.order_id,
        contract_id=fact.contract_id,
        customer_id=fact.customer_id,
        warehouse=fact.warehouse,
        deliver_to=fact.deliver_to,
        expected_by=fact.expected_by,
        balances=tuple(ItemBalance(item=item) for item in fact.items),
    )


Moved = ReturnReceived | ReturnReceiptCorrected | ReturnInspected | InspectionCorrected | FreeGoodsGranted


def _moved_on(file: File, fact: Moved) -> File:
    match fact:
        case ReturnReceived(items=items):
            came = {one.item_no: one.quantity for one in items}
            balances = tuple(
                replace(one, received=one.received + came.get(one.item.item_no, NOTHING)) for one in file.balances
            )
            return replace(file, balances=balances, receipts=(*file.receipts, fact))
        case ReturnReceiptCorrected():
            return _corrected(file, fact)
        case ReturnInspected(items=looked_at):
            found = {one.item_no: one for one in looked_at}
            balances = tuple(
                replace(
                    one,
                    good=one.good + grades.good,
                    repair=one.repair + grades.repair,
                    scrap=one.scrap + grades.scrap,
                )
                if (grades := found.get(one.item.item_no)) is not None
                else one
                for one in file.balances
            )
            return replace(file, balances=balances, inspections=(*file.inspections, fact))
        case InspectionCorrected():
            return _regraded(file, fact)
        case FreeGoodsGranted(grant_id=grant_id):
            return replace(file, grants=(*file.grants, grant_id))
        case _:
            assert_never(fact)


def _corrected(file: File, fact: ReturnReceiptCorrected) -> File:
    fewer = {one.item_no: one.quantity for one in fact.taken_off}
    receipts = (
        replace(
            receipt,
            items=tuple(
                replace(item, quantity=item.quantity - fewer.get(item.item_no, NOTHING)) for item in receipt.items
            ),
        )
        if receipt.receipt_id == fact.receipt_id
        else receipt
        for receipt in file.receipts
    )
    balances = (replace(one, received=one.received - fewer.get(one.item.item_no, NOTHING)) for one in file.balances)
    return replace(file, balances=tuple(balances), receipts=tuple(receipts), corrections=(*file.corrections, fact))


def _regraded(file: File, fact: InspectionCorrected) -> File:
    was, found = fact.was, fact.found
    inspections = (
        replace(one, items=tuple(found if item.item_no == found.item_no else item for item in one.items))
        if one.inspection_id == fact.inspection_id
        else one
        for one in file.inspections
    )
    balances = (
        replace(
            one,
            good=one.good + found.good - was.good,
            repair=one.repair + found.repair - was.repair,
            scrap=one.scrap + found.scrap - was.scrap,
        )
        if one.item.item_no == found.item_no
        else one
        for one in file.balances
    )
    return replace(file, balances=tuple(balances), inspections=tuple(inspections), regradings=(*file.regradings, fact))
