"""I17, of contracts: what is not left to call is what orders called, and what was billed of cancelled ones."""

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found, Sums, Units
from services.sales.contract.events import CallReduced, CallReturned, CallTakenAgain

Line = tuple[str, int]
"""Of a contract: its id and the number of the line."""


async def calls_agree(evidence: Evidence, found: Found) -> None:
    """Units and amounts, line by line. Units that were billed of a cancelled order count as its ledger has them.

    Billed beyond what was agreed, they are covered by what others give back of their calls: that is not left either.
    """
    units, minor = Units[Line](), Sums[Line]()
    agreed_units, agreed_minor = Units[Line](), Sums[Line]()
    for contract in await evidence.documents("sales", "contract"):
        for line in contract.lines:
            key = (contract.contract_id, line.line_no)
            agreed_units.add(key, line.quantity - line.left_quantity + line.uncovered_quantity)
            agreed_minor.add(key, line.net.minor - line.left_net.minor)
    for order in await evidence.documents("sales", "order"):
        for line in order.lines:
            key = (order.contract_id, line.line_no)
            if order.status == "cancelled":
                units.add(key, line.billed)
            else:
                units.add(key, line.quantity)
                minor.add(key, line.net.minor)
    for fact in await evidence.facts("sales", CallTakenAgain, CallReturned, CallReduced):
        for taken in fact.data.lines if isinstance(fact.data, CallTakenAgain) else fact.data.settled:
            minor.add((fact.id, taken.line_no), taken.net.minor)
    found.same_sums("units called of contract line", agreed_units, units)
    found.same_sums("amount called of contract line", agreed_minor, minor)
