"""A contract in facts, for the tests of each stage."""

from datetime import date
from decimal import Decimal
from typing import Final

from services.sales.contract.calling import CalledQuantity, CallOff
from services.sales.contract.decider import CONTRACT
from services.sales.contract.events import (
    ContractClosedShort,
    ContractFulfilled,
    ContractSigned,
    ContractSuspended,
    GoodsCalled,
    OrderCompletionNoted,
)
from services.sales.contract.state import Contract
from shared.kernel.money import Money
from shared.published.sales import Charge, ContractLine
from shared.testing.specification import Specification, spec_of
from tests.unit.sales.examples import NET_30, TUESDAY


def usd(minor: int) -> Money:
    """So many cents."""
    return Money(minor=minor, currency="USD")


def contract_line(line_no: int, quantity: str, net_minor: int, sku: str = "PUMP") -> ContractLine:
    """An agreed line; its unit price is of no account for the balance."""
    return ContractLine(
        line_no=line_no,
        sku=sku,
        description="Pump, 40 l/min",
        quantity=Decimal(quantity),
        unit_price=Decimal("199.00"),
        net=usd(net_minor),
        tax_code="STANDARD",
    )


FREIGHT: Final = Charge(kind="freight", description="To the door", amount=usd(12_000), tax_code="STANDARD")


def signed(*lines: ContractLine, charges: tuple[Charge, ...] = (FREIGHT,)) -> ContractSigned:
    """A contract over those lines: three pumps for 100.00 and ten valves for 55.55, unless something else is said."""
    agreed = lines or (contract_line(1, "3", 10_000), contract_line(2, "10", 5_555, "VALVE"))
    return ContractSigned(
        customer_id="C1",
        quotation_id="Q1",
        revision=1,
        currency="USD",
        lines=agreed,
        charges=charges,
        net=usd(sum(line.net.minor for line in agreed)),
        terms=NET_30,
        warranty_months=12,
        deliver_to="12 Lê Lợi",
        signed_by="Hoa",
        signed_on=TUESDAY,
        document_sha256="",
    )


def call(
    order_id: str = "O1", *quantities: tuple[int, str], requested_on: date | None = None, deliver_to: str | None = None
) -> CallOff:
    """A call of those quantities by line number; of all that is left when none is given."""
    lines = tuple(CalledQuantity(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in quantities)
    return CallOff(
        order_id=order_id,
        lines=lines or None,
        requested_on=requested_on,
        deliver_to=deliver_to,
        ship_from=("main",),
        customer_reference="PO 4711",
        placed_by="rep",
        on=TUESDAY,
    )


def called(contract: Specification[Contract], order_id: str, *quantities: tuple[int, str]) -> GoodsCalled:
    """What calling that comes to."""
    decided = contract.when(call(order_id, *quantities))
    assert decided.rejection is None, decided.rejection
    (fact,) = decided.facts
    assert isinstance(fact, GoodsCalled)
    return fact


SIGNED: Final = signed()
unsigned: Final = spec_of(CONTRACT)
active: Final = unsigned.given(SIGNED)
all_called: Final = active.given(called(active, "O1"))
SUSPENDED: Final = ContractSuspended(reason="renegotiated", suspended_by="boss", suspended_on=TUESDAY)
suspended: Final = active.given(SUSPENDED)
CLOSED: Final = ContractClosedShort(reason="site closed", closed_by="boss", closed_on=TUESDAY)
closed: Final = active.given(CLOSED)
COMPLETED: Final = OrderCompletionNoted(order_id="O1", completed_on=TUESDAY)
FULFILLED: Final = ContractFulfilled(fulfilled_on=TUESDAY)
fulfilled: Final = all_called.given(COMPLETED, FULFILLED)
