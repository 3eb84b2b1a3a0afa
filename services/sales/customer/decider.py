"""The customer's table of contents."""

from typing import Final

from services.sales.customer.agreeing import AgreeTerms, agree_terms
from services.sales.customer.blocking import BlockCustomer, UnblockCustomer, block_customer, unblock_customer
from services.sales.customer.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    CustomerBlocked,
    CustomerCreditStopLifted,
    CustomerCreditStopped,
    CustomerDetailsCorrected,
    CustomerRegistered,
    CustomerTermsAgreed,
    CustomerUnblocked,
)
from services.sales.customer.keeping_contacts import (
    AddContact,
    ChangeContact,
    RemoveContact,
    add_contact,
    change_contact,
    remove_contact,
)
from services.sales.customer.noting import NoteCredit, note_credit
from services.sales.customer.registering import (
    CorrectDetails,
    RegisterCustomer,
    correct_details,
    register_customer,
)
from services.sales.customer.state import Active, Blocked, Customer, Unregistered, evolve
from shared.kernel.decider import Decider

CUSTOMER: Final[Decider[Customer]] = Decider(
    category="customer",
    initial=Unregistered(),
    evolve=evolve,
    decisions={
        RegisterCustomer: register_customer,
        CorrectDetails: correct_details,
        AgreeTerms: agree_terms,
        AddContact: add_contact,
        ChangeContact: change_contact,
        RemoveContact: remove_contact,
        BlockCustomer: block_customer,
        UnblockCustomer: unblock_customer,
        NoteCredit: note_credit,
    },
    events=(
        CustomerRegistered,
        CustomerDetailsCorrected,
        CustomerTermsAgreed,
        ContactAdded,
        ContactChanged,
        ContactRemoved,
        CustomerBlocked,
        CustomerUnblocked,
        CustomerCreditStopped,
        CustomerCreditStopLifted,
    ),
    shapes=(Unregistered, Active, Blocked),
)
