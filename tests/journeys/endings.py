"""What must hold at the end of every journey, whatever the setting."""

from decimal import Decimal

from deploy.journeys.people import People
from deploy.proof.memory import prove_in_memory
from deploy.proof.report import prove
from shared.projections.view import DocumentView
from shared.testing.company import MemoryCompany
from tests.journeys.conftest import Setting

PAYMENT = "order.payment-received"


async def proof_holds(setting: Setting) -> None:
    """All invariants, over all five databases or over all five departments in memory."""
    if setting.access is not None:
        verdicts = await prove(setting.access)
    else:
        assert setting.memory is not None
        await setting.memory.settle()
        stores = {name: department.store for name, department in setting.memory.departments.items()}
        verdicts = await prove_in_memory(stores, setting.memory.clock.now())
        assert values_that_no_filter_takes(setting.memory) == set()
    assert [(v.id, v.breaches, v.looked_at) for v in verdicts if not v.holds] == []


def values_that_no_filter_takes(company: MemoryCompany) -> set[tuple[str, str, str]]:
    """Of all rows, by view and column: what is written is among the choices that the list says there are."""
    return {
        (view.name, column, row[column])
        for department in company.departments.values()
        for view in department.runtime.department.views
        if isinstance(view, DocumentView)
        for column, choices in view.choices().items()
        for row in department.store.views[view.name].values()
        if row[column] is not None and row[column] not in choices
    }


async def books_balance(people: People) -> None:
    """Debits are credits, in every currency."""
    balance = await people.get("otto.auditor", "/accounting/trial-balance")
    assert balance["totals"]
    for total in balance["totals"]:
        assert total["debit_minor"] == total["credit_minor"] > 0


async def owes_nothing(people: People, customer_id: str) -> None:
    """Every bucket of the customer's exposure is empty; what we may still owe them counts off."""
    account = await people.get("otto.auditor", f"/accounting/credit-accounts/{customer_id}")
    exposure = {bucket: 0 if amount is None else amount["minor"] for bucket, amount in account["exposure"].items()}
    on_account = exposure.pop("on_account")
    assert exposure.pop("total") == on_account <= 0
    assert set(exposure.values()) == {0}


async def on_hand(people: People, sku: str) -> Decimal:
    """Units in the main warehouse."""
    item = await people.get("otto.auditor", f"/warehouse/stock-items/main:{sku}")
    return Decimal(item["on_hand"])


async def story_is_told(people: People, contract_id: str, departments: frozenset[str]) -> None:
    """All of them appear in the contract's timeline, once sales has heard them; it is in order of business time."""
    told = await people.until(
        "dana.director",
        f"/sales/contracts/{contract_id}/timeline",
        lambda told: departments <= {entry["department"] for entry in told["entries"]},
        f"{sorted(departments)} are in the story",
    )
    by_hand = {one["who"] for one in told["entries"] if one["event_type"] in ("order.goods-shipped", PAYMENT)}
    assert by_hand
    assert not by_hand & {"warehouse", "accounting"}, "a person dispatched the goods, and one recorded the money"
    moments = [entry["occurred_at"] for entry in told["entries"]]
    assert moments == sorted(moments)
