"""The persons that we know at a customer."""

from dataclasses import replace

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import ContactAdded, ContactChanged, ContactRemoved
from services.sales.customer.keeping_contacts import (
    MOST_CONTACTS,
    AddContact,
    ChangeContact,
    ContactUnknown,
    RemoveContact,
    TooManyContacts,
)
from services.sales.customer.profile import Contact
from services.sales.customer.registering import CustomerUnknown
from shared.testing.specification import spec_of
from tests.unit.sales.examples import BLOCKED, MONDAY, REGISTERED

nobody = spec_of(CUSTOMER)
a_customer = nobody.given(REGISTERED)
LAN = Contact(contact_no=1, name="Lan", role="billing", email="lan@minhphat.example", phone="")
ADD = AddContact(name=LAN.name, role=LAN.role, email=LAN.email, phone=LAN.phone, added_on=MONDAY)
CHANGE = ChangeContact(contact_no=1, name="Lan", role="decision-maker", email=LAN.email, phone="", changed_on=MONDAY)
REMOVE = RemoveContact(contact_no=1, removed_on=MONDAY)
ADDED = ContactAdded(contact=LAN, added_on=MONDAY)
CHANGED = ContactChanged(contact=replace(LAN, role="decision-maker"), changed_on=MONDAY)
REMOVED = ContactRemoved(contact_no=1, removed_on=MONDAY)


class TestAdding:
    def test_a_person_is_added_once(self) -> None:
        a_customer.when(ADD).then(ADDED).then_asked_again_nothing()
        a_customer.given(BLOCKED).when(ADD).then(ADDED)

    def test_a_number_is_never_given_twice(self) -> None:
        again = replace(ADDED, contact=replace(LAN, contact_no=2))
        a_customer.given(ADDED, REMOVED).when(ADD).then(again)

    def test_those_named_at_registration_have_numbers(self) -> None:
        registered = replace(REGISTERED, contacts=(LAN,))
        second = replace(LAN, contact_no=2, role="logistics")
        nobody.given(registered).when(replace(ADD, role="logistics")).then(replace(ADDED, contact=second))

    def test_there_is_a_limit(self) -> None:
        many = [replace(ADDED, contact=replace(LAN, contact_no=number)) for number in range(1, MOST_CONTACTS + 1)]
        a_customer.given(*many).when(replace(ADD, name="Hoa")).then_rejected(TooManyContacts)

    def test_nobody_has_no_contacts(self) -> None:
        for command in (ADD, CHANGE, REMOVE):
            nobody.when(command).then_rejected(CustomerUnknown)


class TestChanging:
    def test_what_we_know_is_put_right(self) -> None:
        a_customer.given(ADDED).when(CHANGE).then(CHANGED).then_asked_again_nothing()

    def test_an_unknown_number_is_refused(self) -> None:
        a_customer.given(ADDED, REMOVED).when(CHANGE).then_rejected(ContactUnknown, field="contact_no")


class TestRemoving:
    def test_a_person_is_removed_once(self) -> None:
        a_customer.given(ADDED).when(REMOVE).then(REMOVED).then_asked_again_nothing()

    def test_an_unknown_number_is_refused(self) -> None:
        a_customer.given(ADDED).when(replace(REMOVE, contact_no=2)).then_rejected(ContactUnknown, field="contact_no")
        a_customer.given(ADDED).when(replace(REMOVE, contact_no=0)).then_rejected(ContactUnknown, field="contact_no")
