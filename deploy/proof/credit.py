"""I8: what a customer counts against the limit is counted once, and exceeds it only by a person's decision."""

from dataclasses import dataclass, field
from typing import Final, assert_never

from deploy.proof.evidence import Evidence, Logged, invariant
from deploy.proof.reserved import orders_reserve_what_is_to_leave
from deploy.proof.verdict import Found, Sums
from services.accounting.billing.events import (
    BillingAmended,
    BillingOpened,
    GoodsBilled,
    ShipmentNoted,
    ShipmentReturnNoted,
    UnbilledCleared,
)
from services.accounting.credit_account.events import (
    AccountOpened,
    ChargeExposureMoved,
    CreditGivenBack,
    CreditReduced,
    CreditReserved,
    ExposureInvoiced,
    ExposureShipped,
    ExposureUnshipped,
    InvoiceExposureMoved,
    LimitSet,
    MoneyOnAccountMoved,
)
from services.accounting.payment.events import CustomerCreditKept, PaymentIdentified, PaymentReceived
from shared.kernel.money import Money
from shared.published.accounting import CreditGivenBackV1, CreditReducedV1, CreditReservedV1

BUCKETS: Final = ("reserved", "shipped", "open", "overdue", "charges", "on_account")
"""`on_account` counts off: it is below nothing."""
Bucket = tuple[str, str]
"""Customer and bucket."""

Move = (
    CreditReserved
    | CreditGivenBack
    | CreditReduced
    | ExposureShipped
    | ExposureUnshipped
    | ExposureInvoiced
    | InvoiceExposureMoved
    | ChargeExposureMoved
    | MoneyOnAccountMoved
)
GOODS: Final = (
    BillingOpened,
    ShipmentNoted,
    ShipmentReturnNoted,
    BillingAmended,
    GoodsBilled,
    UnbilledCleared,
)
"""What moves an order's goods, or what is expected of them."""


@dataclass
class Account:
    """A credit account as plain sums, in the minor units of its currency.

    `reserved` is by order, in the order's own currency; `counting` are the orders that have credit.
    """

    currency: str = ""
    limit: Money | None = None
    buckets: Sums[str] = field(default_factory=Sums)
    reserved: Sums[str] = field(default_factory=Sums)
    counting: set[str] = field(default_factory=set)
    invoices: dict[str, tuple[int, int]] = field(default_factory=dict)
    charges: dict[str, int] = field(default_factory=dict)
    money: dict[str, int] = field(default_factory=dict)

    def moved(self, fact: Move) -> None:
        """Moves amounts between the buckets."""
        match fact:
            case CreditReserved(order_id=order_id, amount=amount):
                self._reserve(order_id, amount.minor, amount)
                self.counting.add(order_id)
            case CreditGivenBack(order_id=order_id, amount=amount):
                self._reserve(order_id, -amount.minor, amount)
                self.counting.discard(order_id)
            case CreditReduced(order_id=order_id, given_back=given_back):
                self._reserve(order_id, -given_back.minor, given_back)
            case ExposureShipped(order_id=order_id, amount=amount, from_order=from_order):
                self._reserve(order_id, -from_order.minor, amount)
                self._add("shipped", amount.minor, amount)
            case ExposureUnshipped(order_id=order_id, amount=amount, to_order=to_order):
                self._add("shipped", -amount.minor, amount)
                self._reserve(order_id, to_order.minor, amount)
            case ExposureInvoiced(from_shipped=from_shipped, total=total, invoice_id=invoice_id):
                self._add("shipped", -from_shipped.minor, total)
                self._stands(invoice_id, total.minor, 0, total)
            case InvoiceExposureMoved(invoice_id=invoice_id, not_overdue=not_overdue, overdue=overdue):
                self._stands(invoice_id, not_overdue.minor, overdue.minor, overdue)
            case ChargeExposureMoved(case_id=case_id, open=charged):
                self._add("charges", charged.minor - self.charges.get(case_id, 0), charged)
                self.charges[case_id] = charged.minor
            case MoneyOnAccountMoved(payment_id=payment_id, held=held):
                self._add("on_account", self.money.get(payment_id, 0) - held.minor, held)
                self.money[payment_id] = held.minor
            case _:
                assert_never(fact)

    def _reserve(self, order_id: str, minor: int, in_currency: Money) -> None:
        self.reserved.add(order_id, minor)
        self._add("reserved", minor, in_currency)

    def _add(self, bucket: str, minor: int, in_currency: Money) -> None:
        if in_currency.currency == self.currency:
            self.buckets.add(bucket, minor)

    def _stands(self, invoice_id: str, not_overdue: int, overdue: int, in_currency: Money) -> None:
        before = self.invoices.get(invoice_id, (0, 0))
        self._add("open", not_overdue - before[0], in_currency)
        self._add("overdue", overdue - before[1], in_currency)
        self.invoices[invoice_id] = (not_overdue, overdue)

    @property
    def total(self) -> int:
        """The exposure."""
        return sum(self.buckets.values())


@invariant(
    "I8",
    "exposure is the sum of its buckets, each unit, invoice and charge counted once, money on account counted off; "
    "reserved is what is still to leave of orders that have not ended; "
    "above the limit only what a person released who did not place it",
    may_be_empty="no customer has a credit account yet",
)
async def credit_is_counted_once(evidence: Evidence, found: Found) -> None:
    """Three ways: as the account shows it, by adding up its facts, and from orders, shipments, invoices and cases.

    What is reserved, order by order, is held against the units that are still to leave as well.
    """
    accounts = await _added_up(evidence, found)
    shown: Sums[Bucket] = Sums()
    documents = await evidence.documents("accounting", "credit_account")
    for account in documents:
        # Whose document is older than its counting of charges shows none: what should count says so below. Money on
        # account is shown where there is some.
        parts = {bucket: getattr(account.exposure, bucket) for bucket in BUCKETS}
        amounts = {bucket: 0 if part is None else part.minor for bucket, part in parts.items()}
        for bucket, minor in amounts.items():
            shown.add((account.customer_id, bucket), minor)
        whole = sum(amounts.values())
        found.same(f"exposure of customer {account.customer_id}", account.exposure.total.minor, whole)
    added = Sums[Bucket].of(
        ((customer_id, bucket), minor)
        for customer_id, plain in accounts.items()
        for bucket, minor in plain.buckets.items()
    )
    found.same_sums("exposure by its facts, customer", shown, added)
    currencies = {account.customer_id: account.currency for account in documents}
    goods = await evidence.facts("accounting", *GOODS)
    counted = await _from_documents(evidence, currencies, goods)
    for (customer_id, bucket), minor in (await _on_account(evidence, currencies, accounts)).items():
        counted.add((customer_id, bucket), minor)
    found.same_sums("exposure by documents, customer", shown, counted)
    reserved = Sums[str].of(pair for plain in accounts.values() for pair in plain.reserved.items())
    counting = {order_id for plain in accounts.values() for order_id in plain.counting}
    await orders_reserve_what_is_to_leave(evidence, found, reserved, counting, goods)


async def _added_up(evidence: Evidence, found: Found) -> dict[str, Account]:
    accounts: dict[str, Account] = {}
    facts = await evidence.facts(
        "accounting",
        AccountOpened,
        LimitSet,
        CreditReserved,
        CreditGivenBack,
        CreditReduced,
        ExposureShipped,
        ExposureUnshipped,
        ExposureInvoiced,
        InvoiceExposureMoved,
        ChargeExposureMoved,
        MoneyOnAccountMoved,
    )
    for fact in facts:
        account = accounts.setdefault(fact.id, Account())
        match fact.data:
            case AccountOpened(currency=currency):
                account.currency = account.currency or currency
            case LimitSet(limit=limit):
                account.limit = limit
            case _:
                account.moved(fact.data)
                if isinstance(fact.data, CreditReserved):
                    _is_within_the_limit(found, fact.id, fact.data, account)
                elif isinstance(fact.data, CreditReduced):
                    what = f"order {fact.data.order_id} of customer {fact.id}: exposure when it was reduced"
                    found.same(what, fact.data.exposure.minor, account.total)
    return accounts


def _is_within_the_limit(found: Found, customer_id: str, reserved: CreditReserved, account: Account) -> None:
    what = f"order {reserved.order_id} of customer {customer_id}"
    found.same(f"{what}: exposure when it was reserved", reserved.exposure.minor, account.total)
    found.same(f"{what}: limit when it was reserved", reserved.limit, account.limit)
    if reserved.released_by is None:
        found.require(
            account.limit is None or account.total <= account.limit.minor,
            f"{what}: {account.total:,} counts and the limit is {account.limit}, and nobody released it",
        )
    else:
        found.require(
            reserved.released_by != reserved.placed_by, f"{what} was released by {reserved.placed_by}, who placed it"
        )


async def _on_account(evidence: Evidence, currencies: dict[str, str], accounts: dict[str, Account]) -> Sums[Bucket]:
    """What payments have on account counts off, of those that the account was told of.

    Those that came after the first that was counted were all told; what is older waits until something of it moves.
    """
    counting = await evidence.facts("accounting", MoneyOnAccountMoved)
    since = min((fact.occurred_at for fact in counting), default=evidence.now)
    came = await evidence.facts("accounting", PaymentReceived, PaymentIdentified, CustomerCreditKept)
    younger = {fact.id for fact in came if fact.occurred_at > since}
    counted: Sums[Bucket] = Sums()
    for payment in await evidence.documents("accounting", "payment"):
        account = accounts.get(payment.customer_id)
        if account is None or payment.amount.currency != currencies.get(payment.customer_id):
            continue
        is_told = payment.id in account.money or payment.id in younger
        if is_told and payment.status not in ("returned", "voided"):
            used = payment.allocated.minor + payment.cleared.minor + payment.refunded.minor
            counted.add((payment.customer_id, "on_account"), used - payment.amount.minor)
    return counted


async def _from_documents(evidence: Evidence, currencies: dict[str, str], goods: list[Logged]) -> Sums[Bucket]:
    """Reserved is what of an order has not left and was not given back; shipped what left and is not invoiced; charges
    are open in dunning cases; the rest is on invoices.
    """
    counted = Sums[Bucket].of(
        ((case.customer_id, "charges"), case.charged.minor)
        for case in await evidence.documents("accounting", "dunning_case")
        if case.currency == currencies.get(case.customer_id)
    )
    posted = [one for one in await evidence.documents("accounting", "invoice") if one.total is not None]
    for invoice in posted:
        if invoice.currency == currencies.get(invoice.customer_id):
            overdue = invoice.overdue_amount.minor
            counted.add((invoice.customer_id, "open"), invoice.open.minor - overdue)
            counted.add((invoice.customer_id, "overdue"), overdue)
    invoiced = {invoice.shipment_id for invoice in posted}
    left_of_order, shipped = _that_left(goods)
    for shipment_id, customer_id, expected in shipped:
        if shipment_id not in invoiced and expected.currency == currencies.get(customer_id):
            counted.add((customer_id, "shipped"), expected.minor)
    for reduced in await evidence.told(CreditReducedV1):
        left_of_order.add(reduced.order_id, reduced.given_back.minor)
    given_back = {told.order_id for told in await evidence.told(CreditGivenBackV1)}
    for reserved in await evidence.told(CreditReservedV1):
        if reserved.order_id not in given_back and reserved.amount.currency == currencies.get(reserved.customer_id):
            left = max(reserved.amount.minor - left_of_order.get(reserved.order_id, 0), 0)
            counted.add((reserved.customer_id, "reserved"), left)
    return counted


def _that_left(goods: list[Logged]) -> tuple[Sums[str], list[tuple[str, str, Money]]]:
    """What left of each order, and what is shipped and neither came back nor was let go: shipment, customer, amount."""
    left_of_order: Sums[str] = Sums()
    shipped: dict[tuple[str, str], tuple[str, str, Money]] = {}
    for fact in goods:
        match fact.data:
            case ShipmentNoted(customer_id=customer_id, shipment_id=shipment_id, expected=expected):
                shipped[fact.id, shipment_id] = (shipment_id, customer_id, expected)
                left_of_order.add(fact.id, expected.minor)
            case ShipmentReturnNoted(shipment_id=shipment_id, owed_again=owed_again, charges_expected=charges):
                _, _, expected = shipped.pop((fact.id, shipment_id))
                if owed_again:  # not where the order was cancelled meanwhile
                    left_of_order.add(fact.id, -expected.minor - (0 if charges is None else charges.minor))
            case UnbilledCleared(shipment_id=shipment_id):
                shipped.pop((fact.id, shipment_id), None)
    return left_of_order, list(shipped.values())
