"""A placed order may be billed as it is delivered."""

from collections.abc import Iterable

from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.billing.decider import BILLING
from services.accounting.billing.opening import OpenBilling
from services.accounting.tax_code.taxing import tax_streams
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderPlacedV1


@reacts_to(OrderPlacedV1)
def when_order_placed_open_billing(fact: Fact[OrderPlacedV1]) -> Iterable[Send]:
    """Credit is reserved in the same transaction, by what the billing expects."""
    order = fact.data
    command = OpenBilling(
        contract_id=order.contract_id,
        customer_id=order.customer_id,
        currency=order.net.currency,
        lines=tuple(
            BillLine(
                line_no=line.line_no,
                sku=line.sku,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                net=line.net,
                tax_code=line.tax_code,
            )
            for line in order.lines
        ),
        charges=tuple(
            BillCharge(
                kind=charge.kind,
                description=charge.description,
                amount=charge.amount,
                tax_code=charge.tax_code,
            )
            for charge in order.charges
        ),
        terms=tuple(Term(percent=term.percent, due_in_days=term.due_in_days) for term in order.terms),
        placed_by=order.placed_by,
        placed_on=order.placed_on,
    )
    codes = [line.tax_code for line in order.lines] + [charge.tax_code for charge in order.charges]
    yield Send(command, BILLING.stream(order.order_id), given=tax_streams(codes))
