"""I17, of contracts: what is not left to call is what orders called, and what was billed of cancelled ones."""

from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Units
from services.sales.contract.events import CallTakenAgain

Line = tuple[str, int]
"""Of a contract: its id and the number of the line."""


async def calls_agree(evidence: Evidence, found: Found) -> None:
    """Units and amounts, line by line."""
    units, minor = Units[Line](), Units[Line]()
    agreed_units, agreed_minor = Units[Line](), Units[Line]()
    for contract in await evidence.documents("sales", "contract"):
        for line in contract.lines:
            key = (contract.contract_id, line.line_no)
            agreed_units.add(key, line.quantity - line.left_quantity)
            agreed_minor.add(key, line.net.minor - line.left_net.minor)
    called: list[tuple[str, Any]] = [
        (order.contract_id, line)
        for order in await evidence.documents("sales", "order")
        if order.status != "cancelled"
        for line in order.lines
    ]
    called += [(fact.id, line) for fact in await evidence.facts("sales", CallTakenAgain) for line in fact.data.lines]
    for contract_id, line in called:
        units.add((contract_id, line.line_no), line.quantity)
        minor.add((contract_id, line.line_no), line.net.minor)
    found.same_sums("units called of contract line", agreed_units, units)
    found.same_sums("amount called of contract line", agreed_minor, minor)
