"""A customer's credit as it stands, and how each fact moves it on."""

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    ChargeExposureMoved,
    CreditAccountEvent,
    CreditGivenBack,
    CreditHeld,
    CreditReduced,
    CreditRefused,
    CreditReserved,
    CustomerNamed,
    DeliveryBlocked,
    DeliveryUnblocked,
    DunningHoldLifted,
    ExposureInvoiced,
    ExposureShipped,
    ExposureUnshipped,
    HeldForDunning,
    InvoiceExposureMoved,
    LimitSet,
    MoneyOnAccountMoved,
    StopLifted,
    StopReasonAdded,
)
from shared.kernel.mappings import without
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

OK: Final = "ok"
WATCH: Final = "watch"
HOLD: Final = "hold"
DUNNED: Final = "dunned"
STOP: Final = "stop"
CURRENCY_DIFFERS: Final = "currency-differs"
WATCH_FROM_PERCENT: Final = Decimal(90)


@part
class Buckets:
    """An exposure by how far the goods and the money have come."""

    reserved: Money
    shipped: Money
    open: Money
    overdue: Money

    @classmethod
    def empty(cls, currency: str) -> "Buckets":
        """Nothing at all."""
        nothing = Money.zero(currency)
        return cls(reserved=nothing, shipped=nothing, open=nothing, overdue=nothing)

    @property
    def total(self) -> Money:
        """The exposure."""
        return self.reserved + self.shipped + self.open + self.overdue

    def changed(self, before: "Buckets", after: "Buckets") -> "Buckets":
        """These, with one order's share replaced."""
        return Buckets(
            reserved=self.reserved - before.reserved + after.reserved,
            shipped=self.shipped - before.shipped + after.shipped,
            open=self.open - before.open + after.open,
            overdue=self.overdue - before.overdue + after.overdue,
        )


@part
class InvoiceExposure:
    """What one invoice counts."""

    not_overdue: Money
    overdue: Money


@part
class OrderExposure:
    """What one order counts: reserved, by shipment not billed yet, and by invoice not settled yet.

    `approved`: somebody let it go over the limit, so that a limit does not stand in its way again.
    """

    reserved: Money
    shipped: dict[str, Money]
    invoices: dict[str, InvoiceExposure]
    placed_by: str = ""
    approved: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it counts any more."""
        return not (self.reserved or self.shipped or self.invoices)

    @property
    def buckets(self) -> Buckets:
        """What it counts in each bucket."""
        shipped = not_overdue = overdue = Money.zero(self.reserved.currency)
        for amount in self.shipped.values():
            shipped = shipped + amount
        for invoice in self.invoices.values():
            not_overdue = not_overdue + invoice.not_overdue
            overdue = overdue + invoice.overdue
        return Buckets(reserved=self.reserved, shipped=shipped, open=not_overdue, overdue=overdue)


@part
class HeldOrder:
    """An order that waits for an approver, with the numbers that it was held on."""

    amount: Money
    exposure: Money
    standing: str
    placed_by: str
    held_on: date


@part
class BlockedDelivery:
    """An order whose goods may not leave, with the numbers that say why."""

    amount: Money
    exposure: Money
    standing: str
    placed_by: str
    blocked_on: date


@state
class Unopened:
    """Neither the customer nor an order of theirs has been heard of."""


@state
class Open:
    """The account. `orders` are those that still count; `exposure` is their sum, kept with every fact.

    `charges` is what is open of fees and interest for being late, by dunning case: it counts beside the orders.
    `on_account` is what of their payments settles nothing, by payment: it counts off, as they owe less by it.

    Amounts of an order in another currency than the account's are kept with the order and not in the sum. What has no
    order is kept by its currency, which is empty for that of the account. `dunned` are the dunning cases that hold new
    orders, each with its reason.
    """

    customer_name: str
    currency: str
    limit: Money | None
    stopped_because: str | None
    exposure: Buckets
    orders: dict[str, OrderExposure]
    held: dict[str, HeldOrder]
    refused: tuple[str, ...]
    blocked: dict[str, BlockedDelivery] = field(default_factory=dict)
    dunned: dict[str, str] = field(default_factory=dict)
    charges: dict[str, Money] = field(default_factory=dict)
    on_account: dict[str, Money] = field(default_factory=dict)

    @property
    def charged(self) -> Money:
        """What counts of charges: those in the account's currency."""
        return self._counted(self.charges)

    @property
    def covered(self) -> Money:
        """What counts off: their money on account in the account's currency."""
        return self._counted(self.on_account)

    @property
    def total(self) -> Money:
        """The whole exposure, of orders and charges, less money on account: below nothing, of who paid ahead."""
        return self.exposure.total + self.charged - self.covered

    @property
    def standing(self) -> str:
        """Where the customer stands without a new order."""
        return self.standing_with(Money.zero(self.currency))

    def standing_with(self, amount: Money) -> str:
        """Where the customer would stand if `amount` counted too."""
        if self.stopped_because is not None:
            return STOP
        return DUNNED if self.dunned else self._standing_by_limit(amount)

    @property
    def standing_of_goods(self) -> str:
        """Where the customer stands for goods that have credit and have not left: dunning holds new orders only."""
        return STOP if self.stopped_because is not None else self._standing_by_limit(Money.zero(self.currency))

    def _standing_by_limit(self, amount: Money) -> str:
        if amount.currency != self.currency:
            return CURRENCY_DIFFERS
        if self.limit is None:
            return OK
        exposure = (self.total + amount).minor
        if exposure > self.limit.minor:
            return HOLD
        # A limit of nothing is not "nearly reached" by nobody owing anything.
        near = exposure > 0 and exposure * 100 >= self.limit.minor * WATCH_FROM_PERCENT
        return WATCH if near else OK

    def _counted(self, amounts: dict[str, Money]) -> Money:
        return total((one for one in amounts.values() if one.currency == self.currency), self.currency)

    def not_counted_yet(self, order_id: str, amount: Money) -> Money:
        """What of an order's amount does not count: goods may have left, and been billed, before it was reserved."""
        if amount.currency != self.currency:
            return amount
        return max(amount - self.exposure_of(order_id, self.currency).buckets.total, Money.zero(self.currency))

    def exposure_of(self, order_id: str, currency: str) -> OrderExposure:
        """What that order counts; nothing, when it is not among those that do."""
        known = self.orders.get(self.place_of(order_id, currency))
        return known or OrderExposure(reserved=Money.zero(currency), shipped={}, invoices={})

    def place_of(self, order_id: str, currency: str) -> str:
        """Where among `orders` it is kept: an exposure has one currency, and without an order there may be several."""
        return currency if not order_id and currency != self.currency else order_id


CreditAccount = Unopened | Open


def evolve(account: CreditAccount, fact: CreditAccountEvent) -> CreditAccount:
    """The account after the fact. Never refuses: what happened, happened."""
    match account:
        case Unopened():
            return _opened(fact) if isinstance(fact, AccountOpened) else account
        case Open():
            return _moved_on(account, fact)
        case _:
            assert_never(account)


def _opened(fact: AccountOpened) -> Open:
    return Open(
        customer_name=fact.customer_name,
        currency=fact.currency,
        limit=None,
        stopped_because=None,
        exposure=Buckets.empty(fact.currency),
        orders={},
        held={},
        refused=(),
    )


def _moved_on(account: Open, fact: CreditAccountEvent) -> Open:
    match fact:
        case AccountOpened():
            return account
        case CustomerNamed(customer_name=name):
            return replace(account, customer_name=name)
        case LimitSet(limit=limit):
            return replace(account, limit=limit)
        case AccountStopped(reason=reason):
            return replace(account, stopped_because=reason)
        case StopReasonAdded(reason=reason):
            return replace(account, stopped_because=f"{account.stopped_because}; {reason}")
        case StopLifted():
            return replace(account, stopped_because=None)
        case HeldForDunning(case_id=case_id, reason=reason):
            return replace(account, dunned={**account.dunned, case_id: reason})
        case DunningHoldLifted(case_id=case_id):
            return replace(account, dunned=without(account.dunned, case_id))
        case CreditHeld(order_id=order_id):
            waiting = HeldOrder(
                amount=fact.amount,
                exposure=fact.exposure,
                standing=fact.standing,
                placed_by=fact.placed_by,
                held_on=fact.held_on,
            )
            return replace(account, held={**account.held, order_id: waiting})
        case CreditRefused(order_id=order_id):
            return replace(account, held=without(account.held, order_id), refused=(*account.refused, order_id))
        case CreditReserved() | CreditGivenBack():
            return _reserved(account, fact)
        case CreditReduced():
            return _reduced(account, fact)
        case DeliveryBlocked() | DeliveryUnblocked():
            return _blocked(account, fact)
        case ExposureShipped() | ExposureUnshipped() | ExposureInvoiced() | InvoiceExposureMoved():
            return _moved(account, fact)
        case ChargeExposureMoved(case_id=case_id, open=open_now):
            others = without(account.charges, case_id)
            return replace(account, charges={**others, case_id: open_now} if open_now else others)
        case MoneyOnAccountMoved(payment_id=payment_id, held=held):
            payments = without(account.on_account, payment_id)
            return replace(account, on_account={**payments, payment_id: held} if held else payments)
        case _:
            assert_never(fact)


def _reserved(account: Open, fact: CreditReserved | CreditGivenBack) -> Open:
    order = account.exposure_of(fact.order_id, fact.amount.currency)
    match fact:
        case CreditReserved(amount=amount):
            approved = order.approved or fact.released_by is not None
            after = replace(order, reserved=order.reserved + amount, placed_by=fact.placed_by, approved=approved)
        case CreditGivenBack(amount=amount):
            after = replace(order, reserved=order.reserved - amount)
        case _:
            assert_never(fact)
    return replace(
        _with_order(account, fact.order_id, order, after),
        held=without(account.held, fact.order_id),
        refused=tuple(refused for refused in account.refused if refused != fact.order_id),
        blocked=without(account.blocked, fact.order_id),
    )


def _reduced(account: Open, fact: CreditReduced) -> Open:
    order = account.exposure_of(fact.order_id, fact.reserved.currency)
    after = _with_order(account, fact.order_id, order, replace(order, reserved=order.reserved - fact.given_back))
    block = account.blocked.get(fact.order_id)
    if block is None:
        return after
    return replace(after, blocked={**after.blocked, fact.order_id: replace(block, amount=fact.reserved)})


def _blocked(account: Open, fact: DeliveryBlocked | DeliveryUnblocked) -> Open:
    match fact:
        case DeliveryBlocked(order_id=order_id):
            block = BlockedDelivery(
                amount=fact.amount,
                exposure=fact.exposure,
                standing=fact.standing,
                placed_by=fact.placed_by,
                blocked_on=fact.blocked_on,
            )
            return replace(account, blocked={**account.blocked, order_id: block})
        case DeliveryUnblocked(order_id=order_id, unblocked_by=by):
            orders = account.orders
            if by is not None and order_id in orders:
                orders = {**orders, order_id: replace(orders[order_id], approved=True)}
            return replace(
                account,
                orders=orders,
                blocked=without(account.blocked, order_id),
                refused=tuple(refused for refused in account.refused if refused != order_id),
            )
        case _:
            assert_never(fact)


def _moved(account: Open, fact: ExposureShipped | ExposureUnshipped | ExposureInvoiced | InvoiceExposureMoved) -> Open:
    match fact:
        case ExposureShipped(shipment_id=shipment_id, amount=amount, from_order=from_order):
            order = account.exposure_of(fact.order_id, amount.currency)
            after = replace(order, reserved=order.reserved - from_order, shipped={**order.shipped, shipment_id: amount})
        case ExposureUnshipped(shipment_id=shipment_id, to_order=to_order):
            order = account.exposure_of(fact.order_id, to_order.currency)
            after = replace(order, reserved=order.reserved + to_order, shipped=without(order.shipped, shipment_id))
        case ExposureInvoiced(shipment_id=shipment_id, invoice_id=invoice_id, total=total):
            order = account.exposure_of(fact.order_id, total.currency)
            counted = InvoiceExposure(not_overdue=total, overdue=Money.zero(total.currency))
            after = replace(
                order,
                shipped=without(order.shipped, shipment_id),
                invoices=_counting(order.invoices, invoice_id, counted),
            )
        case InvoiceExposureMoved(invoice_id=invoice_id, not_overdue=not_overdue, overdue=overdue):
            order = account.exposure_of(fact.order_id, overdue.currency)
            counted = InvoiceExposure(not_overdue=not_overdue, overdue=overdue)
            after = replace(order, invoices=_counting(order.invoices, invoice_id, counted))
        case _:
            assert_never(fact)
    return _with_order(account, fact.order_id, order, after)


def _counting(
    invoices: dict[str, InvoiceExposure], invoice_id: str, counted: InvoiceExposure
) -> dict[str, InvoiceExposure]:
    if not (counted.not_overdue or counted.overdue):
        return without(invoices, invoice_id)
    return {**invoices, invoice_id: counted}


def _with_order(account: Open, order_id: str, before: OrderExposure, after: OrderExposure) -> Open:
    exposure = account.exposure
    if after.reserved.currency == account.currency:
        exposure = exposure.changed(before.buckets, after.buckets)
    place = account.place_of(order_id, after.reserved.currency)
    orders = without(account.orders, place) if after.is_settled else {**account.orders, place: after}
    return replace(account, exposure=exposure, orders=orders)
