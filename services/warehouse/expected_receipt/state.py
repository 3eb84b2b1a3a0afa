"""The stages of an expected receipt's life, and how each fact moves it on."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.warehouse.expected_receipt.events import (
    AmendedLine,
    ExpectationAmended,
    ExpectationWithdrawn,
    ExpectedReceiptEvent,
    GoodsExpectedAgain,
    GoodsTaken,
    OrderedLine,
    Peg,
    ReceiptExpected,
    ReceiptFellOverdue,
    ReceiptRescheduled,
    TakenLine,
    Withdrawal,
)
from services.warehouse.expected_receipt.pegs import together, without
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

NOTHING: Final = Decimal(0)


@part
class ExpectedLine:
    """A line of the purchase order and what of it has come. `pegs` are those that no receipt has served yet."""

    line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    pegs: tuple[Peg, ...]
    accepted: Decimal
    accepted_value: Money

    @property
    def open(self) -> Decimal:
        """What is still to come: nothing, where the order was made smaller than what had come by then."""
        return max(self.quantity - self.accepted, NOTHING)


@part
class Expectation:
    """What the supplier is to bring where, by when, and the receipts that brought some of it.

    `told_as` is the version of the purchase order that named the day, 0 where no supplier did; `amended_as` that of its
    newest amendment. `corrections` are those of the receipts.
    """

    supplier_id: str
    warehouse: str
    lines: tuple[ExpectedLine, ...]
    sent_on: date
    expected_on: date
    overdue: bool
    receipts: tuple[str, ...]
    told_as: int = 0
    amended_as: int = 0
    corrections: tuple[str, ...] = ()

    def line(self, line_no: int) -> ExpectedLine | None:
        """The line of that number."""
        return next((line for line in self.lines if line.line_no == line_no), None)


@state
class NotExpected:
    """We know nothing of this purchase order."""


@state
class WithdrawnBeforehand:
    """Purchasing withdrew an order that we have not heard of yet."""

    withdrawal: Withdrawal
    reason: str
    withdrawn_on: date


@state
class RescheduledBeforehand:
    """The supplier named a day for an order that we have not heard of yet."""

    expected_on: date
    reason: str
    told_as: int
    rescheduled_on: date


@state
class Expecting:
    """Something is still to come."""

    expectation: Expectation


@state
class Complete:
    """Everything has come."""

    expectation: Expectation


@state
class Withdrawn:
    """What has not come will not come."""

    expectation: Expectation
    withdrawal: Withdrawal
    reason: str
    withdrawn_on: date


ExpectedReceipt = NotExpected | WithdrawnBeforehand | RescheduledBeforehand | Expecting | Complete | Withdrawn


def evolve(receipt: ExpectedReceipt, fact: ExpectedReceiptEvent) -> ExpectedReceipt:
    """The expected receipt after the fact. Never refuses: what happened, happened."""
    match fact:
        case ReceiptExpected():
            return Expecting(expectation=_expectation_of(fact))
        case ExpectationWithdrawn(withdrawal=withdrawal, reason=reason, withdrawn_on=on):
            match receipt:
                case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand():
                    return WithdrawnBeforehand(withdrawal=withdrawal, reason=reason, withdrawn_on=on)
                case Expecting(expectation=known) | Complete(expectation=known) | Withdrawn(expectation=known):
                    return Withdrawn(expectation=known, withdrawal=withdrawal, reason=reason, withdrawn_on=on)
                case _:
                    assert_never(receipt)
        case ReceiptRescheduled():
            match receipt:
                case NotExpected() | RescheduledBeforehand():
                    return RescheduledBeforehand(
                        expected_on=fact.expected_on,
                        reason=fact.reason,
                        told_as=fact.told_as,
                        rescheduled_on=fact.rescheduled_on,
                    )
                case Expecting(expectation=known) | Complete(expectation=known):
                    changed = replace(known, expected_on=fact.expected_on, told_as=fact.told_as, overdue=False)
                    return replace(receipt, expectation=changed)
                case WithdrawnBeforehand() | Withdrawn():
                    return receipt
                case _:
                    assert_never(receipt)
        case ExpectationAmended():
            match receipt:
                case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand() | Withdrawn():
                    return receipt
                case Expecting(expectation=known) | Complete(expectation=known):
                    return _amended(known, fact)
                case _:
                    assert_never(receipt)
        case GoodsExpectedAgain():
            match receipt:
                case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand():
                    return receipt
                case Expecting(expectation=known) | Complete(expectation=known):
                    return _open_or_complete(_expecting_again(known, fact))
                case Withdrawn(expectation=known):
                    return replace(receipt, expectation=_expecting_again(known, fact))
                case _:
                    assert_never(receipt)
        case GoodsTaken() | ReceiptFellOverdue():
            match receipt:
                case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand() | Complete() | Withdrawn():
                    return receipt
                case Expecting(expectation=known):
                    return _expecting(known, fact)
                case _:
                    assert_never(receipt)
        case _:
            assert_never(fact)


def _expecting(known: Expectation, fact: GoodsTaken | ReceiptFellOverdue) -> Expecting | Complete:
    match fact:
        case GoodsTaken(receipt_id=receipt_id, lines=taken):
            lines = tuple(_after(line, taken) for line in known.lines)
            return _open_or_complete(replace(known, lines=lines, receipts=(*known.receipts, receipt_id)))
        case ReceiptFellOverdue():
            return Expecting(expectation=replace(known, overdue=True))
        case _:
            assert_never(fact)


def _expecting_again(known: Expectation, fact: GoodsExpectedAgain) -> Expectation:
    lines = tuple(_before(line, fact.lines) for line in known.lines)
    return replace(known, lines=lines, corrections=(*known.corrections, fact.correction_id))


def _amended(known: Expectation, fact: ExpectationAmended) -> Expecting | Complete:
    told = {line.line_no: line for line in fact.lines}
    lines = tuple(_reading(line, told.get(line.line_no)) for line in known.lines)
    return _open_or_complete(replace(known, lines=lines, amended_as=fact.told_as))


def _reading(line: ExpectedLine, told: AmendedLine | None) -> ExpectedLine:
    if told is None:
        return line
    return replace(line, quantity=told.quantity, unit_price=told.unit_price, net=told.net)


def _open_or_complete(known: Expectation) -> Expecting | Complete:
    if any(line.open for line in known.lines):
        return Expecting(expectation=known)
    return Complete(expectation=replace(known, overdue=False))


def _expectation_of(fact: ReceiptExpected) -> Expectation:
    return Expectation(
        supplier_id=fact.supplier_id,
        warehouse=fact.warehouse,
        lines=tuple(_line_of(line) for line in fact.lines),
        sent_on=fact.sent_on,
        expected_on=fact.expected_on,
        overdue=False,
        receipts=(),
    )


def _line_of(line: OrderedLine) -> ExpectedLine:
    return ExpectedLine(
        line_no=line.line_no,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        net=line.net,
        pegs=line.pegs,
        accepted=NOTHING,
        accepted_value=Money.zero(line.net.currency),
    )


def _after(line: ExpectedLine, taken: Iterable[TakenLine]) -> ExpectedLine:
    for part_of_it in taken:
        if part_of_it.line_no == line.line_no:
            line = replace(
                line,
                accepted=line.accepted + part_of_it.accepted,
                accepted_value=line.accepted_value + part_of_it.value,
                pegs=without(line.pegs, part_of_it.pegs),
            )
    return line


def _before(line: ExpectedLine, taken: Iterable[TakenLine]) -> ExpectedLine:
    """As if these units had not been taken: whom they were for is served first, as purchasing had named them before."""
    for part_of_it in taken:
        if part_of_it.line_no == line.line_no:
            line = replace(
                line,
                accepted=line.accepted - part_of_it.accepted,
                accepted_value=line.accepted_value - part_of_it.value,
                pegs=together((*part_of_it.pegs, *line.pegs)),
            )
    return line
