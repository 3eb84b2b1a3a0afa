"""Registering a customer, and putting the details right."""

from datetime import date
from typing import Final, assert_never

from babel.core import get_global
from babel.numbers import is_currency

from services.sales.customer.events import CustomerDetailsCorrected, CustomerEvent, CustomerRegistered
from services.sales.customer.language import checked_language
from services.sales.customer.profile import Contact
from services.sales.customer.state import Active, Blocked, Customer, Unregistered
from services.sales.customer.tax_id import FormerTaxId, NotABranch, TaxId, checked_tax_id, key_of
from services.sales.customer.terms import check_terms
from shared.kernel.money import NO_MONEY
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command
from shared.published.sales import InstalmentTerm

_NOWHERE: Final = "ZZ"
"""The unknown region of CLDR, which babel lists beside the countries."""


class CustomerUnknown(Rejection):
    """No customer is registered under this id."""

    code = "sales.customer.unknown"
    ground = Ground.NOT_FOUND


class CustomerIdTaken(Rejection):
    """Another customer has this id."""

    code = "sales.customer.id-taken"


class CountryUnknown(Rejection):
    """There is no such country. Source: ISO 3166-1, as in CLDR."""

    code = "sales.customer.country-unknown"
    ground = Ground.UNACCEPTABLE


class CurrencyUnknown(Rejection):
    """There is no such currency, or nobody can pay with it. Source: ISO 4217, as in CLDR."""

    code = "sales.customer.currency-unknown"
    ground = Ground.UNACCEPTABLE


@command
class RegisterCustomer:
    """Take a company into the books."""

    name: str
    tax_id: str
    country: str
    currency: str
    billing_email: str
    terms: tuple[InstalmentTerm, ...]
    contacts: tuple[Contact, ...]
    registered_on: date
    language: str = ""
    branch_of: str = ""


@command
class CorrectDetails:
    """Put name, tax id, country, address for bills and language right. Without a language it stays as it is.

    `branch_of` counts where the tax id is another one than before.
    """

    name: str
    tax_id: str
    country: str
    billing_email: str
    corrected_on: date
    language: str | None = None
    branch_of: str = ""


def register_customer(request: RegisterCustomer, customer: Customer) -> list[CustomerEvent]:
    """A customer is registered once; the terms make up the whole and the tax id could be one."""
    tax_id = checked_tax_id(_known_country(request.country), request.tax_id)
    if request.currency in NO_MONEY or not is_currency(request.currency):
        raise CurrencyUnknown(f"nobody can pay in {request.currency}", field="currency")
    check_terms(request.terms)
    registered = CustomerRegistered(
        name=request.name,
        tax_id=tax_id.number,
        tax_id_kind=tax_id.kind,
        country=request.country,
        currency=request.currency,
        billing_email=request.billing_email,
        terms=request.terms,
        contacts=request.contacts,
        registered_on=request.registered_on,
        language=checked_language(request.language),
        branch_of=_checked_branch(request.branch_of, tax_id),
    )
    match customer:
        case Unregistered():
            return [registered]
        case Active(profile=profile) | Blocked(profile=profile):
            if (profile.name, profile.tax_id) == (registered.name, registered.tax_id):
                return []
            raise CustomerIdTaken(f"it is {profile.name}")
        case _:
            assert_never(customer)


def correct_details(request: CorrectDetails, customer: Customer) -> list[CustomerEvent]:
    """The currency stays: balances are kept in it."""
    match customer:
        case Unregistered():
            raise CustomerUnknown("register it first")
        case Active(profile=profile) | Blocked(profile=profile):
            tax_id = checked_tax_id(_known_country(request.country), request.tax_id)
            language = profile.language if request.language is None else checked_language(request.language)
            known = (profile.name, profile.tax_id, profile.country, profile.billing_email, profile.language)
            if known == (request.name, tax_id.number, request.country, request.billing_email, language):
                return []
            stayed = key_of(profile.country, profile.tax_id) == key_of(request.country, tax_id.number)
            former = FormerTaxId(country=profile.country, number=profile.tax_id)
            return [
                CustomerDetailsCorrected(
                    name=request.name,
                    tax_id=tax_id.number,
                    tax_id_kind=tax_id.kind,
                    country=request.country,
                    billing_email=request.billing_email,
                    corrected_on=request.corrected_on,
                    language=language,
                    branch_of=profile.branch_of if stayed else _checked_branch(request.branch_of, tax_id),
                    former_tax_id=None if stayed else former,
                )
            ]
        case _:
            assert_never(customer)


def _checked_branch(branch_of: str, tax_id: TaxId) -> str:
    if branch_of and not tax_id.number:
        raise NotABranch("a branch shares a tax id, and none is stated", field="branch_of")
    return branch_of


def _known_country(country: str) -> str:
    if country == _NOWHERE or country not in get_global("territory_currencies"):
        raise CountryUnknown(f"no country has the code {country}", field="country")
    return country
