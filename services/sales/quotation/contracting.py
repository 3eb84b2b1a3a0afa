"""Making a contract from what was accepted: once."""

from datetime import date
from typing import assert_never

from services.sales.quotation.events import QuotationContracted, QuotationEvent
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
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class QuotationNotAccepted(Rejection):
    """A contract is made only from a revision that the customer accepted."""

    code = "sales.quotation.not-accepted"


class QuotationAlreadyContracted(Rejection):
    """Another contract was made from this quotation."""

    code = "sales.quotation.already-contracted"


@command
class NoteContracted:
    """Note the contract that is made from the quotation, in the transaction that makes it."""

    contract_id: str
    on: date


def note_contracted(request: NoteContracted, quotation: Quotation) -> list[QuotationEvent]:
    """One quotation becomes one contract; the same contract noted twice happened once."""
    match quotation:
        case Accepted():
            return [QuotationContracted(contract_id=request.contract_id, contracted_on=request.on)]
        case Contracted(contract_id=request.contract_id):
            return []
        case Contracted(contract_id=other):
            raise QuotationAlreadyContracted(f"contract {other}", field="quotation_id", contract_id=other)
        case Undrafted() | Draft() | InApproval() | Approved() | Sent() | Rejected() | Expired() | Withdrawn():
            raise QuotationNotAccepted("record the customer's acceptance first", field="quotation_id")
        case _:
            assert_never(quotation)
