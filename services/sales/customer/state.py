"""The stages of a customer's life with us, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.sales.customer.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    CustomerBlocked,
    CustomerCreditStopLifted,
    CustomerCreditStopped,
    CustomerDetailsCorrected,
    CustomerEvent,
    CustomerRegistered,
    CustomerTermsAgreed,
    CustomerUnblocked,
)
from services.sales.customer.profile import AgreedTerms, CreditWord, Profile
from shared.kernel.records import replace
from shared.kernel.shapes import state


@state
class Unregistered:
    """Nobody has this id."""


@state
class Active:
    """May buy from us."""

    profile: Profile


@state
class Blocked:
    """Known to us, and barred from new business."""

    profile: Profile
    reason: str
    blocked_by: str
    blocked_on: date


Customer = Unregistered | Active | Blocked


def evolve(customer: Customer, fact: CustomerEvent) -> Customer:
    """The customer after the fact. Never refuses: what happened, happened."""
    match customer:
        case Unregistered():
            return Active(profile=_registered(fact)) if isinstance(fact, CustomerRegistered) else customer
        case Active(profile=profile) | Blocked(profile=profile):
            pass
        case _:
            assert_never(customer)
    match fact:
        case CustomerBlocked(reason=reason, blocked_by=by, blocked_on=on):
            return Blocked(profile=profile, reason=reason, blocked_by=by, blocked_on=on)
        case CustomerUnblocked():
            return Active(profile=profile)
        case (
            CustomerRegistered()
            | CustomerDetailsCorrected()
            | CustomerTermsAgreed()
            | ContactAdded()
            | ContactChanged()
            | ContactRemoved()
            | CustomerCreditStopped()
            | CustomerCreditStopLifted()
        ):
            return replace(customer, profile=_known(profile, fact))
        case _:
            assert_never(fact)


def _registered(fact: CustomerRegistered) -> Profile:
    return Profile(
        name=fact.name,
        tax_id=fact.tax_id,
        tax_id_kind=fact.tax_id_kind,
        country=fact.country,
        currency=fact.currency,
        billing_email=fact.billing_email,
        agreed=(AgreedTerms(valid_from=fact.registered_on, terms=fact.terms),),
        contacts=fact.contacts,
        contacts_ever=len(fact.contacts),
        language=fact.language,
        branch_of=fact.branch_of,
    )


def _known(
    profile: Profile,
    fact: CustomerRegistered
    | CustomerDetailsCorrected
    | CustomerTermsAgreed
    | ContactAdded
    | ContactChanged
    | ContactRemoved
    | CustomerCreditStopped
    | CustomerCreditStopLifted,
) -> Profile:
    """What we know after the fact."""
    match fact:
        case CustomerRegistered():
            return _registered(fact)
        case CustomerDetailsCorrected():
            return replace(
                profile,
                name=fact.name,
                tax_id=fact.tax_id,
                tax_id_kind=fact.tax_id_kind,
                country=fact.country,
                billing_email=fact.billing_email,
                language=fact.language,
                branch_of=fact.branch_of,
            )
        case CustomerTermsAgreed(terms=terms, valid_from=valid_from):
            earlier = tuple(agreed for agreed in profile.agreed if agreed.valid_from < valid_from)
            return replace(profile, agreed=(*earlier, AgreedTerms(valid_from=valid_from, terms=terms)))
        case ContactAdded(contact=contact):
            return replace(profile, contacts=(*profile.contacts, contact), contacts_ever=profile.contacts_ever + 1)
        case ContactChanged(contact=changed):
            contacts = tuple(
                changed if contact.contact_no == changed.contact_no else contact for contact in profile.contacts
            )
            return replace(profile, contacts=contacts)
        case ContactRemoved(contact_no=contact_no):
            contacts = tuple(contact for contact in profile.contacts if contact.contact_no != contact_no)
            return replace(profile, contacts=contacts)
        case CustomerCreditStopped():
            word = CreditWord(
                stopped=True, reason=fact.reason, by=fact.stopped_by, on=fact.stopped_on, source=fact.source
            )
            return replace(profile, credit=word)
        case CustomerCreditStopLifted():
            word = CreditWord(
                stopped=False, reason=fact.reason, by=fact.lifted_by, on=fact.lifted_on, source=fact.source
            )
            return replace(profile, credit=word)
        case _:
            assert_never(fact)
