"""The pieces of what we know of a customer."""

from datetime import date

from services.sales.order.source import Source
from shared.kernel.shapes import part
from shared.published.sales import InstalmentTerm


@part
class Contact:
    """A person at the customer. Roles: `decision-maker`, `billing`, `logistics`, `technical`, `other`."""

    contact_no: int
    name: str
    role: str
    email: str
    phone: str


@part
class AgreedTerms:
    """Payment terms, and the day from which they are offered."""

    valid_from: date
    terms: tuple[InstalmentTerm, ...]


@part
class CreditWord:
    """Accounting's newest word on the customer's credit: stopped, or not any more; why, and who said so."""

    stopped: bool
    reason: str
    by: str
    on: date
    source: Source


@part
class Profile:
    """What we know of a customer. `agreed` is in order of days; `contacts_ever` numbers the next contact.

    `language` is what they are written to in, as a BCP 47 tag; empty where they chose none. `branch_of` is the customer
    with whom they share their tax id.
    """

    name: str
    tax_id: str
    tax_id_kind: str
    country: str
    currency: str
    billing_email: str
    agreed: tuple[AgreedTerms, ...]
    contacts: tuple[Contact, ...]
    contacts_ever: int
    credit: CreditWord | None = None
    language: str = ""
    branch_of: str = ""


def terms_on(profile: Profile, day: date) -> tuple[InstalmentTerm, ...]:
    """The terms that are offered on that day; before the first agreement, the first."""
    in_force = profile.agreed[0]
    for agreed in profile.agreed:
        if agreed.valid_from <= day:
            in_force = agreed
    return in_force.terms
