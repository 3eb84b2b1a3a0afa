"""Keeping the persons that we know at a customer."""

from datetime import date
from typing import Final, assert_never

from services.sales.customer.events import ContactAdded, ContactChanged, ContactRemoved, CustomerEvent
from services.sales.customer.profile import Contact, Profile
from services.sales.customer.registering import CustomerUnknown
from services.sales.customer.state import Active, Blocked, Customer, Unregistered
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

MOST_CONTACTS: Final = 100


class ContactUnknown(Rejection):
    """The customer has no contact of that number."""

    code = "sales.customer.contact-unknown"
    ground = Ground.NOT_FOUND


class TooManyContacts(Rejection):
    """There are as many contacts as a customer may have."""

    code = "sales.customer.too-many-contacts"


@command
class AddContact:
    """Remember one more person."""

    name: str
    role: str
    email: str
    phone: str
    added_on: date


@command
class ChangeContact:
    """Put right what we know of a person."""

    contact_no: int
    name: str
    role: str
    email: str
    phone: str
    changed_on: date


@command
class RemoveContact:
    """Forget a person for what is to come."""

    contact_no: int
    removed_on: date


def add_contact(request: AddContact, customer: Customer) -> list[CustomerEvent]:
    """The same person in the same role is added once."""
    profile = _profile(customer)
    contact = Contact(
        contact_no=profile.contacts_ever + 1,
        name=request.name,
        role=request.role,
        email=request.email,
        phone=request.phone,
    )
    same = (contact.name, contact.role, contact.email, contact.phone)
    if any((known.name, known.role, known.email, known.phone) == same for known in profile.contacts):
        return []
    if len(profile.contacts) >= MOST_CONTACTS:
        raise TooManyContacts(f"at most {MOST_CONTACTS}")
    return [ContactAdded(contact=contact, added_on=request.added_on)]


def change_contact(request: ChangeContact, customer: Customer) -> list[CustomerEvent]:
    """The number stays with the person."""
    profile = _profile(customer)
    contact = Contact(
        contact_no=request.contact_no,
        name=request.name,
        role=request.role,
        email=request.email,
        phone=request.phone,
    )
    if contact in profile.contacts:
        return []
    if all(known.contact_no != request.contact_no for known in profile.contacts):
        raise ContactUnknown(f"there is no contact {request.contact_no}", field="contact_no")
    return [ContactChanged(contact=contact, changed_on=request.changed_on)]


def remove_contact(request: RemoveContact, customer: Customer) -> list[CustomerEvent]:
    """Removed twice, it happened once; a number that was never given is unknown."""
    profile = _profile(customer)
    if any(known.contact_no == request.contact_no for known in profile.contacts):
        return [ContactRemoved(contact_no=request.contact_no, removed_on=request.removed_on)]
    if 1 <= request.contact_no <= profile.contacts_ever:
        return []
    raise ContactUnknown(f"there is no contact {request.contact_no}", field="contact_no")


def _profile(customer: Customer) -> Profile:
    match customer:
        case Unregistered():
            raise CustomerUnknown("register it first")
        case Active(profile=profile) | Blocked(profile=profile):
            return profile
        case _:
            assert_never(customer)
