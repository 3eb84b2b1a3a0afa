"""What sales tells the other departments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published
from shared.published.topics import SALES_CONTRACT, SALES_CUSTOMER, SALES_ORDER

LANGUAGES: Final = ("en", "vi")
"""The languages that a customer may choose to be written to in. Whoever writes to customers has words in each."""


@part
class InstalmentTerm:
    """One agreed instalment: so many percent of an invoice, due so many days after it."""

    percent: Decimal
    due_in_days: int


@part
class Charge:
    """An amount beside the goods. Kinds: `freight`, `rounding`, `tax` (tax as the source document states it), `other`.

    Billed once, with the first invoice of the order that covers them. May be negative for a rounding. Only `freight`
    and `other` are taxed, by `tax_code`.
    """

    kind: str
    description: str
    amount: Money
    tax_code: str


@published("sales.customer.registered.v1", topic=SALES_CUSTOMER)
class CustomerRegisteredV1:
    """A company may now buy from us. `language` is a BCP 47 tag of one of LANGUAGES; empty where it chose none."""

    customer_id: str
    name: str
    tax_id: str
    country: str
    currency: str
    billing_email: str
    terms: tuple[InstalmentTerm, ...]
    registered_on: date
    language: str = ""


@published("sales.customer.details-corrected.v1", topic=SALES_CUSTOMER)
class CustomerDetailsCorrectedV1:
    """Name, tax id, address for bills or language of a customer was wrong or has changed; this is how they are now."""

    customer_id: str
    name: str
    tax_id: str
    country: str
    billing_email: str
    language: str = ""


@part
class ContractLine:
    """What may be called under a contract: quantity in the item's unit, unit price in major units before tax."""

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str


@published("sales.contract.signed.v1", topic=SALES_CONTRACT)
class ContractSignedV1:
    """Both sides are bound: goods, prices, terms."""

    contract_id: str
    customer_id: str
    quotation_id: str
    revision: int
    lines: tuple[ContractLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    signed_by: str
    signed_on: date
    service_months: int = 0


@published("sales.contract.fulfilled.v1", topic=SALES_CONTRACT)
class ContractFulfilledV1:
    """Nothing is left to call, and every order under it is completed."""

    contract_id: str
    customer_id: str
    fulfilled_on: date


@published("sales.contract.reopened.v1", topic=SALES_CONTRACT)
class ContractReopenedV1:
    """It was fulfilled, and is not any more: one of its orders was reopened."""

    contract_id: str
    customer_id: str
    reopened_on: date


@published("sales.contract.closed.v1", topic=SALES_CONTRACT)
class ContractClosedV1:
    """Closed short by a person: what was not called will not be."""

    contract_id: str
    customer_id: str
    reason: str
    closed_on: date


@part
class OrderLine:
    """One line of an order. `net` is quantity times unit price after discounts, before tax, rounded half up."""

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str


@published("sales.order.placed.v1", topic=SALES_ORDER)
class OrderPlacedV1:
    """A customer called goods under a contract: sales asks accounting for credit."""

    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    placed_on: date
    placed_by: str
    customer_reference: str


@published("sales.order.confirmed.v1", topic=SALES_ORDER)
class OrderConfirmedV1:
    """Credit is there: sales asks the warehouse for the goods, from these warehouses in order of preference."""

    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[OrderLine, ...]
    ship_from: tuple[str, ...]
    deliver_to: str
    requested_on: date
    warranty_months: int
    confirmed_on: date
    service_months: int = 0


@published("sales.order.held.v1", topic=SALES_ORDER)
class OrderHeldV1:
    """A person holds the order: it is not confirmed, and what has not left does not leave, until they release it.

    One hold has one name, and several may stand at once. Accounting's hold `credit` is told by accounting.
    """

    order_id: str
    contract_id: str
    customer_id: str
    name: str
    reason: str
    held_by: str
    held_at: datetime


@published("sales.order.hold-released.v1", topic=SALES_ORDER)
class OrderHoldReleasedV1:
    """A person released that hold: the order may go on when no other one is left."""

    order_id: str
    contract_id: str
    customer_id: str
    name: str
    reason: str
    released_by: str
    released_at: datetime


@published("sales.order.cancelled.v1", topic=SALES_ORDER)
class OrderCancelledV1:
    """Called off before anything was shipped: every department gives back what it holds for it."""

    order_id: str
    contract_id: str
    customer_id: str
    reason: str
    cancelled_on: date


@part
class WantedLine:
    """What a line of an order is to be for from now on: fewer units than before, or none."""

    line_no: int
    quantity: Decimal


@published("sales.order.reduction-requested.v1", topic=SALES_ORDER)
class OrderReductionRequestedV1:
    """The customer wants less than was confirmed: sales asks the warehouse to give back what has not left.

    Lines that are not named stay as they are. The warehouse answers with what each line is for now.
    """

    order_id: str
    contract_id: str
    customer_id: str
    reduction_id: str
    lines: tuple[WantedLine, ...]
    reason: str
    requested_by: str
    requested_on: date


@published("sales.order.shipping-again-requested.v1", topic=SALES_ORDER)
class OrderShippingAgainRequestedV1:
    """What came back undelivered is to be shipped again: sales asks the warehouse to set it aside once more.

    `skus` are those of the order, `ship_from` its warehouses in order of preference. The warehouse answers with the
    lines as they stand then.
    """

    order_id: str
    contract_id: str
    customer_id: str
    request_id: str
    skus: tuple[str, ...]
    ship_from: tuple[str, ...]
    reason: str
    requested_by: str
    requested_on: date


@part
class LineChange:
    """So many units a line was for, and so many it is for now."""

    line_no: int
    old_quantity: Decimal
    quantity: Decimal


@published("sales.order.amended.v1", topic=SALES_ORDER)
class OrderAmendedV1:
    """The order is for less than before. `lines` are all of its lines as they are now, also those of no units.

    The net of a line is its share of the line as it was placed, rounded half up. Charges and terms stay.
    """

    order_id: str
    contract_id: str
    customer_id: str
    changes: tuple[LineChange, ...]
    lines: tuple[OrderLine, ...]
    net: Money
    reason: str
    amended_by: str
    amended_on: date


@published("sales.order.completed.v1", topic=SALES_ORDER)
class OrderCompletedV1:
    """Everything is delivered, billed and paid."""

    order_id: str
    contract_id: str
    customer_id: str
    completed_on: date


@published("sales.order.reopened.v1", topic=SALES_ORDER)
class OrderReopenedV1:
    """It was completed, and is not any more: a payment bounced, say. It completes again once everything is paid."""

    order_id: str
    contract_id: str
    customer_id: str
    reopened_on: date
