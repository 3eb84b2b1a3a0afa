"""The ledger of an order line: one quantity for each thing that is heard of it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from services.sales.order.quantities import LineQuantity
from shared.kernel.records import replace
from shared.kernel.shapes import part

NOTHING: Final = Decimal(0)


@part
class Ledger:
    """One line's quantities, as far as they were heard.

    `returned` came back undelivered or was lost, and about `resolved` of those somebody decided. `taken_back` was
    delivered and sent back by the customer, and for `given_instead` of those they got a replacement, or the goods
    repaired.
    """

    reserved: Decimal = NOTHING
    short: Decimal = NOTHING
    shipped: Decimal = NOTHING
    delivered: Decimal = NOTHING
    returned: Decimal = NOTHING
    billed: Decimal = NOTHING
    credited: Decimal = NOTHING
    taken_back: Decimal = NOTHING
    given_instead: Decimal = NOTHING
    resolved: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        """What the customer has or is on its way to them: what is delivered or billed has left, told or not."""
        return max(self.shipped - self.returned, self.delivered, self.billed)

    @property
    def came_back(self) -> Decimal:
        """Came back undelivered, and nobody has decided about it. The decision may be heard of first."""
        return max(self.returned - self.resolved, NOTHING)


EMPTY: Final = Ledger()


def posted(
    ledgers: dict[str, Ledger],
    lines: Iterable[LineQuantity],
    posting: Callable[[Ledger, Decimal], Ledger],
) -> dict[str, Ledger]:
    """The ledgers after that posting of these lines."""
    changed = dict(ledgers)
    for line in lines:
        number = str(line.line_no)
        changed[number] = posting(changed.get(number, EMPTY), line.quantity)
    return changed


def ship(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much left."""
    return replace(ledger, shipped=ledger.shipped + quantity)


def deliver(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much was handed over."""
    return replace(ledger, delivered=ledger.delivered + quantity)


def come_back(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much came back undelivered."""
    return replace(ledger, returned=ledger.returned + quantity)


def turn_up(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much had been lost, and is at the customer's."""
    return replace(ledger, returned=ledger.returned - quantity)


def charge(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much was billed."""
    return replace(ledger, billed=ledger.billed + quantity)


def credit_line(ledger: Ledger, quantity: Decimal) -> Ledger:
    """A credit note took back so much."""
    return replace(ledger, credited=ledger.credited + quantity)


def bill_again(ledger: Ledger, quantity: Decimal) -> Ledger:
    """The credit note that took back so much was cancelled."""
    return replace(ledger, credited=ledger.credited - quantity)


def take_back(ledger: Ledger, quantity: Decimal) -> Ledger:
    """The customer sent back so much."""
    return replace(ledger, taken_back=ledger.taken_back + quantity)


def not_take_back(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much of that had not come. This may be heard first."""
    return replace(ledger, taken_back=ledger.taken_back - quantity)


def give_instead(ledger: Ledger, quantity: Decimal) -> Ledger:
    """So much was given instead."""
    return replace(ledger, given_instead=ledger.given_instead + quantity)
