"""What makes an order smaller: what was asked, what was given back, what it is for then.

Its facts are stored for ever, as those of `events.py` are. Why the warehouse decides: docs/decisions/0010.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.sales.order.quantities import LineQuantity
from services.sales.order.source import Source
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import event, part
from shared.published.sales import OrderLine


@event("order.reduction-requested")
class OrderReductionRequested:
    """A person asks for less of a confirmed order: the warehouse is asked what it can give back."""

    contract_id: str
    reduction_id: str
    lines: tuple[LineQuantity, ...]
    reason: str
    requested_by: str
    requested_on: date


@part
class StandingLine:
    """What a line is for now as the warehouse says, what of it is set aside, and what it is short of."""

    line_no: int
    quantity: Decimal
    reserved: Decimal
    short: Decimal
    resolved: Decimal = Decimal(0)


@event("order.reservation-reduced")
class ReservationReduced:
    """The warehouse gave back what it could: all lines as they stand there now."""

    reduction_id: str
    lines: tuple[StandingLine, ...]
    reduced_on: date
    source: Source


@part
class ChangedLine:
    """So many units, for that much before tax, a line was for, and is for now."""

    line_no: int
    old_quantity: Decimal
    quantity: Decimal
    old_net: Money
    net: Money


@event("order.amended")
class OrderAmended:
    """The order is for less than before: these lines changed, and `net` is what all of them come to now."""

    contract_id: str
    reduction_id: str
    lines: tuple[ChangedLine, ...]
    net: Money
    reason: str
    amended_by: str
    amended_on: date


@event("order.credit-reduced")
class CreditReduced:
    """Accounting reserves less credit for the order: `reserved` is left, `exposure` of the customer counts that."""

    given_back: Money
    reserved: Money
    exposure: Money
    reduced_on: date
    source: Source


ShrinkingFact = ReservationReduced | CreditReduced
"""What other departments tell of it."""


@part
class Reduction:
    """The newest request for less. `granted` is what the lines are for by its answer; none as long as there is none."""

    reduction_id: str
    lines: tuple[LineQuantity, ...]
    reason: str
    by: str
    on: date
    granted: tuple[LineQuantity, ...] | None = None

    @property
    def is_pending(self) -> bool:
        """Whether the warehouse has not answered yet."""
        return self.granted is None


def requested(fact: OrderReductionRequested) -> Reduction:
    """The request, to be answered."""
    return Reduction(
        reduction_id=fact.reduction_id,
        lines=fact.lines,
        reason=fact.reason,
        by=fact.requested_by,
        on=fact.requested_on,
    )


def answered(known: Reduction | None, fact: ReservationReduced) -> Reduction | None:
    """The request after the warehouse spoke of it; an answer to another one does not count."""
    if known is None or known.reduction_id != fact.reduction_id:
        return known
    granted = tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in fact.lines)
    return replace(known, granted=granted)


def is_reduction_news(known: Reduction | None, fact: ReservationReduced) -> bool:
    """It answers what was asked. Not by its age: what was topped up meanwhile does not answer that."""
    return known is not None and known.reduction_id == fact.reduction_id and known.is_pending


def amended(known: Reduction | None, fact: OrderAmended) -> Reduction:
    """The request after it was met. One of an order that was not confirmed needed nobody's answer."""
    granted = tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in fact.lines)
    if known is not None and known.reduction_id == fact.reduction_id:
        return replace(known, granted=known.granted or granted)
    return Reduction(
        reduction_id=fact.reduction_id,
        lines=granted,
        reason=fact.reason,
        by=fact.amended_by,
        on=fact.amended_on,
        granted=granted,
    )


def lines_now(placed: tuple[OrderLine, ...], quantities: Mapping[str, Decimal]) -> tuple[OrderLine, ...]:
    """The lines for the quantities that they are for now, each at its share of the line as it was placed."""
    if not quantities:
        return placed
    return tuple(_for(line, quantities.get(str(line.line_no), line.quantity)) for line in placed)


def changes(
    placed: Iterable[OrderLine], now: Iterable[OrderLine], wanted: Mapping[int, Decimal]
) -> tuple[ChangedLine, ...]:
    """The lines that are for more now than is wanted, and what they come to then."""
    found: list[ChangedLine] = []
    for whole, line in zip(placed, now, strict=True):
        quantity = wanted.get(line.line_no, line.quantity)
        if quantity < line.quantity:
            found.append(
                ChangedLine(
                    line_no=line.line_no,
                    old_quantity=line.quantity,
                    quantity=quantity,
                    old_net=line.net,
                    net=_for(whole, quantity).net,
                )
            )
    return tuple(found)


def by_number(lines: Sequence[LineQuantity]) -> dict[int, Decimal]:
    """Units by line."""
    return {line.line_no: line.quantity for line in lines}


def _for(line: OrderLine, quantity: Decimal) -> OrderLine:
    if quantity == line.quantity:
        return line
    return replace(line, quantity=quantity, net=line.net.share(quantity, line.quantity))
