"""I21: a tax id belongs to one customer, and to those who are branches of a customer who has it."""

from typing import Any

from deploy.proof.evidence import Evidence, by, invariant
from deploy.proof.verdict import Found
from services.sales.customer.tax_id import key_of
from services.sales.tax_id.events import TaxIdClaimed, TaxIdReleased


@invariant(
    "I21",
    "a tax id belongs to one customer and its branches; who claimed one has it, and nobody else holds it",
    may_be_empty="no customer has stated a tax id yet",
)
async def tax_ids_belong_to_one(evidence: Evidence, found: Found) -> None:
    """Claims as they were made and released, against the customers as they are.

    Who was registered before tax ids were claimed has claimed none. Several of them may share one, until one of them
    or anybody else claims it.
    """
    customers = {one.customer_id: one for one in await evidence.documents("sales", "customer")}
    holders: dict[str, dict[str, str]] = {}
    for fact in await evidence.facts("sales", TaxIdClaimed, TaxIdReleased):
        match fact.data:
            case TaxIdClaimed(customer_id=customer_id, branch_of=head):
                holders.setdefault(fact.id, {})[customer_id] = head
            case TaxIdReleased(customer_id=customer_id):
                holders.setdefault(fact.id, {}).pop(customer_id, None)
    stated = by(lambda one: key_of(one.country, one.tax_id), customers.values())
    stated.pop("", None)
    for key in sorted({*stated, *holders}):
        _belongs_to_one(found, key, holders.get(key, {}), {one.customer_id: one for one in stated.get(key, [])})


def _belongs_to_one(found: Found, key: str, holders: dict[str, str], stated: dict[str, Any]) -> None:
    for customer_id, head in holders.items():
        found.require(customer_id in stated, f"tax id {key} is claimed by {customer_id}, whose tax id is another one")
        found.require(
            not head or (head != customer_id and head in stated),
            f"tax id {key} is claimed by {customer_id} as a branch of {head}, who does not have it",
        )
    if not holders:  # registered before tax ids were claimed
        return
    owners = sorted(name for name, one in stated.items() if not holders.get(name, one.branch_of))
    found.require(len(owners) < 2, f"tax id {key} belongs to {len(owners)} customers: {', '.join(owners)}")
