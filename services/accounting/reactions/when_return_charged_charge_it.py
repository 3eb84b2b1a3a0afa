"""When care says that a customer owes for units of a return, they are charged under the terms of their order."""

from collections.abc import Iterable

from services.accounting.billing.charging import ChargeReturn
from services.accounting.billing.decider import BILLING
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnChargedV1


@reacts_to(ReturnChargedV1)
def when_return_charged_charge_it(fact: Fact[ReturnChargedV1]) -> Iterable[Send]:
    """Whose terms, prices and tax codes accounting knows from sales."""
    charged = fact.data
    command = ChargeReturn(
        charge_id=charged.charge_id,
        return_id=charged.return_id,
        kind=charged.kind,
        line_no=charged.item.line_no,
        quantity=charged.item.quantity,
        unit_price=charged.unit_price,
        on=charged.charged_on,
    )
    yield Send(command, BILLING.stream(charged.order_id))
