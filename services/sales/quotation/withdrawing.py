"""Taking a quotation back before a contract is made from it."""

from datetime import date
from typing import assert_never

from services.sales.quotation.drafting import QuotationIsOver, QuotationUnknown
from services.sales.quotation.events import QuotationEvent, QuotationWithdrawn
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
from shared.kernel.shapes import command


@command
class WithdrawQuotation:
    """Take back what is prepared and what the customer holds."""

    reason: str
    by: str
    on: date


def withdraw_quotation(request: WithdrawQuotation, quotation: Quotation) -> list[QuotationEvent]:
    """What was accepted may be let go as long as no contract is signed: the customer thought better of it, or somebody
    noted their yes by mistake. What is over stays as it ended. Withdrawn twice, it happened once.
    """
    match quotation:
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case Draft() | InApproval() | Approved() | Sent() | Accepted():
            return [QuotationWithdrawn(reason=request.reason, withdrawn_by=request.by, withdrawn_on=request.on)]
        case Withdrawn():
            return []
        case Contracted(contract_id=contract_id):
            raise QuotationIsOver(f"contract {contract_id} was made from it: close that")
        case Rejected() | Expired():
            raise QuotationIsOver("it was rejected, or has expired")
        case _:
            assert_never(quotation)
