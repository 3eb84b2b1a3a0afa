"""What is bought for an order: what purchasing and the warehouse tell of it. Stored for ever, as `events.py` is."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol, assert_never

from services.sales.order.quantities import LineQuantity
from services.sales.order.source import Source
from shared.kernel.mappings import summed
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import event, part


@part
class RejectedQuantity:
    """So many units that were to be for one line did not become stock, and why."""

    line_no: int
    quantity: Decimal
    reason: str


@event("order.goods-bought")
class GoodsBought:
    """A supplier has our purchase order for what the order was short of, or a replacement of it.

    `amount` is what the purchase lines cost that it is on, also where they are for more than the order.
    """

    purchase_order_id: str
    supplier_id: str
    supplier_name: str
    is_replacement: bool
    lines: tuple[LineQuantity, ...]
    amount: Money
    expected_on: date
    bought_on: date
    source: Source


@event("order.purchase-rescheduled")
class PurchaseRescheduled:
    """The supplier confirmed when the goods that the order still waits for will come.

    `expected_before` is the day that purchasing expected until then; none where nobody kept it.
    """

    purchase_order_id: str
    supplier_id: str
    supplier_name: str
    lines: tuple[LineQuantity, ...]
    expected_before: date | None
    expected_on: date
    reason: str
    told_on: date
    source: Source


@event("order.bought-goods-received")
class BoughtGoodsReceived:
    """The supplier brought goods that were bought for the order. What was rejected is still owed by the supplier."""

    receipt_id: str
    purchase_order_id: str
    accepted: tuple[LineQuantity, ...]
    rejected: tuple[RejectedQuantity, ...]
    received_by: str
    received_on: date
    source: Source


@event("order.bought-receipt-corrected")
class BoughtReceiptCorrected:
    """Goods for the order that a receipt had named had not come, or had not been rejected."""

    receipt_id: str
    purchase_order_id: str
    accepted: tuple[LineQuantity, ...]
    rejected: tuple[LineQuantity, ...]
    reason: str
    corrected_by: str
    corrected_on: date
    source: Source


@event("order.purchase-given-up")
class PurchaseGivenUp:
    """These goods will not come by that purchase order: it was cancelled, or closed short after some had come."""

    purchase_order_id: str
    supplier_name: str
    is_cancelled: bool
    lines: tuple[LineQuantity, ...]
    reason: str
    given_up_on: date
    source: Source


BoughtFact = GoodsBought | PurchaseRescheduled | BoughtGoodsReceived | BoughtReceiptCorrected | PurchaseGivenUp
"""What is told of a purchase order that has goods for the order."""


@part
class Purchase:
    """What was heard of a purchase order. Receipts, another day and its end may be heard before it was sent.

    `accepted` are the units for the order that came, `rescheduled` the message that named the day, where one did;
    `corrections` are the messages that corrected receipts.
    """

    supplier_id: str = ""
    supplier_name: str = ""
    lines: tuple[LineQuantity, ...] = ()
    expected_on: date | None = None
    receipts: tuple[str, ...] = ()
    is_sent: bool = False
    is_given_up: bool = False
    source: Source | None = None
    accepted: tuple[LineQuantity, ...] = ()
    rescheduled: Source | None = None
    corrections: tuple[str, ...] = ()

    @property
    def is_awaited(self) -> bool:
        """Whether some of it is still to come, as far as we heard."""
        came = {one.line_no: one.quantity for one in self.accepted}
        return (
            self.is_sent
            and not self.is_given_up
            and any(came.get(one.line_no, Decimal(0)) < one.quantity for one in self.lines)
        )


def bought(purchases: Mapping[str, Purchase], fact: BoughtFact) -> dict[str, Purchase]:
    """The purchases by the id of their purchase order, after the fact."""
    known = purchases.get(fact.purchase_order_id, _UNHEARD)
    match fact:
        case GoodsBought():
            purchase = replace(
                known,
                supplier_id=fact.supplier_id,
                supplier_name=fact.supplier_name,
                lines=fact.lines,
                expected_on=known.expected_on if known.rescheduled else fact.expected_on,
                is_sent=True,
            )
        case PurchaseRescheduled():
            purchase = replace(
                known,
                supplier_id=known.supplier_id or fact.supplier_id,
                supplier_name=known.supplier_name or fact.supplier_name,
                expected_on=fact.expected_on,
                rescheduled=fact.source,
            )
        case BoughtGoodsReceived(receipt_id=receipt_id):
            came = _added(known.accepted, fact.accepted)
            purchase = replace(known, receipts=(*known.receipts, receipt_id), accepted=came)
        case BoughtReceiptCorrected():
            less = tuple(replace(one, quantity=-one.quantity) for one in fact.accepted)
            purchase = replace(
                known,
                accepted=_added(known.accepted, less),
                corrections=(*known.corrections, fact.source.event_id),
            )
        case PurchaseGivenUp():
            purchase = replace(known, is_given_up=True)
        case _:
            assert_never(fact)
    if fact.source.supersedes(known.source):
        purchase = replace(purchase, source=fact.source)
    return {**purchases, fact.purchase_order_id: purchase}


def is_purchase_news(purchases: Mapping[str, Purchase], fact: BoughtFact) -> bool:
    """Told for the first time."""
    known = purchases.get(fact.purchase_order_id, _UNHEARD)
    match fact:
        case GoodsBought():
            return not known.is_sent
        case PurchaseRescheduled():
            return fact.source.supersedes(known.rescheduled)
        case BoughtGoodsReceived(receipt_id=receipt_id):
            return receipt_id not in known.receipts
        case BoughtReceiptCorrected(source=source):
            return source.event_id not in known.corrections
        case PurchaseGivenUp():
            return not known.is_given_up
        case _:
            assert_never(fact)


def _added(known: tuple[LineQuantity, ...], more: tuple[LineQuantity, ...]) -> tuple[LineQuantity, ...]:
    sums = summed((one.line_no, one.quantity) for one in (*known, *more))
    return tuple(LineQuantity(line_no=line_no, quantity=quantity) for line_no, quantity in sums.items())


def last_expected(purchases: Mapping[str, Purchase]) -> date | None:
    """The day by which all that is bought should have come; none where nothing is awaited."""
    days = (one.expected_on for one in purchases.values() if one.is_awaited and one.expected_on is not None)
    return max(days, default=None)


_UNHEARD = Purchase()


class MeantFor(Protocol):
    """Whom bought units are for, by the words of purchasing or of the warehouse."""

    @property
    def order_id(self) -> str:
        """An order, or what care granted a customer."""
        ...

    @property
    def order_line_no(self) -> int:
        """The line of the order."""
        ...

    @property
    def quantity(self) -> Decimal:
        """So many of it."""
        ...

    @property
    def replacement_for(self) -> str:
        """The order that a grant stands in for."""
        ...


def order_of(meant: MeantFor) -> str:
    """The order that sales knows."""
    return meant.replacement_for or meant.order_id


def by_order(meant: Iterable[MeantFor]) -> dict[str, tuple[LineQuantity, ...]]:
    """So many of which line, for each order."""
    found: dict[str, dict[int, Decimal]] = {}
    for one in meant:
        lines = found.setdefault(order_of(one), {})
        lines[one.order_line_no] = lines.get(one.order_line_no, Decimal(0)) + one.quantity
    return {
        order_id: tuple(LineQuantity(line_no=line_no, quantity=quantity) for line_no, quantity in lines.items())
        for order_id, lines in found.items()
    }
