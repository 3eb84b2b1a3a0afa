"""What readers see of customers."""

from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Text

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.profile import AgreedTerms, Contact, CreditWord, Profile
from services.sales.customer.state import Active, Blocked, Customer, Unregistered
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["active", "blocked"]


@document
class CustomerDocument:
    """A customer as we know it now. `terms` are dated, the last that has begun is offered.

    `language` is what they are written to in; empty: they chose none. `branch_of` is the customer with whom they share
    their tax id. `credit` is accounting's newest word on a credit
    stop, with the message that told of it; none: nothing was heard.
    """

    customer_id: str
    name: str
    tax_id: str
    tax_id_kind: str
    country: str
    currency: str
    billing_email: str
    terms: tuple[AgreedTerms, ...]
    contacts: tuple[Contact, ...]
    status: Status
    blocked_because: str
    blocked_by: str
    is_credit_stopped: bool = False
    credit: CreditWord | None = None
    language: str = ""
    branch_of: str = ""


def read(customer_id: str, customer: Customer) -> CustomerDocument | None:
    """The customer, laid flat."""
    match customer:
        case Unregistered():
            return None
        case Active(profile=profile):
            return _shown(customer_id, profile, status="active", because="", by="")
        case Blocked(profile=profile, reason=reason, blocked_by=by):
            return _shown(customer_id, profile, status="blocked", because=reason, by=by)
        case _:
            assert_never(customer)


def _shown(customer_id: str, profile: Profile, *, status: Status, because: str, by: str) -> CustomerDocument:
    return CustomerDocument(
        customer_id=customer_id,
        name=profile.name,
        tax_id=profile.tax_id,
        tax_id_kind=profile.tax_id_kind,
        country=profile.country,
        currency=profile.currency,
        billing_email=profile.billing_email,
        terms=profile.agreed,
        contacts=profile.contacts,
        status=status,
        blocked_because=because,
        blocked_by=by,
        is_credit_stopped=profile.credit is not None and profile.credit.stopped,
        credit=profile.credit,
        language=profile.language,
        branch_of=profile.branch_of,
    )


CUSTOMERS: Final = DocumentView(
    name="customer",
    decider=CUSTOMER,
    document=CustomerDocument,
    read=read,
    columns={
        "name": Shown(Text()),
        "tax_id": Shown(Text()),
        "country": Shown(Text()),
        "status": Shown(Text()),
        "is_credit_stopped": Shown(Boolean()),
    },
    filters=("status", "country", "tax_id", "name", "is_credit_stopped"),
    queues={"blocked": {"status": "blocked"}, "credit-stopped": {"is_credit_stopped": True}},
    order_by=("id", "name"),
)
