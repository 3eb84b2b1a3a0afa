"""What readers see of contracts."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Date, Text

from services.sales.contract.balance import NOTHING, CallStatus
from services.sales.contract.decider import CONTRACT
from services.sales.contract.state import (
    Active,
    ClosedShort,
    Contract,
    Fulfilled,
    Suspended,
    Unsigned,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown
from shared.published.sales import Charge, InstalmentTerm

Status = Literal["active", "suspended", "fulfilled", "closed-short"]


@part
class ContractedLine:
    """A line as it was agreed, and what is left of it to call.

    `uncovered_quantity` was billed of cancelled orders when others had called it already: beyond what was agreed.
    """

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str
    left_quantity: Decimal
    left_net: Money
    uncovered_quantity: Decimal = NOTHING


@part
class ContractedOrder:
    """An order under the contract: `open`, `completed`, or `returned` (cancelled, and given back)."""

    order_id: str
    status: CallStatus


@document
class ContractDocument:
    """A contract as it is now. `because` and `changed_by` say why and by whom it is suspended or closed."""

    contract_id: str
    customer_id: str
    quotation_id: str
    revision: int
    status: Status
    because: str
    changed_by: str
    currency: str
    lines: tuple[ContractedLine, ...]
    charges: tuple[Charge, ...]
    charges_left: bool
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    deliver_to: str
    signed_by: str
    signed_on: date
    document_sha256: str
    ended_on: date | None
    orders: tuple[ContractedOrder, ...]
    service_months: int = 0


def read(contract_id: str, contract: Contract) -> ContractDocument | None:
    """The contract, laid flat."""
    match contract:
        case Unsigned():
            return None
        case Active():
            return _shown(contract_id, contract, "active")
        case Suspended(reason=reason, suspended_by=by):
            return replace(_shown(contract_id, contract, "suspended"), because=reason, changed_by=by)
        case Fulfilled(fulfilled_on=on):
            return replace(_shown(contract_id, contract, "fulfilled"), ended_on=on)
        case ClosedShort(reason=reason, closed_by=by, closed_on=on):
            shown = _shown(contract_id, contract, "closed-short")
            return replace(shown, because=reason, changed_by=by, ended_on=on)
        case _:
            assert_never(contract)


def _shown(
    contract_id: str, contract: Active | Suspended | Fulfilled | ClosedShort, status: Status
) -> ContractDocument:
    agreed, balance = contract.agreed, contract.balance
    return ContractDocument(
        contract_id=contract_id,
        customer_id=agreed.customer_id,
        quotation_id=agreed.quotation_id,
        revision=agreed.revision,
        status=status,
        because="",
        changed_by="",
        currency=agreed.currency,
        lines=tuple(
            ContractedLine(
                line_no=line.line_no,
                sku=line.sku,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                net=line.net,
                tax_code=line.tax_code,
                left_quantity=balance.of(line).quantity,
                left_net=balance.of(line).net,
                uncovered_quantity=balance.uncovered.get(str(line.line_no), NOTHING),
            )
            for line in agreed.lines
        ),
        charges=agreed.charges,
        charges_left=balance.charges_left,
        net=agreed.net,
        terms=agreed.terms,
        warranty_months=agreed.warranty_months,
        deliver_to=agreed.deliver_to,
        signed_by=agreed.signed_by,
        signed_on=agreed.signed_on,
        document_sha256=agreed.document_sha256,
        ended_on=None,
        orders=tuple(
            ContractedOrder(order_id=order_id, status=call.status) for order_id, call in balance.calls.items()
        ),
        service_months=agreed.service_months,
    )


CONTRACTS: Final = DocumentView(
    name="contract",
    decider=CONTRACT,
    document=ContractDocument,
    read=read,
    columns={
        "customer_id": Shown(Text()),
        "quotation_id": Shown(Text()),
        "status": Shown(Text()),
        "signed_on": Shown(Date()),
    },
    filters=("customer_id", "quotation_id", "status"),
    queues={"suspended": {"status": "suspended"}},
    order_by=("id", "signed_on"),
)
