"""A receipt says that more came than did: it is corrected, line by line, down to what came.

Down to a number, and not by taking the whole back: what did come may have left by now, and then the whole could not be
taken back. A line of which nothing came is corrected to nothing. What came on top is a receipt of its own.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import Peg
from services.warehouse.expected_receipt.pegs import first_of, together, without
from services.warehouse.expected_receipt.state import Complete, Expecting
from services.warehouse.goods_receipt.events import (
    GoodsReceiptCorrected,
    GoodsReceiptEvent,
    ReceivedGoods,
    TakenOff,
)
from services.warehouse.goods_receipt.receiving import refuse_repeated_lines
from services.warehouse.goods_receipt.state import GoodsReceipt, NotReceived, Received
from services.warehouse.reservation.events import MissingGoods
from services.warehouse.reservation.missing import missing_goods
from services.warehouse.reservation.on_the_shelf import planned_among
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.state import StockItem
from services.warehouse.stock_item.valuation import cost_of, value_without
from shared.kernel.decider import Given
from shared.kernel.mappings import summed
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class ReceiptUnknown(Rejection):
    """There is no goods receipt of this id."""

    code = "warehouse.goods-receipt.unknown"
    ground = Ground.NOT_FOUND


class ReceiverCorrects(Rejection):
    """Whoever received the goods cannot say that they had not come: it takes a second person."""

    code = "warehouse.goods-receipt.receiver-corrects"
    ground = Ground.NOT_ALLOWED


class LineNotReceived(Rejection):
    """The receipt has no such line."""

    code = "warehouse.goods-receipt.line-unknown"
    ground = Ground.UNACCEPTABLE


class MoreCame(Rejection):
    """More than the receipt says did not come with it: receive it as well."""

    code = "warehouse.goods-receipt.more-came"
    ground = Ground.UNACCEPTABLE


@part
class AsItCame:
    """What came of one purchase line; what is left out, the receipt says rightly."""

    purchase_line_no: int
    accepted: Decimal | None
    rejected: Decimal | None


@command
class CorrectGoodsReceipt:
    """Let the receipt say what came.

    The decision is given the expected receipt, the stock items of the lines, and the named shipments, which are still
    to be picked. Where less is left than is set aside, those lose their goods that these were bought for, and then the
    first of the shipments.
    """

    lines: tuple[AsItCame, ...]
    shipments: tuple[str, ...]
    reason: str
    by: str
    on: date


def correct_goods_receipt(request: CorrectGoodsReceipt, receipt: GoodsReceipt, given: Given) -> list[GoodsReceiptEvent]:
    """Corrected to what it says already, nothing happens."""
    match receipt:
        case NotReceived():
            raise ReceiptUnknown("nothing was received under this id")
        case Received():
            if request.by == receipt.received_by:
                raise ReceiverCorrects(f"{receipt.received_by} received them")
            refuse_repeated_lines(line.purchase_line_no for line in request.lines)
            taken_off = _taken_off(request, receipt, given)
            if not taken_off:
                return []
            expected = given.of(EXPECTED_RECEIPT, receipt.purchase_order_id)
            missing = missing_goods(
                _lacking(taken_off, receipt.warehouse, given),
                planned_among(request.shipments, given),
                receipt.warehouse,
                bought_for=[(off.sku, peg) for off in taken_off for peg in reversed(off.pegs)],
            )
            corrected = GoodsReceiptCorrected(
                purchase_order_id=receipt.purchase_order_id,
                warehouse=receipt.warehouse,
                taken_off=_for_who_lacks_them(taken_off, receipt, missing),
                missing=missing,
                still_owed=isinstance(expected, Expecting | Complete),
                reason=request.reason,
                corrected_by=request.by,
                corrected_on=request.on,
            )
            return [corrected]
        case _:
            assert_never(receipt)


def _taken_off(request: CorrectGoodsReceipt, receipt: Received, given: Given) -> tuple[TakenOff, ...]:
    """Two lines of one SKU are in one stock item: the second one is taken off what the first one leaves."""
    items: dict[str, StockItem] = {}
    found: list[TakenOff] = []
    for index, came in enumerate(request.lines):
        line = receipt.line(came.purchase_line_no)
        if line is None:
            raise LineNotReceived(f"there is no line {came.purchase_line_no}", field=f"lines.{index}.purchase_line_no")
        item = items.get(line.sku) or given.of(STOCK_ITEM, stock_id(receipt.warehouse, line.sku))
        off = _off_line(line, came, item, f"lines.{index}")
        if off.accepted or off.rejected:
            found.append(off)
        if off.accepted and item.value is not None:
            items[line.sku] = replace(item, on_hand=item.on_hand - off.accepted, value=item.worth_after(-off.value))
    return tuple(found)


def _off_line(line: ReceivedGoods, came: AsItCame, item: StockItem, place: str) -> TakenOff:
    accepted = _fewer(line.accepted, came.accepted, line.purchase_line_no, f"{place}.accepted")
    rejected = _fewer(line.rejected, came.rejected, line.purchase_line_no, f"{place}.rejected")
    # What is left keeps its share of what the line cost, so that all parts of it add up to that.
    cost = line.accepted_value
    if accepted < line.accepted:
        cost -= cost_of(line.accepted - accepted, line.accepted, line.accepted_value)
    return TakenOff(
        purchase_line_no=line.purchase_line_no,
        sku=line.sku,
        accepted=accepted,
        rejected=rejected,
        cost=cost,
        value=value_without(accepted, cost, item) if accepted else Money.zero(cost.currency),
        pegs=without(line.pegs, first_of(line.pegs, line.accepted - accepted)),
        rejected_for=without(line.rejected_for, first_of(line.rejected_for, line.rejected - rejected)),
    )


def _for_who_lacks_them(
    taken_off: Iterable[TakenOff], receipt: Received, missing: Iterable[MissingGoods]
) -> tuple[TakenOff, ...]:
    """What did not come was for those whom it was bought for and who lost goods, and then for the last of the others.

    Else their supplier would owe them nothing: what came of theirs may be with somebody else, picked already.
    """
    lost = summed(((one.order_id, one.line_no), one.quantity) for one in missing)
    return tuple(_for_those(off, receipt.line(off.purchase_line_no), lost) for off in taken_off)


def _for_those(off: TakenOff, line: ReceivedGoods | None, lost: dict[tuple[str, int], Decimal]) -> TakenOff:
    """Counts down what they lost."""
    lacking: list[Peg] = []
    left = off.accepted
    for peg in () if line is None else line.pegs:
        place = (peg.order_id, peg.order_line_no)
        share = min(peg.quantity, lost.get(place, Decimal(0)), left)
        if share > 0:
            lacking.append(replace(peg, quantity=share))
            lost[place] -= share
            left -= share
    return replace(off, pegs=together((*lacking, *first_of(without(off.pegs, lacking), left))))


def _fewer(said: Decimal, came: Decimal | None, line_no: int, field: str) -> Decimal:
    if came is None:
        return Decimal(0)
    if came > said:
        raise MoreCame(f"line {line_no}: {said} received, and not {came}", field=field, received=said)
    return said - came


def _lacking(taken_off: Iterable[TakenOff], warehouse: str, given: Given) -> dict[str, Decimal]:
    """By SKU, how many more units are set aside than are left."""
    units = summed((off.sku, off.accepted) for off in taken_off)
    free = {sku: given.of(STOCK_ITEM, stock_id(warehouse, sku)).available for sku in units}
    return {sku: taken - free[sku] for sku, taken in units.items() if taken > free[sku]}
