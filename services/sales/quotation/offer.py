"""The pieces of a quotation: what one revision offers, and why it needed approval."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.sales import Charge, InstalmentTerm


@part
class QuotedLine:
    """One line of an offer.

    `unit_price` is before discounts, in major units before tax; `net` is the line after its own discount and its share
    of the document's. `list_price` and `floor_price` are what the price list said on the day; none where it was silent.
    So is `list_tax_code`, which `tax_code` may differ from; empty where it was silent, and older facts do not tell.
    """

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    list_price: Decimal | None
    floor_price: Decimal | None
    discount_percent: Decimal
    net: Money
    tax_code: str
    list_tax_code: str = ""


@part
class Offer:
    """What one revision offers. `net` is the sum of the lines: the goods, before tax and beside the charges.

    `agreed_terms` are the customer's of the day, which `terms` may differ from; older facts do not tell.
    """

    revision: int
    price_list: str
    currency: str
    lines: tuple[QuotedLine, ...]
    document_discount_percent: Decimal
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    valid_until: date
    deliver_to: str
    note: str
    service_months: int = 0
    agreed_terms: tuple[InstalmentTerm, ...] | None = None


@part
class ApprovalReason:
    """A limit that an offer is beyond, with the numbers. Rules: `amount`, `document-discount`, `line-discount`,
    `below-floor-price`, `free-price` (stated by us, on no list), `tax-code` (another than the list's, of so much before
    tax), `terms` (in days: due later than agreed with the customer). `line_no` is none where it is about the whole
    offer.
    """

    rule: str
    line_no: int | None
    actual: Decimal
    limit: Decimal | None


@part
class AppliedPolicy:
    """The limits that an offer was held against: which rule decided this, for ever."""

    version: int
    amount_limit: Money | None
    line_discount_percent: Decimal
    document_discount_percent: Decimal
    free_prices_need_approval: bool


@part
class Approval:
    """Why an offer might be sent: the limits it was held against, the reasons that were beyond them, and who said yes.

    `approved_by` is empty when nothing was beyond the limits.
    """

    reasons: tuple[ApprovalReason, ...]
    policy: AppliedPolicy
    approved_by: str
    approved_on: date


@part
class OpenOffer:
    """A sent revision that the customer may still accept."""

    offer: Offer
    approval: Approval
    sent_by: str
    sent_on: date


@part
class PastRevision:
    """A revision that cannot be accepted any more.

    Outcomes: `superseded`, `rejected`, `expired`, `withdrawn`, `dropped` (never sent, an earlier one was accepted).
    """

    offer: Offer
    outcome: str
    because: str
    over_on: date


@part
class Refusal:
    """Why an approver sent a draft back."""

    reason: str
    refused_by: str
    refused_on: date
