"""Customers over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from services.sales.customer.agreeing import AgreeTerms, TermsInThePast
from services.sales.customer.blocking import BlockCustomer, UnblockCustomer
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.keeping_contacts import (
    AddContact,
    ChangeContact,
    ContactUnknown,
    RemoveContact,
    TooManyContacts,
)
from services.sales.customer.language import LanguageUnknown
from services.sales.customer.profile import Contact
from services.sales.customer.registering import (
    CorrectDetails,
    CountryUnknown,
    CurrencyUnknown,
    CustomerIdTaken,
    CustomerUnknown,
    RegisterCustomer,
)
from services.sales.customer.tax_id import NotABranch, TaxIdInvalid, checked_tax_id, key_of
from services.sales.customer.terms import TermsNotWhole
from services.sales.customer.views import CUSTOMERS
from services.sales.tax_id.claiming import TaxIdTaken, taken_by
from shared.kernel.decider import Send
from shared.published.sales import InstalmentTerm
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import (
    CountryCode,
    CurrencyCode,
    Day,
    Email,
    Identity,
    OptionalLine,
    Phone,
    ReasonIn,
    ShortText,
    Strict,
)
from shared.web.problems import refusals

router = APIRouter(tags=["customer"])
CustomerId = Annotated[Identity, Path(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])]
ContactNo = Annotated[int, Path(ge=1, le=9999, description="which of the customer's contacts", examples=[1])]
BranchOf = Annotated[
    Identity | Literal[""], Field(description="the customer who has the tax id already and whose branch this is")
]
Language = Annotated[OptionalLine, Field(max_length=35)]
TaxNumber = Annotated[OptionalLine, Field(max_length=30)]
TERMS_EXAMPLE: Final[Any] = [{"percent": "30", "due_in_days": 0}, {"percent": "70", "due_in_days": 30}]
CONTACT_EXAMPLE: Final[Any] = {
    "name": "Trần Thị Lan",
    "role": "billing",
    "email": "lan@minhphat.example",
    "phone": "+84 28 3822 0000",
}


class TermIn(Strict):
    """So many percent of an invoice, due so many days after it."""

    percent: Annotated[Decimal, Field(gt=0, le=100, max_digits=7, decimal_places=4, allow_inf_nan=False)]
    due_in_days: Annotated[int, Field(strict=True, ge=0, le=3650)]

    def to_term(self) -> InstalmentTerm:
        """As the domain's instalment."""
        return InstalmentTerm(percent=self.percent, due_in_days=self.due_in_days)


Terms = Annotated[list[TermIn], Field(min_length=1, max_length=60, examples=[TERMS_EXAMPLE])]


class ContactIn(Strict):
    """A person at the customer."""

    name: ShortText
    role: Literal["decision-maker", "billing", "logistics", "technical", "other"]
    email: Email
    phone: Phone = ""

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [CONTACT_EXAMPLE]}}


class RegistrationIn(Strict):
    """Who wants to buy. The tax id is checked by the rule of its country where there is one; a consumer has none."""

    name: ShortText
    tax_id: TaxNumber = ""
    country: CountryCode
    currency: CurrencyCode
    billing_email: Email
    terms: Terms
    contacts: Annotated[tuple[ContactIn, ...], Field(max_length=20)] = ()
    branch_of: BranchOf = ""
    language: Language = Field(default="", description="to write to them in, as in BCP 47: `vi`, `en-GB`")

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "name": "Công ty TNHH Minh Phát",
                    "tax_id": "0100233488",
                    "country": "VN",
                    "currency": "VND",
                    "billing_email": "ketoan@minhphat.example",
                    "terms": TERMS_EXAMPLE,
                    "contacts": [CONTACT_EXAMPLE],
                    "language": "vi",
                }
            ]
        }
    }


class DetailsIn(Strict):
    """All of them, as they should be. Without a language it stays as it is."""

    name: ShortText
    tax_id: TaxNumber
    country: CountryCode
    billing_email: Email
    branch_of: BranchOf = ""
    language: Language | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "name": "Công ty TNHH Minh Phát Sài Gòn",
                    "tax_id": "0100233488",
                    "country": "VN",
                    "billing_email": "ketoan@minhphat.example",
                    "language": "vi",
                }
            ]
        }
    }


class TermsIn(Strict):
    """New terms and the day from which they hold: today when none is given."""

    terms: Terms
    valid_from: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"terms": TERMS_EXAMPLE, "valid_from": "2026-07-01"}]}
    }


@router.post(
    "/customers",
    name="register customer",
    status_code=201,
    responses=refusals(
        TaxIdInvalid,
        TaxIdTaken,
        NotABranch,
        TermsNotWhole,
        CountryUnknown,
        CurrencyUnknown,
        LanguageUnknown,
        CustomerIdTaken,
        *ALWAYS,
    ),
)
async def register_customer(body: RegistrationIn, ask: Ask) -> DocumentRef:
    """Takes a company into the books; the other departments hear of it. A company is one customer, by its tax id."""
    customer_id = ask.new_id()
    await _require_free(ask, customer_id, body)
    command = RegisterCustomer(
        name=body.name,
        tax_id=body.tax_id,
        country=body.country,
        currency=body.currency,
        billing_email=body.billing_email,
        terms=tuple(term.to_term() for term in body.terms),
        contacts=tuple(
            Contact(
                contact_no=number,
                name=contact.name,
                role=contact.role,
                email=contact.email,
                phone=contact.phone,
            )
            for number, contact in enumerate(body.contacts, start=1)
        ),
        registered_on=ask.today,
        language=body.language,
        branch_of=body.branch_of,
    )
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)), creates=True)


async def _require_free(ask: Ask, customer_id: str, stated: RegistrationIn | DetailsIn) -> None:
    """Looks for those who had the tax id before tax ids were claimed. Raises TaxIdTaken.

    Who registers at the same time is no matter of this: the claim decides between them.
    """
    try:
        number = checked_tax_id(stated.country, stated.tax_id).number
    except TaxIdInvalid:
        return
    own = await ask.row(CUSTOMERS.name, customer_id)
    stays = own is not None and key_of(own["country"], own["tax_id"]) == key_of(stated.country, number)
    if number and not stated.branch_of and not stays:
        where = {"country": stated.country, "tax_id": number}
        found = await ask.runtime.reader.page(CUSTOMERS.name, where=where, order_by="id", after=None, limit=1)
        if found:
            raise taken_by(found[0]["id"])


@router.post(
    "/customers/{customer_id}/details",
    name="correct customer details",
    responses=refusals(CustomerUnknown, TaxIdInvalid, TaxIdTaken, NotABranch, CountryUnknown, LanguageUnknown, *ALWAYS),
)
async def correct_details(customer_id: CustomerId, body: DetailsIn, ask: Ask) -> DocumentRef:
    """Puts name, tax id, country, address for bills and language right. Documents made before keep what they said."""
    await _require_free(ask, customer_id, body)
    command = CorrectDetails(
        name=body.name,
        tax_id=body.tax_id,
        country=body.country,
        billing_email=body.billing_email,
        corrected_on=ask.today,
        language=body.language,
        branch_of=body.branch_of,
    )
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)))


@router.post(
    "/customers/{customer_id}/terms",
    name="agree customer terms",
    responses=refusals(CustomerUnknown, TermsNotWhole, TermsInThePast, *ALWAYS),
)
async def agree_terms(customer_id: CustomerId, body: TermsIn, ask: Ask) -> DocumentRef:
    """Agrees on payment terms from a day on; quotations drafted before keep theirs."""
    command = AgreeTerms(
        terms=tuple(term.to_term() for term in body.terms),
        valid_from=body.valid_from or ask.today,
        agreed_on=ask.today,
    )
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)))


@router.post(
    "/customers/{customer_id}/contacts",
    name="add customer contact",
    responses=refusals(CustomerUnknown, TooManyContacts, *ALWAYS),
)
async def add_contact(customer_id: CustomerId, body: ContactIn, ask: Ask) -> DocumentRef:
    """Remembers one more person there; the contact gets the next number."""
    command = AddContact(name=body.name, role=body.role, email=body.email, phone=body.phone, added_on=ask.today)
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)))


@router.put(
    "/customers/{customer_id}/contacts/{contact_no}",
    name="change customer contact",
    responses=refusals(CustomerUnknown, ContactUnknown, *ALWAYS),
)
async def change_contact(customer_id: CustomerId, contact_no: ContactNo, body: ContactIn, ask: Ask) -> DocumentRef:
    """Puts right what we know of a person."""
    command = ChangeContact(
        contact_no=contact_no,
        name=body.name,
        role=body.role,
        email=body.email,
        phone=body.phone,
        changed_on=ask.today,
    )
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)))


@router.post(
    "/customers/{customer_id}/contacts/{contact_no}/removal",
    name="remove customer contact",
    responses=refusals(CustomerUnknown, ContactUnknown, *ALWAYS),
)
async def remove_contact(customer_id: CustomerId, contact_no: ContactNo, ask: Ask) -> DocumentRef:
    """The person is not addressed any more."""
    command = RemoveContact(contact_no=contact_no, removed_on=ask.today)
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)))


@router.post("/customers/{customer_id}/block", name="block customer", responses=refusals(CustomerUnknown, *ALWAYS))
async def block_customer(customer_id: CustomerId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Stops new business with the customer; what was agreed goes on."""
    command = BlockCustomer(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)), reason=body.reason)


@router.post("/customers/{customer_id}/unblock", name="unblock customer", responses=refusals(CustomerUnknown, *ALWAYS))
async def unblock_customer(customer_id: CustomerId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Welcomes new business again."""
    command = UnblockCustomer(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CUSTOMER.stream(customer_id)), reason=body.reason)


router.include_router(document_routes(CUSTOMERS, "/customers", "customer"))
