"""The whole company in memory, held against its own invariants."""

from deploy.proof.memory import prove_in_memory
from shared.testing.company import MemoryCompany


async def everything_holds(company: MemoryCompany) -> None:
    """Nothing waits for an operator, and every invariant holds."""
    await company.settle()
    assert company.parked() == []
    stores = {name: department.store for name, department in company.departments.items()}
    verdicts = await prove_in_memory(stores, company.clock.now())
    assert {verdict.id: verdict.breaches for verdict in verdicts if not verdict.holds} == {}
