"""Agreeing on payment terms."""

from datetime import date
from typing import assert_never

from services.sales.customer.events import CustomerEvent, CustomerTermsAgreed
from services.sales.customer.profile import AgreedTerms
from services.sales.customer.registering import CustomerUnknown
from services.sales.customer.state import Active, Blocked, Customer, Unregistered
from services.sales.customer.terms import check_terms
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command
from shared.published.sales import InstalmentTerm


class TermsInThePast(Rejection):
    """New terms hold from today or from a day to come: what was offered before stays as it was."""

    code = "sales.customer.terms-in-the-past"
    ground = Ground.UNACCEPTABLE


@command
class AgreeTerms:
    """Offer these payment terms from that day on, in place of whatever was agreed for later."""

    terms: tuple[InstalmentTerm, ...]
    valid_from: date
    agreed_on: date


def agree_terms(request: AgreeTerms, customer: Customer) -> list[CustomerEvent]:
    """The same terms from the same day are agreed once."""
    match customer:
        case Unregistered():
            raise CustomerUnknown("register it first")
        case Active(profile=profile) | Blocked(profile=profile):
            check_terms(request.terms)
            if request.valid_from < request.agreed_on:
                raise TermsInThePast(f"today is {request.agreed_on}", field="valid_from")
            if profile.agreed[-1] == AgreedTerms(valid_from=request.valid_from, terms=request.terms):
                return []
            return [
                CustomerTermsAgreed(terms=request.terms, valid_from=request.valid_from, agreed_on=request.agreed_on)
            ]
        case _:
            assert_never(customer)
