"""What an offer comes to: prices of the day, discounts, charges, and the one rounding of each."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Final

from services.sales.customer.blocking import open_for_business
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.profile import Profile, terms_on
from services.sales.customer.terms import check_terms
from services.sales.item_list.offering import require_offered
from services.sales.policy.decider import MAIN, POLICY
from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.opening import quoted_from
from services.sales.price_list.state import Open, price_on
from services.sales.quotation.offer import Offer, QuotedLine
from shared.kernel.decider import Given
from shared.kernel.money import Money, decimals_of, total
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import part
from shared.published.sales import Charge, InstalmentTerm

HUNDRED: Final = Decimal(100)
LARGEST_MINOR: Final = 10**15
LONGEST_VALIDITY: Final = timedelta(days=366)
ROUNDING_BOUND: Final = 1_000
"""In units of a currency without minor units, where bills are rounded to coins: the roundings stay below it."""
# Quantity, unit price and discount together have up to 40 digits: enough room that only the named rounding rounds.
_DIGITS: Final = 60


class CurrencyMismatch(Rejection):
    """A quotation is in the currency of its customer, of its price list and of its charges."""

    code = "sales.quotation.currency-mismatch"
    ground = Ground.UNACCEPTABLE


class NoPriceOnThatDay(Rejection):
    """No price is stated, and the price list has none for this item today."""

    code = "sales.quotation.no-price-on-that-day"
    ground = Ground.UNACCEPTABLE


class TaxCodeMissing(Rejection):
    """An item that is on no list needs a tax code."""

    code = "sales.quotation.tax-code-missing"
    ground = Ground.UNACCEPTABLE


class ChargeNegative(Rejection):
    """Only a rounding may be negative."""

    code = "sales.quotation.charge-negative"
    ground = Ground.UNACCEPTABLE


class RoundingTooLarge(Rejection):
    """The roundings of an offer stay, without their signs, below one major unit: what is more is a discount or a price.

    In a currency without minor units, below 1,000.
    """

    code = "sales.quotation.rounding-too-large"
    ground = Ground.UNACCEPTABLE


class OfferBelowNothing(Rejection):
    """The goods do not cover what the charges take off."""

    code = "sales.quotation.below-nothing"
    ground = Ground.UNACCEPTABLE


class AmountTooLarge(Rejection):
    """The amount is larger than we can keep."""

    code = "sales.quotation.amount-too-large"
    ground = Ground.UNACCEPTABLE


class ValidityOutOfRange(Rejection):
    """An offer is valid for today at least, and for a year at most."""

    code = "sales.quotation.validity-out-of-range"
    ground = Ground.UNACCEPTABLE


@part
class RequestedLine:
    """What the customer asks for. Price, description and tax code are the list's where they are not stated."""

    sku: str
    quantity: Decimal
    unit_price: Decimal | None
    description: str
    tax_code: str
    discount_percent: Decimal


@part
class RequestedOffer:
    """An offer before it is priced. Empty `terms` are the customer's, no `valid_until` is the policy's default."""

    customer_id: str
    price_list: str
    currency: str
    lines: tuple[RequestedLine, ...]
    document_discount_percent: Decimal
    charges: tuple[Charge, ...]
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    valid_until: date | None
    deliver_to: str
    note: str
    service_months: int = 0


def price_offer(request: RequestedOffer, revision: int, on: date, given: Given) -> Offer:
    """The offer with the prices of that day.

    Each line is quantity times unit price less its discount, rounded half up once. The document's discount is rounded
    half up once on their sum, and spread over them so that the lines sum to the net amount exactly.
    """
    customer = open_for_business(given.of(CUSTOMER, request.customer_id))
    price_list = quoted_from(given.of(PRICE_LIST, request.price_list)) if request.price_list else None
    require_offered((line.sku for line in request.lines), given)
    _check_currencies(request, customer, price_list)
    _check_charges(request.charges)
    agreed_terms = terms_on(customer, on)
    terms = request.terms or agreed_terms
    check_terms(terms)
    with localcontext() as exact:
        exact.prec = _DIGITS
        priced = [
            _priced(line_no, line, request.currency, price_list, on)
            for line_no, line in enumerate(request.lines, start=1)
        ]
        lines = _with_document_discount(priced, request.document_discount_percent, request.currency)
    net = _checked_size(total((line.net for line in lines), request.currency), "lines")
    whole = net + total((charge.amount for charge in request.charges), request.currency)
    if whole.minor < 0:
        raise OfferBelowNothing(f"it would come to {whole}", field="charges")
    return Offer(
        revision=revision,
        price_list=request.price_list,
        currency=request.currency,
        lines=lines,
        document_discount_percent=request.document_discount_percent,
        charges=request.charges,
        net=net,
        terms=terms,
        warranty_months=request.warranty_months,
        valid_until=_valid_until(request, on, given),
        deliver_to=request.deliver_to,
        note=request.note,
        service_months=request.service_months,
        agreed_terms=agreed_terms,
    )


def effective_unit_price(line: QuotedLine, document_discount_percent: Decimal) -> Decimal:
    """What a unit goes for after both discounts, before any rounding."""
    with localcontext() as exact:
        exact.prec = _DIGITS
        after_own = line.unit_price * (HUNDRED - line.discount_percent) / HUNDRED
        return after_own * (HUNDRED - document_discount_percent) / HUNDRED


def _priced(line_no: int, line: RequestedLine, currency: str, price_list: Open | None, on: date) -> QuotedLine:
    field = f"lines.{line_no - 1}"
    listed = None if price_list is None else price_on(price_list, line.sku, on)
    unit_price = line.unit_price
    if unit_price is None:
        if listed is None:
            raise NoPriceOnThatDay(f"{line.sku} on {on}", field=f"{field}.unit_price", sku=line.sku)
        unit_price = listed.unit_price
    tax_code = line.tax_code or (listed.tax_code if listed is not None else "")
    if not tax_code:
        raise TaxCodeMissing(f"{line.sku} is on no list", field=f"{field}.tax_code", sku=line.sku)
    amount = line.quantity * unit_price * (HUNDRED - line.discount_percent) / HUNDRED
    return QuotedLine(
        line_no=line_no,
        sku=line.sku,
        description=line.description or (listed.description if listed is not None else line.sku),
        quantity=line.quantity,
        unit_price=unit_price,
        list_price=listed.unit_price if listed is not None else None,
        floor_price=listed.floor_price if listed is not None else None,
        discount_percent=line.discount_percent,
        net=_checked_size(Money.of(amount, currency), field),
        tax_code=tax_code,
        list_tax_code=listed.tax_code if listed is not None else "",
    )


def _with_document_discount(lines: Sequence[QuotedLine], percent: Decimal, currency: str) -> tuple[QuotedLine, ...]:
    """The lines less their share of the discount.

    Shares follow the running total, so that the last one closes the sum and no line is discounted below nothing,
    which it could be if the last line took everybody's remainder.
    """
    gross = total((line.net for line in lines), currency)
    discount = gross.percent(percent)
    if not discount:
        return tuple(lines)
    discounted: list[QuotedLine] = []
    running, given_away = 0, 0
    for line in lines:
        running += line.net.minor
        due_by_now = (2 * discount.minor * running + gross.minor) // (2 * gross.minor)
        net = Money(minor=line.net.minor - (due_by_now - given_away), currency=currency)
        discounted.append(replace(line, net=net))
        given_away = due_by_now
    return tuple(discounted)


def _check_currencies(request: RequestedOffer, customer: Profile, price_list: Open | None) -> None:
    if request.currency != customer.currency:
        raise CurrencyMismatch(f"the customer's is {customer.currency}", field="currency")
    if price_list is not None and price_list.currency != request.currency:
        raise CurrencyMismatch(f"the price list's is {price_list.currency}", field="price_list")
    for position, charge in enumerate(request.charges):
        if charge.amount.currency != request.currency:
            raise CurrencyMismatch(f"the quotation's is {request.currency}", field=f"charges.{position}.amount")


def _check_charges(charges: Sequence[Charge]) -> None:
    rounded = 0
    for position, charge in enumerate(charges):
        field = f"charges.{position}"
        if charge.amount.minor < 0 and charge.kind != "rounding":
            raise ChargeNegative(f"a {charge.kind} of {charge.amount}", field=f"{field}.amount")
        if charge.kind in ("freight", "other") and not charge.tax_code:
            raise TaxCodeMissing(f"a {charge.kind} is taxed", field=f"{field}.tax_code")
        if charge.kind == "rounding":
            rounded += abs(charge.amount.minor)
            if rounded >= _rounding_bound(charge.amount.currency):
                raise RoundingTooLarge(f"a rounding of {charge.amount}", field=f"{field}.amount")


def _rounding_bound(currency: str) -> int:
    """In minor units: one major unit, where that has any."""
    decimals = decimals_of(currency)
    return int(10**decimals) if decimals else ROUNDING_BOUND


def _checked_size(amount: Money, field: str) -> Money:
    if amount.minor > LARGEST_MINOR:
        raise AmountTooLarge(f"it comes to {amount}", field=field)
    return amount


def _valid_until(request: RequestedOffer, on: date, given: Given) -> date:
    if request.valid_until is None:
        return on + timedelta(days=given.of(POLICY, MAIN).validity_days)
    if not on <= request.valid_until <= on + LONGEST_VALIDITY:
        raise ValidityOutOfRange(f"today is {on}", field="valid_until")
    return request.valid_until
