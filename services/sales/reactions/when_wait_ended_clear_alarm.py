"""What was late has come, or is not waited for any more."""

from collections.abc import Iterable

from services.sales.fulfilment.events import WaitEnded
from services.sales.order.alarming import ClearAlarm
from services.sales.order.decider import ORDER
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WaitEnded)
def when_wait_ended_clear_alarm(fact: Fact[WaitEnded]) -> Iterable[Send]:
    """The fulfilment has the id of its order."""
    ended = fact.data
    yield Send(ClearAlarm(name=ended.name, at=ended.ended_at), to=ORDER.stream(fact.id))
