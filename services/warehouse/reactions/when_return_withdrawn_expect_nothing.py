"""When a return is cancelled or its time has run out, what has not come is not expected."""

from collections.abc import Iterable

from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.expecting import WithdrawReturn
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnWithdrawnV1


@reacts_to(ReturnWithdrawnV1)
def when_return_withdrawn_expect_nothing(fact: Fact[ReturnWithdrawnV1]) -> Iterable[Send]:
    """What has come stays."""
    told = fact.data
    command = WithdrawReturn(reason=told.reason, on=told.withdrawn_on)
    yield Send(command, RETURNED_GOODS.stream(told.return_id))
