"""What can happen to a customer. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from services.sales.customer.profile import Contact
from services.sales.customer.tax_id import FormerTaxId
from services.sales.order.source import Source
from shared.kernel.shapes import event
from shared.published.sales import InstalmentTerm


@event("customer.registered")
class CustomerRegistered:
    """The company may buy from us. `tax_id_kind` says by which rule the tax id was checked.

    `language` is a BCP 47 tag; empty where the customer chose none. `branch_of` is the customer with whom it shares the
    tax id; empty where it is nobody's branch.
    """

    name: str
    tax_id: str
    tax_id_kind: str
    country: str
    currency: str
    billing_email: str
    terms: tuple[InstalmentTerm, ...]
    contacts: tuple[Contact, ...]
    registered_on: date
    language: str = ""
    branch_of: str = ""


@event("customer.details-corrected")
class CustomerDetailsCorrected:
    """Name, tax id, country, address for bills or language was wrong or has changed.

    `former_tax_id` is told where the tax id is another one now.
    """

    name: str
    tax_id: str
    tax_id_kind: str
    country: str
    billing_email: str
    corrected_on: date
    language: str = ""
    branch_of: str = ""
    former_tax_id: FormerTaxId | None = None


@event("customer.terms-agreed")
class CustomerTermsAgreed:
    """From that day on, these payment terms are what we offer."""

    terms: tuple[InstalmentTerm, ...]
    valid_from: date
    agreed_on: date


@event("customer.contact-added")
class ContactAdded:
    """We know one more person there."""

    contact: Contact
    added_on: date


@event("customer.contact-changed")
class ContactChanged:
    """What we know of the person is different now."""

    contact: Contact
    changed_on: date


@event("customer.contact-removed")
class ContactRemoved:
    """The person is not to be addressed any more."""

    contact_no: int
    removed_on: date


@event("customer.blocked")
class CustomerBlocked:
    """No new business until somebody lifts the block."""

    reason: str
    blocked_by: str
    blocked_on: date


@event("customer.unblocked")
class CustomerUnblocked:
    """New business is welcome again."""

    reason: str
    unblocked_by: str
    unblocked_on: date


@event("customer.credit-stopped")
class CustomerCreditStopped:
    """Accounting holds every new order of the customer."""

    reason: str
    stopped_by: str
    stopped_on: date
    source: Source


@event("customer.credit-stop-lifted")
class CustomerCreditStopLifted:
    """Accounting checks new orders against the customer's limit again."""

    reason: str
    lifted_by: str
    lifted_on: date
    source: Source


CustomerEvent = (
    CustomerRegistered
    | CustomerDetailsCorrected
    | CustomerTermsAgreed
    | ContactAdded
    | ContactChanged
    | ContactRemoved
    | CustomerBlocked
    | CustomerUnblocked
    | CustomerCreditStopped
    | CustomerCreditStopLifted
)
