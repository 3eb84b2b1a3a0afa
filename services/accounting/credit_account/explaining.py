"""Explaining an exposure: which facts put how much into which bucket, order by order."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from services.accounting.credit_account.events import (
    ChargeExposureMoved,
    CreditAccountEvent,
    ExposureInvoiced,
    ExposureShipped,
    ExposureUnshipped,
    InvoiceExposureMoved,
    MoneyOnAccountMoved,
)
from services.accounting.credit_account.state import Buckets, CreditAccount, Open, Unopened, evolve
from shared.kernel.money import Money
from shared.kernel.shapes import part


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
    found: dict[str, list[MoneyMovement]] = {payment_id: [] for payment_id in account.on_account}
    counted: dict[str, Money] = {}
    for recorded in history:
        fact = recorded.fact
        if not isinstance(fact, MoneyOnAccountMoved) or fact.payment_id not in found:
            continue
        before = counted.get(fact.payment_id, Money.zero(fact.held.currency))
        counted[fact.payment_id] = fact.held
        movement = MoneyMovement(
            version=recorded.version,
            event=recorded.event,
            event_id=recorded.event_id,
            occurred_at=recorded.occurred_at,
            actor=recorded.actor,
            reason=recorded.reason,
            causation_id=recorded.causation_id,
            document=f"payment {fact.payment_id}",
            because=fact.because,
            change=before - fact.held,
        )
        found[fact.payment_id].append(movement)
    return [
        ExplainedMoney(payment_id=payment_id, currency=held.currency, counted=-held, movements=tuple(found[payment_id]))
        for payment_id, held in account.on_account.items()
    ]


def explain_charges(account: Open, history: Iterable[Recorded]) -> list[ExplainedCharges]:
    """The cases whose charges count now. Their movements sum to what is open of them."""
    found: dict[str, list[ChargeMovement]] = {case_id: [] for case_id in account.charges}
    counted: dict[str, Money] = {}
    for recorded in history:
        fact = recorded.fact
        if not isinstance(fact, ChargeExposureMoved) or fact.case_id not in found:
            continue
        before = counted.get(fact.case_id, Money.zero(fact.open.currency))
        counted[fact.case_id] = fact.open
        movement = ChargeMovement(
            version=recorded.version,
            event=recorded.event,
            event_id=recorded.event_id,
            occurred_at=recorded.occurred_at,
            actor=recorded.actor,
            reason=recorded.reason,
            causation_id=recorded.causation_id,
            document=f"dunning case {fact.case_id}",
            because=fact.because,
            change=fact.open - before,
        )
        found[fact.case_id].append(movement)
    return [
        ExplainedCharges(case_id=case_id, currency=now.currency, open=now, movements=tuple(found[case_id]))
        for case_id, now in account.charges.items()
    ]


def explain(account: CreditAccount, history: Iterable[Recorded]) -> list[ExplainedOrder]:
    """The orders that count now. Their movements sum to their buckets, and their buckets to what they count."""
    match account:
        case Unopened():
            return []
        case Open(orders=orders):
            movements = [one for one in _movements(history) if one.order_id in orders]
            return [
                ExplainedOrder(
                    order_id="" if order_id == order.reserved.currency else order_id,
                    currency=order.reserved.currency,
                    buckets=order.buckets,
                    movements=tuple(one for one in movements if one.order_id == order_id),
                )
                for order_id, order in orders.items()
            ]
        case _:
            assert_never(account)


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
