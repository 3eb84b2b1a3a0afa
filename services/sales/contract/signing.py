"""Signing: an accepted quotation becomes a contract, once."""

from datetime import date
from typing import assert_never

from services.sales.contract.events import ContractEvent, ContractSigned
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from services.sales.customer.blocking import open_for_business
from services.sales.customer.decider import CUSTOMER
from services.sales.quotation.contracting import QuotationAlreadyContracted, QuotationNotAccepted
from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.state import (
    Accepted,
    Approved,
    Contracted,
    Draft,
    Expired,
    InApproval,
    Quotation,
    Rejected,
    Sent,
    Undrafted,
    Withdrawn,
)
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command
from shared.published.sales import ContractLine


class ContractAlreadySigned(Rejection):
    """Something else was signed under this id."""

    code = "sales.contract.already-signed"


class OtherRevisionAccepted(Rejection):
    """The customer accepted another revision than the one that is to be signed."""

    code = "sales.contract.other-revision-accepted"


class SigningDayImpossible(Rejection):
    """A contract is signed after the offer was accepted, and not in the future."""

    code = "sales.contract.signing-day-impossible"
    ground = Ground.UNACCEPTABLE


@command
class SignContract:
    """Make the contract from that revision. `signed_by` signed for the customer; it is recorded on `on`."""

    quotation_id: str
    revision: int
    signed_by: str
    signed_on: date
    document_sha256: str
    on: date


def sign_contract(request: SignContract, contract: Contract, given: Given) -> list[ContractEvent]:
    """Lines, amounts and terms are those that the customer accepted; nothing is typed in again.

    Who was blocked meanwhile may have said yes, but is not bound to us, nor we to them.
    """
    match contract:
        case Active() | Suspended() | Fulfilled() | ClosedShort():
            agreed = contract.agreed
            if (agreed.quotation_id, agreed.revision) == (request.quotation_id, request.revision):
                return []
            raise ContractAlreadySigned(f"it was made from quotation {agreed.quotation_id}")
        case Unsigned():
            accepted = _accepted(given.of(QUOTATION, request.quotation_id))
            _check(request, accepted)
            open_for_business(given.of(CUSTOMER, accepted.customer_id))
            return [_signed(request, accepted)]
        case _:
            assert_never(contract)


def _accepted(quotation: Quotation) -> Accepted:
    match quotation:
        case Accepted():
            return quotation
        case Contracted(contract_id=other):
            raise QuotationAlreadyContracted(f"contract {other}", field="quotation_id", contract_id=other)
        case Undrafted() | Draft() | InApproval() | Approved() | Sent() | Rejected() | Expired() | Withdrawn():
            raise QuotationNotAccepted("record the customer's acceptance first", field="quotation_id")
        case _:
            assert_never(quotation)


def _check(request: SignContract, accepted: Accepted) -> None:
    if accepted.revision != request.revision:
        raise OtherRevisionAccepted(
            f"revision {accepted.revision} was accepted", field="revision", accepted=accepted.revision
        )
    if not accepted.accepted_on <= request.signed_on <= request.on:
        raise SigningDayImpossible(f"accepted on {accepted.accepted_on}, today is {request.on}", field="signed_on")


def _signed(request: SignContract, accepted: Accepted) -> ContractSigned:
    return ContractSigned(
        customer_id=accepted.customer_id,
        quotation_id=request.quotation_id,
        revision=accepted.revision,
        currency=accepted.currency,
        lines=tuple(
            ContractLine(
                line_no=line.line_no,
                sku=line.sku,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                net=line.net,
                tax_code=line.tax_code,
            )
            for line in accepted.lines
        ),
        charges=accepted.charges,
        net=accepted.net,
        terms=accepted.terms,
        warranty_months=accepted.warranty_months,
        deliver_to=accepted.deliver_to,
        signed_by=request.signed_by,
        signed_on=request.signed_on,
        document_sha256=request.document_sha256,
        service_months=accepted.service_months,
    )
