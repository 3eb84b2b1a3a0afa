"""How far a return has come: what of each item arrived and was found to be what, and what the customer gets for it."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from services.care.customer_return.events import Charged, Grade, Item, Remedy, UnitsCharged
from shared.kernel.shapes import part

NOTHING: Final = Decimal(0)
SENT: Final = (Remedy.REPLACEMENT, Remedy.REPAIR, Remedy.RETURN_TO_CUSTOMER)
"""With which the customer gets goods, so that these are covered in place of the returned ones."""


@part
class ItemBalance:
    """An approved item: what of it never came, arrived, and was inspected as what."""

    item: Item
    given_up: Decimal = NOTHING
    received: Decimal = NOTHING
    good: Decimal = NOTHING
    repair: Decimal = NOTHING
    scrap: Decimal = NOTHING

    @property
    def expected(self) -> Decimal:
        """Still to come. More than was expected may have come."""
        return max(self.item.quantity - self.given_up - self.received, NOTHING)

    def found(self, grade: Grade) -> Decimal:
        """How many the inspections found to be that."""
        return {Grade.GOOD: self.good, Grade.REPAIR: self.repair, Grade.SCRAP: self.scrap}[grade]

    @property
    def inspected(self) -> Decimal:
        """Looked at."""
        return self.good + self.repair + self.scrap


@part
class Arrival:
    """Units of an item that came with one receipt, as it was corrected; the `late` ones had been given up."""

    receipt_id: str
    item_no: int
    quantity: Decimal
    late: Decimal = NOTHING


@part
class Look:
    """What one inspection found units of an item to be, as it was corrected: for the last time by that correction."""

    inspection_id: str
    item_no: int
    good: Decimal
    repair: Decimal
    scrap: Decimal
    correction_no: int = 0


@part
class Grant:
    """What the customer gets for units of an item. `owed` units are still to be delivered.

    `grade` is what was found of units that go back as they are. `in_advance`: granted before the units had come.
    """

    grant_id: str
    item: Item
    remedy: Remedy
    quantity: Decimal
    owed: Decimal
    reason: str
    granted_by: str
    granted_on: date
    grade: Grade | None = None
    in_advance: bool = False


@part
class Revocation:
    """That somebody asked to take a grant back, and what came of it: so many units, or why none.

    Open until the warehouse has answered.
    """

    revocation_id: str
    grant_id: str
    reason: str
    requested_by: str
    requested_on: date
    quantity: Decimal = NOTHING
    refused_because: str = ""

    @property
    def is_open(self) -> bool:
        """Nothing came of it yet."""
        return not self.quantity and not self.refused_because


@part
class Progress:
    """What became of the approved items. The ids are of the messages' documents, so that none counts twice."""

    balances: tuple[ItemBalance, ...]
    grants: tuple[Grant, ...] = ()
    receipts: tuple[str, ...] = ()
    inspections: tuple[str, ...] = ()
    shipments: tuple[str, ...] = ()
    charges: tuple[UnitsCharged, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    looks: tuple[Look, ...] = ()

    def balance(self, item_no: int) -> ItemBalance | None:
        """That item's balance, when it was approved."""
        return next((one for one in self.balances if one.item.item_no == item_no), None)

    def look(self, inspection_id: str, item_no: int) -> Look | None:
        """What is known of that inspection of the item."""
        return next((one for one in self.looks if (one.inspection_id, one.item_no) == (inspection_id, item_no)), None)

    def granted(self, item_no: int, *remedies: Remedy) -> Decimal:
        """Units of the item for which the customer gets something: one of these remedies, or any."""
        chosen = (
            grant.quantity
            for grant in self.grants
            if grant.item.item_no == item_no and (not remedies or grant.remedy in remedies)
        )
        return sum(chosen, NOTHING)

    def provided_for(self, item_no: int) -> Decimal:
        """Units of the item that came, or are to come, for which the customer gets something, without kept ones."""
        kept = (
            charge.item.quantity
            for charge in self.charges
            if charge.kind is Charged.KEPT_GOODS and charge.item.item_no == item_no
        )
        return self.granted(item_no) - sum(kept, NOTHING)

    def awaited(self, item_no: int) -> Decimal:
        """Units of the item for which others were granted in advance, and which have not come."""
        balance = self.balance(item_no)
        received = NOTHING if balance is None else balance.received
        return max(self.provided_for(item_no) - received, NOTHING)

    def to_settle(self, item_no: int) -> Decimal:
        """Inspected units of the item for which it is open what the customer gets."""
        balance = self.balance(item_no)
        return NOTHING if balance is None else max(balance.inspected - self.provided_for(item_no), NOTHING)

    def sent_back(self, item_no: int, grade: Grade) -> Decimal:
        """Units of the item that were found to be that and go back to the customer as they are."""
        chosen = (grant.quantity for grant in self.grants if grant.item.item_no == item_no and grant.grade is grade)
        return sum(chosen, NOTHING)

    @property
    def has_arrived(self) -> bool:
        """Anything came."""
        return any(one.received for one in self.balances)

    @property
    def is_void(self) -> bool:
        """Nothing came or is to come, and nothing was given or charged for it."""
        nothing_moves = not self.has_arrived and not any(one.expected for one in self.balances)
        return nothing_moves and not self.grants and not self.charges

    @property
    def is_settled(self) -> bool:
        """Nothing is to come, to be inspected, to be decided or to be delivered, of what came or was charged."""
        return (
            not self.is_void
            and all(
                not one.expected and one.received == one.inspected == self.provided_for(one.item.item_no)
                for one in self.balances
            )
            and not any(grant.owed for grant in self.grants)
        )


def changed(
    progress: Progress, numbers: Iterable[int], change: Callable[[ItemBalance], ItemBalance]
) -> tuple[ItemBalance, ...]:
    """The balances, those of the numbered items changed."""
    wanted = set(numbers)
    return tuple(change(one) if one.item.item_no in wanted else one for one in progress.balances)
