"""When a requisition is sourced, draft one purchase order per supplier."""

from collections.abc import Iterable
from datetime import timedelta

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.drafting import DraftPurchaseOrder, WantedLine
from services.purchasing.requisition.events import RequisitionSourced
from services.purchasing.supplier.decider import SUPPLIER
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RequisitionSourced)
def when_requisition_sourced_order_it(fact: Fact[RequisitionSourced]) -> Iterable[Send]:
    """One order per supplier and currency; it is expected when the slowest of its goods comes."""
    chosen = fact.data
    for purchase_order_id in sorted({source.purchase_order_id for source in chosen.sources}):
        sources = [source for source in chosen.sources if source.purchase_order_id == purchase_order_id]
        first = sources[0]
        lead_time = max(source.lead_time_days for source in sources)
        yield Send(
            DraftPurchaseOrder(
                supplier_id=first.supplier_id,
                warehouse=chosen.warehouse,
                currency=first.currency,
                lines=tuple(
                    WantedLine(
                        sku=source.sku,
                        quantity=source.quantity,
                        unit_price=source.unit_price,
                        needs=source.needs,
                    )
                    for source in sources
                ),
                expected_on=chosen.sourced_on + timedelta(days=lead_time),
                makers=chosen.makers,
                requisition_id=fact.id,
                sales_order_id=chosen.sales_order_id,
                replacement_for=chosen.replacement_for,
                on=chosen.sourced_on,
            ),
            PURCHASE_ORDER.stream(purchase_order_id),
            given=(POLICY_STREAM, SUPPLIER.stream(first.supplier_id)),
        )
