"""When a requisition is approved, source it from the best offers."""

from collections.abc import Iterable

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.events import RequisitionApproved
from services.purchasing.requisition.sourcing import SourceByRule
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RequisitionApproved)
def when_requisition_approved_source_it(fact: Fact[RequisitionApproved]) -> Iterable[Send]:
    """Where nobody offers anything, everything waits for a buyer."""
    candidates = fact.data.candidates
    among = tuple(sorted({supplier_id for found in candidates for supplier_id in found.supplier_ids}))
    if among:
        yield Send(
            SourceByRule(requisition_id=fact.id, among=among, on=fact.data.approved_on),
            REQUISITION.stream(fact.id),
            given=(
                POLICY_STREAM,
                *(SUPPLY_SOURCE.stream(found.sku) for found in candidates),
                *(SUPPLIER.stream(supplier_id) for supplier_id in among),
            ),
        )
