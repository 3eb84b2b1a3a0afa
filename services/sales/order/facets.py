"""How far supply, fulfilment, billing and payment have come: one pure function of the ledger, never stored by hand."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from services.sales.order.progress import CreditStatus, Progress
from shared.kernel.shapes import part
from shared.published.sales import OrderLine


class Supply(StrEnum):
    """Whether the warehouse has the goods."""

    NONE = "none"
    SHORT = "short"
    PARTLY = "partly"
    RESERVED = "reserved"


class Extent(StrEnum):
    """How much of the order was delivered, or billed."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Payment(StrEnum):
    """How much of what was billed is paid; paid only when everything is billed and nothing is open.

    Written off, when nothing is open because accounting gave up some of it; overdue, as long as some of it is past its
    day, not paid and not contested.
    """

    NONE = "none"
    PARTIAL = "partial"
    PAID = "paid"
    WRITTEN_OFF = "written-off"
    OVERDUE = "overdue"


class Irregularity(StrEnum):
    """What should not have happened, and did: a person has to look."""

    SHIPPED_WHILE_HELD = "shipped-while-held"
    SHIPPED_AFTER_CANCELLATION = "shipped-after-cancellation"
    BILLED_AFTER_CANCELLATION = "billed-after-cancellation"
    SHIPPED_TOO_MUCH = "shipped-too-much"
    BILLED_TOO_MUCH = "billed-too-much"
    CREDIT_REFUSED_TOO_LATE = "credit-refused-too-late"


@part
class Facets:
    """Where the order stands, in every respect that somebody filters by.

    `acknowledged` are irregularities that a person has looked at, and of which no more was heard since.
    """

    supply: Supply
    fulfilment: Extent
    billing: Extent
    payment: Payment
    irregularities: tuple[Irregularity, ...]
    acknowledged: tuple[Irregularity, ...] = ()

    def is_complete(self) -> bool:
        """Everything is delivered and billed, and paid, as far as anybody waits for the money."""
        return self.fulfilment is Extent.FULL and self.payment in (Payment.PAID, Payment.WRITTEN_OFF)


def facets_of(lines: Sequence[OrderLine], progress: Progress, *, is_cancelled: bool) -> Facets:
    """The facets of an order with these lines. A credit note does not undo that a line was billed."""
    ledgers = [(line.quantity, progress.line(line.line_no)) for line in lines]
    billing = _extent([(ordered, ledger.billed) for ordered, ledger in ledgers])
    irregular = _irregularities(lines, progress, is_cancelled=is_cancelled)
    acknowledged = tuple(one for one in irregular if _is_acknowledged(one, progress))
    return Facets(
        supply=_supply(lines, progress),
        fulfilment=_extent([(ordered, ledger.delivered) for ordered, ledger in ledgers]),
        billing=billing,
        payment=_payment(progress, billing),
        irregularities=tuple(one for one in irregular if one not in acknowledged),
        acknowledged=acknowledged,
    )


def documents_behind(irregularity: Irregularity, progress: Progress) -> tuple[str, ...]:
    """The documents that make it an irregularity. When more arrive, it is no longer the one that was acknowledged."""
    match irregularity:
        case Irregularity.SHIPPED_WHILE_HELD:
            holds = [progress.holds[name] for name in progress.overtaken_holds()]
            return tuple(dict.fromkeys(shipment_id for hold in holds for shipment_id in hold.overtaken_by))
        case Irregularity.SHIPPED_AFTER_CANCELLATION | Irregularity.SHIPPED_TOO_MUCH:
            return tuple(shipment_id for shipment_id, parcel in progress.parcels.items() if parcel.is_out)
        case Irregularity.BILLED_AFTER_CANCELLATION | Irregularity.BILLED_TOO_MUCH:
            return tuple(progress.bills)
        case Irregularity.CREDIT_REFUSED_TOO_LATE:
            source = progress.credit.source
            return () if source is None else (f"{source.stream} {source.version}",)
        case _:
            assert_never(irregularity)


def _is_acknowledged(irregularity: Irregularity, progress: Progress) -> bool:
    known = progress.acknowledged.get(irregularity)
    return known is not None and set(documents_behind(irregularity, progress)) <= set(known.seen)


def _supply(lines: Sequence[OrderLine], progress: Progress) -> Supply:
    """A line is covered when something was set aside for it or shipped, and nothing is short.

    What came back is not set aside any more until somebody has decided that it goes again.
    """
    ledgers = [progress.line(line.line_no) for line in lines if line.quantity]
    covered = [ledger.reserved > ledger.came_back or ledger.shipped > ledger.returned for ledger in ledgers]
    if any(ledger.short > 0 for ledger in ledgers):
        return Supply.PARTLY if any(covered) else Supply.SHORT
    if all(covered):
        return Supply.RESERVED
    return Supply.PARTLY if any(covered) else Supply.NONE


def _extent(done: Sequence[tuple[Decimal, Decimal]]) -> Extent:
    """From pairs of ordered and done."""
    if all(quantity >= ordered for ordered, quantity in done):
        return Extent.FULL
    return Extent.PARTIAL if any(quantity > 0 for _, quantity in done) else Extent.NONE


def _payment(progress: Progress, billing: Extent) -> Payment:
    bills = progress.bills.values()
    nothing_open = all(bill.total is not None and not bill.open for bill in bills)
    if billing is Extent.FULL and nothing_open:
        return Payment.WRITTEN_OFF if any(bill.is_written_off for bill in bills) else Payment.PAID
    if any(bill.is_late for bill in bills):
        return Payment.OVERDUE
    some_paid = any(bill.total is None or bill.open != bill.total for bill in bills)
    return Payment.PARTIAL if some_paid else Payment.NONE


def _irregularities(lines: Sequence[OrderLine], progress: Progress, *, is_cancelled: bool) -> list[Irregularity]:
    found: list[Irregularity] = []
    billed = any(ledger.billed > ledger.credited for ledger in progress.lines.values())
    if not is_cancelled and progress.overtaken_holds():
        found.append(Irregularity.SHIPPED_WHILE_HELD)
    if is_cancelled and progress.anything_shipped():
        found.append(Irregularity.SHIPPED_AFTER_CANCELLATION)
    if is_cancelled and billed:
        found.append(Irregularity.BILLED_AFTER_CANCELLATION)
    ledgers = [(line.quantity, progress.line(line.line_no)) for line in lines]
    if any(ledger.shipped - ledger.returned > ordered for ordered, ledger in ledgers):
        found.append(Irregularity.SHIPPED_TOO_MUCH)
    if any(ledger.billed - ledger.credited > ordered for ordered, ledger in ledgers):
        found.append(Irregularity.BILLED_TOO_MUCH)
    if not is_cancelled and progress.credit.status is CreditStatus.REFUSED:
        found.append(Irregularity.CREDIT_REFUSED_TOO_LATE)
    return found
