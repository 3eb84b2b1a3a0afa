"""Goods that will not be billed will not be owed."""

from collections.abc import Iterable

from services.accounting.billing.events import UnbilledCleared
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveBackFromShipped
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(UnbilledCleared)
def when_unbilled_cleared_drop_exposure(fact: Fact[UnbilledCleared]) -> Iterable[Send]:
    """They stop counting as shipped."""
    cleared = fact.data
    command = MoveBackFromShipped(
        order_id=fact.id, shipment_id=cleared.shipment_id, owed_again=False, on=cleared.cleared_on
    )
    yield Send(command, CREDIT_ACCOUNT.stream(cleared.customer_id))
