"""The stages of a billing's life, and how each fact moves it on."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.billing.events import (
    AmendedLine,
    BillingAmended,
    BillingCancelled,
    BillingEvent,
    BillingOpened,
    DeliveryLeftUnbilled,
    GoodsBilled,
    MovedLine,
    MovedQuantity,
    ReturnCharged,
    ReturnChargeHeardEarly,
    ShipmentHeardEarly,
    ShipmentNoted,
    ShipmentReturnNoted,
    UnbilledCleared,
)
from services.accounting.billing.shares import part_of
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

SHIPPED: Final = "shipped"
DELIVERED: Final = "delivered"
RETURNED: Final = "returned"


@part
class HeardEarly:
    """What was heard of a shipment before its order."""

    kind: str
    shipment_id: str
    quantities: tuple[MovedQuantity, ...]
    happened_on: date


@part
class LineBalance:
    """A line as it was placed, and how much of it has left and has been billed, in units and in money.

    `amended` is what it is for since the order was reduced; None: what was placed. Shares are always of the latter.
    """

    line: BillLine
    expected: Money
    shipped: Decimal
    shipped_expected: Money
    billed: Decimal
    billed_net: Money
    amended: AmendedLine | None = None

    @property
    def quantity(self) -> Decimal:
        """Units that the line is for now."""
        return self.line.quantity if self.amended is None else self.amended.quantity

    @property
    def billable(self) -> Decimal:
        """Units that may still be billed."""
        return max(self.quantity - self.billed, Decimal(0))

    @property
    def unshipped(self) -> Decimal:
        """Units that have not left yet."""
        return max(self.quantity - self.shipped, Decimal(0))

    @property
    def unshipped_expected(self) -> Money:
        """What of the expected amount, with tax, has not left."""
        return (self.expected if self.amended is None else self.amended.expected) - self.shipped_expected

    def net_of(self, quantity: Decimal) -> Money:
        """What so many more units are billed at before tax."""
        return part_of(self.line.net, quantity, self.line.quantity, before=self.billed, taken=self.billed_net)

    def expected_of(self, quantity: Decimal) -> Money:
        """What leaves with so many more units of the expected amount; with the last of them, all that is left of it."""
        if quantity > 0 and quantity >= self.unshipped:
            return self.unshipped_expected
        share = part_of(self.expected, quantity, self.line.quantity, before=self.shipped, taken=self.shipped_expected)
        return min(share, self.unshipped_expected, key=lambda amount: abs(amount.minor))


@part
class Shipment:
    """Where a shipment of the order stands, and what it took with it."""

    status: str
    lines: tuple[MovedLine, ...]
    has_charges: bool


_UNKNOWN: Final = Shipment(status=SHIPPED, lines=(), has_charges=False)


@part
class Unbilled:
    """Delivered goods that wait for a person to bill them or to let them go."""

    shipment_id: str
    quantities: tuple[MovedQuantity, ...]
    because: str
    delivered_on: date


@state
class AwaitingOrder:
    """The order has not been heard of; what was heard of its shipments and returns has to wait."""

    heard: tuple[HeardEarly, ...]
    charges_heard: tuple[ReturnChargeHeardEarly, ...] = ()


@state
class Open:
    """The order is known. Its charges go with the first shipment, and onto the first invoice that covers them.

    `return_charges` are the ids of what was charged for goods of it that came back, or should have.
    """

    contract_id: str
    customer_id: str
    currency: str
    lines: tuple[LineBalance, ...]
    charges: tuple[BillCharge, ...]
    charges_expected: Money
    charges_shipped: bool
    charges_billed: bool
    terms: tuple[Term, ...]
    shipments: dict[str, Shipment]
    unbilled: tuple[Unbilled, ...]
    placed_on: date
    cancelled_on: date | None
    return_charges: tuple[str, ...] = ()

    def balance_of(self, line_no: int) -> LineBalance | None:
        """The balance of that line, if it was ordered."""
        return next((balance for balance in self.lines if balance.line.line_no == line_no), None)

    @property
    def unshipped_expected(self) -> Money:
        """What of the expected amount, with charges and tax, has not left: what the order reserves of the credit."""
        charges = Money.zero(self.currency) if self.charges_shipped else self.charges_expected
        return total((balance.unshipped_expected for balance in self.lines), self.currency) + charges

    @property
    def charges_let_go(self) -> bool:
        """Nothing that is under way, or was delivered, took the charges along, and nothing was left that could."""
        taken = any(one.has_charges and one.status != RETURNED for one in self.shipments.values())
        return self.charges_shipped and not self.charges_billed and not taken

    def amended(self, lines: tuple[AmendedLine, ...]) -> "Open":
        """The billing when these lines are for less.

        Charges come back with the shipment that carried them. Where nothing is left that could take them along again,
        they are billed with what is under way, and are not to be waited for; should that come back as well, they are.
        """
        by_line = {line.line_no: line for line in lines}
        after = tuple(
            replace(balance, amended=line) if (line := by_line.get(balance.line.line_no)) is not None else balance
            for balance in self.lines
        )
        nothing_leaves = not any(balance.unshipped for balance in after)
        return replace(self, lines=after, charges_shipped=self.charges_shipped or nothing_leaves)


Billing = AwaitingOrder | Open


def evolve(billing: Billing, fact: BillingEvent) -> Billing:
    """The billing after the fact. Never refuses: what happened, happened."""
    match fact:
        case BillingOpened():
            return _opened(fact)
        case ShipmentHeardEarly():
            if isinstance(billing, Open):
                return billing
            early = HeardEarly(
                kind=fact.kind,
                shipment_id=fact.shipment_id,
                quantities=fact.quantities,
                happened_on=fact.happened_on,
            )
            return replace(billing, heard=(*billing.heard, early))
        case ReturnChargeHeardEarly():
            if isinstance(billing, Open):
                return billing
            return replace(billing, charges_heard=(*billing.charges_heard, fact))
        case (
            ShipmentNoted()
            | ShipmentReturnNoted()
            | GoodsBilled()
            | DeliveryLeftUnbilled()
            | UnbilledCleared()
            | BillingAmended()
            | BillingCancelled()
            | ReturnCharged()
        ):
            return _moved_on(billing, fact) if isinstance(billing, Open) else billing
        case _:
            assert_never(fact)


def _opened(fact: BillingOpened) -> Open:
    nothing = Money.zero(fact.expected.currency)
    return Open(
        contract_id=fact.contract_id,
        customer_id=fact.customer_id,
        currency=fact.expected.currency,
        lines=tuple(
            LineBalance(
                line=ordered.line,
                expected=ordered.expected,
                shipped=Decimal(0),
                shipped_expected=nothing,
                billed=Decimal(0),
                billed_net=nothing,
            )
            for ordered in fact.lines
        ),
        charges=fact.charges,
        charges_expected=fact.charges_expected,
        charges_shipped=False,
        charges_billed=False,
        terms=fact.terms,
        shipments={},
        unbilled=(),
        placed_on=fact.placed_on,
        cancelled_on=None,
    )


def _moved_on(
    billing: Open,
    fact: ShipmentNoted
    | ShipmentReturnNoted
    | GoodsBilled
    | DeliveryLeftUnbilled
    | UnbilledCleared
    | BillingAmended
    | BillingCancelled
    | ReturnCharged,
) -> Open:
    match fact:
        case ShipmentNoted(shipment_id=shipment_id, lines=lines):
            shipment = Shipment(status=SHIPPED, lines=lines, has_charges=not billing.charges_shipped)
            return replace(
                billing,
                lines=_shipped(billing.lines, lines, sign=1),
                charges_shipped=True,
                shipments={**billing.shipments, shipment_id: shipment},
            )
        case ShipmentReturnNoted(shipment_id=shipment_id):
            returned = billing.shipments.get(shipment_id, _UNKNOWN)
            return replace(
                billing,
                lines=_shipped(billing.lines, returned.lines, sign=-1),
                charges_shipped=billing.charges_shipped and not returned.has_charges and fact.charges_expected is None,
                shipments={**billing.shipments, shipment_id: replace(returned, status=RETURNED)},
            )
        case GoodsBilled(shipment_id=shipment_id, lines=billed, charges=charges):
            return replace(
                billing,
                lines=_billed(billing.lines, billed),
                charges_billed=billing.charges_billed or len(charges) == len(billing.charges),
                shipments=_delivered(billing.shipments, shipment_id),
                # What was left unbilled because the order was cancelled is billed by this very fact.
                unbilled=tuple(one for one in billing.unbilled if one.shipment_id != shipment_id),
            )
        case DeliveryLeftUnbilled(shipment_id=shipment_id):
            left = Unbilled(
                shipment_id=shipment_id,
                quantities=fact.quantities,
                because=fact.because,
                delivered_on=fact.delivered_on,
            )
            return replace(
                billing,
                shipments=_delivered(billing.shipments, shipment_id),
                unbilled=(*billing.unbilled, left),
            )
        case UnbilledCleared(shipment_id=shipment_id):
            return replace(billing, unbilled=tuple(one for one in billing.unbilled if one.shipment_id != shipment_id))
        case BillingAmended(lines=lines):
            return billing.amended(lines)
        case BillingCancelled(cancelled_on=cancelled_on):
            return replace(billing, cancelled_on=cancelled_on)
        case ReturnCharged(charge_id=charge_id):
            return replace(billing, return_charges=(*billing.return_charges, charge_id))
        case _:
            assert_never(fact)


def _delivered(shipments: dict[str, Shipment], shipment_id: str) -> dict[str, Shipment]:
    return {**shipments, shipment_id: replace(shipments.get(shipment_id, _UNKNOWN), status=DELIVERED)}


def _shipped(balances: tuple[LineBalance, ...], moved: tuple[MovedLine, ...], *, sign: int) -> tuple[LineBalance, ...]:
    by_line = {line.line_no: line for line in moved}
    return tuple(
        replace(
            balance,
            shipped=balance.shipped + sign * line.quantity,
            shipped_expected=balance.shipped_expected + line.expected.times(sign),
        )
        if (line := by_line.get(balance.line.line_no)) is not None
        else balance
        for balance in balances
    )


def _billed(balances: tuple[LineBalance, ...], billed: tuple[BillLine, ...]) -> tuple[LineBalance, ...]:
    by_line = {line.line_no: line for line in billed}
    return tuple(
        replace(balance, billed=balance.billed + line.quantity, billed_net=balance.billed_net + line.net)
        if (line := by_line.get(balance.line.line_no)) is not None
        else balance
        for balance in balances
    )
