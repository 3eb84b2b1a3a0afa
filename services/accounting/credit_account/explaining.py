"""Explaining an exposure: which facts put how much into which bucket, order by order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar, assert_never

from services.accounting.credit_account.events import (
    ChargeExposureMoved,
    CreditAccountEvent,
    ExposureInvoiced,
    ExposureShipped,
    ExposureUnshipped,
    InvoiceExposureMoved,
    MoneyOnAccountMoved,
)
from services.accounting.credit_account.state import Buckets, CreditAccount, Open, OrderExposure, Unopened, evolve
from shared.kernel.money import Money
from shared.kernel.shapes import part

M = TypeVar("M", "ChargeMovement", "MoneyMovement")


@part
class Recorded:
    """A fact of the account: its version, the name that it is stored under, when it happened, and who did it why.

    `reason` is what a person gave; none where it followed by rule.
    """

    version: int
    event: str
    event_id: str
    occurred_at: datetime
    actor: str
    reason: str | None
    causation_id: str
    fact: CreditAccountEvent


@part
class Movement:
    """A fact of the account that belongs to an order, and what it changed in each bucket.

    `document` is the shipment, invoice or order that it is about. `causation_id` names the request, message or
    deadline that led to it, `actor` who did that, and `reason` what they said.
    """

    version: int
    order_id: str
    event: str
    event_id: str
    occurred_at: datetime
    actor: str
    reason: str | None
    causation_id: str
    document: str
    change: Buckets


@part
class ExplainedOrder:
    """An order that counts, how much in each bucket, and the facts that made it so, oldest first.

    What has no order is explained under an empty id. What is owed in another currency than the account's is in that
    `currency`, and counts neither towards the exposure nor against the limit.
    """

    order_id: str
    currency: str
    buckets: Buckets
    movements: tuple[Movement, ...]


@part
class ChargeMovement:
    """A fact of the account that counts charges of a dunning case anew, and what it changed. Else as a movement."""

    version: int
    event: str
    event_id: str
    occurred_at: datetime
    actor: str
    reason: str | None
    causation_id: str
    document: str
    because: str
    change: Money


@part
class ExplainedCharges:
    """A dunning case's fees and interest that are open, and the facts that made it so, oldest first.

    In another `currency` than the account's they count neither towards the exposure nor against the limit.
    """

    case_id: str
    currency: str
    open: Money
    movements: tuple[ChargeMovement, ...]


@part
class MoneyMovement:
    """A fact of the account that counts a payment's money off anew, and what it changed. Else as a movement."""

    version: int
    event: str
    event_id: str
    occurred_at: datetime
    actor: str
    reason: str | None
    causation_id: str
    document: str
    because: str
    change: Money


@part
class ExplainedMoney:
    """What a payment of theirs has on account, below nothing since it counts off, and the facts that made it so.

    In another `currency` than the account's it counts neither towards the exposure nor against the limit.
    """

    payment_id: str
    currency: str
    counted: Money
    movements: tuple[MoneyMovement, ...]


def explain_money(account: Open, history: Iterable[Recorded]) -> list[ExplainedMoney]:
    """The payments that count off now. Their movements sum to what each counts."""
    told = (
        (one, fact.payment_id, -fact.held, fact.because)
        for one in history
        if isinstance(fact := one.fact, MoneyOnAccountMoved)
    )
    found = _by_document(MoneyMovement, "payment", told)
    return [
        ExplainedMoney(payment_id=payment_id, currency=held.currency, counted=-held, movements=tuple(found[payment_id]))
        for payment_id, held in account.on_account.items()
    ]


def explain_charges(account: Open, history: Iterable[Recorded]) -> list[ExplainedCharges]:
    """The cases whose charges count now. Their movements sum to what is open of them."""
    told = (
        (one, fact.case_id, fact.open, fact.because)
        for one in history
        if isinstance(fact := one.fact, ChargeExposureMoved)
    )
    found = _by_document(ChargeMovement, "dunning case", told)
    return [
        ExplainedCharges(case_id=case_id, currency=now.currency, open=now, movements=tuple(found[case_id]))
        for case_id, now in account.charges.items()
    ]


def _by_document(
    movement: type[M], document: str, told: Iterable[tuple[Recorded, str, Money, str]]
) -> defaultdict[str, list[M]]:
    """Each fact with the id of the document that it is about, what that counts since, and because of what."""
    found: defaultdict[str, list[M]] = defaultdict(list)
    counted: dict[str, Money] = {}
    for recorded, identity, now, because in told:
        change = now - counted.get(identity, Money.zero(now.currency))
        counted[identity] = now
        moved = movement(
            version=recorded.version,
            event=recorded.event,
            event_id=recorded.event_id,
            occurred_at=recorded.occurred_at,
            actor=recorded.actor,
            reason=recorded.reason,
            causation_id=recorded.causation_id,
            document=f"{document} {identity}",
            because=because,
            change=change,
        )
        found[identity].append(moved)
    return found


def explain(account: CreditAccount, history: Iterable[Recorded]) -> list[ExplainedOrder]:
    """The orders that count now. Their movements sum to their buckets, and their buckets to what they count."""
    match account:
        case Unopened():
            return []
        case Open(orders=orders):
            movements = [one for one in _movements(history) if one.order_id in orders]
            return [
                ExplainedOrder(
                    order_id=_order_at(place, order),
                    currency=order.reserved.currency,
                    buckets=order.buckets,
                    movements=tuple(one for one in movements if one.order_id == place),
                )
                for place, order in orders.items()
            ]
        case _:
            assert_never(account)


def _order_at(place: str, counted: OrderExposure) -> str:
    """The order that is kept there, empty for what has none: the inverse of `Open.place_of`."""
    return "" if place == counted.reserved.currency else place


def _movements(history: Iterable[Recorded]) -> Iterable[Movement]:
    account: CreditAccount = Unopened()
    for recorded in history:
        fact = recorded.fact
        before, account = account, evolve(account, fact)
        named = getattr(fact, "order_id", None)
        if named is None or not isinstance(before, Open) or not isinstance(account, Open):
            continue
        order_id = account.place_of(named, _currency(fact, account.currency))
        counted = before.orders.get(order_id) or account.orders.get(order_id)
        if counted is None:
            continue
        currency = counted.reserved.currency
        change = Buckets.empty(currency).changed(
            before.exposure_of(order_id, currency).buckets, account.exposure_of(order_id, currency).buckets
        )
        if change != Buckets.empty(currency):
            yield Movement(
                version=recorded.version,
                order_id=order_id,
                event=recorded.event,
                event_id=recorded.event_id,
                occurred_at=recorded.occurred_at,
                actor=recorded.actor,
                reason=recorded.reason,
                causation_id=recorded.causation_id,
                document=_document(fact) or (f"order {named}" if named else ""),
                change=change,
            )


def _currency(fact: CreditAccountEvent, otherwise: str) -> str:
    match fact:
        case ExposureInvoiced(total=amount) | InvoiceExposureMoved(overdue=amount):
            return amount.currency
        case _:
            return otherwise


def _document(fact: CreditAccountEvent) -> str:
    match fact:
        case ExposureShipped(shipment_id=shipment_id) | ExposureUnshipped(shipment_id=shipment_id):
            return f"shipment {shipment_id}"
        case ExposureInvoiced(invoice_id=invoice_id) | InvoiceExposureMoved(invoice_id=invoice_id):
            return f"invoice {invoice_id}"
        case _:
            return ""
