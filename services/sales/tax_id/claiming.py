"""Claiming a tax id for a customer, and releasing it: the balance that keeps one company from being two customers."""

from datetime import date

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.state import Active, Blocked, Customer
from services.sales.customer.tax_id import NotABranch, key_of
from services.sales.tax_id.events import TaxIdClaimed, TaxIdEvent, TaxIdReleased
from services.sales.tax_id.state import Holders
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class TaxIdTaken(Rejection):
    """Another customer has this tax id. A branch that shares it says whose branch it is."""

    code = "sales.customer.tax-id-taken"


@command
class ClaimTaxId:
    """The customer is to have it. Who claims it as a branch gives the customer whose branch it is."""

    key: str
    customer_id: str
    branch_of: str
    on: date


@command
class ReleaseTaxId:
    """The customer has another one now."""

    customer_id: str
    on: date


def claim_tax_id(request: ClaimTaxId, holders: Holders, given: Given) -> list[TaxIdEvent]:
    """A tax id belongs to one customer, and to those that say they are its branches."""
    if request.customer_id in holders.customers:
        return []
    if request.branch_of:
        _require_branch(request, holders, given)
    elif holders.customers:
        raise taken_by(holders.customers[0])
    return [TaxIdClaimed(customer_id=request.customer_id, branch_of=request.branch_of, claimed_on=request.on)]


def release_tax_id(request: ReleaseTaxId, holders: Holders) -> list[TaxIdEvent]:
    """Who does not have it releases nothing."""
    if request.customer_id not in holders.customers:
        return []
    return [TaxIdReleased(customer_id=request.customer_id, released_on=request.on)]


def taken_by(customer_id: str) -> TaxIdTaken:
    """The refusal that names who has it."""
    return TaxIdTaken(f"customer {customer_id} has it", field="tax_id", customer_id=customer_id)


def _require_branch(request: ClaimTaxId, holders: Holders, given: Given) -> None:
    """Who was registered before tax ids were claimed has it by their own word."""
    head = request.branch_of
    if head == request.customer_id:
        raise NotABranch("a customer is no branch of itself", field="branch_of")
    if head not in holders.customers and key_in(given.of(CUSTOMER, head)) != request.key:
        raise NotABranch(f"{head} does not have this tax id", field="branch_of")


def key_in(customer: Customer) -> str:
    """What the customer's tax id is known by; empty where they have none."""
    if isinstance(customer, Active | Blocked):
        return key_of(customer.profile.country, customer.profile.tax_id)
    return ""
