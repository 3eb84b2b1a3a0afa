"""What is late is shown on the order until it comes."""

from collections.abc import Iterable

from services.sales.fulfilment.events import WaitPassed
from services.sales.order.alarming import RaiseAlarm
from services.sales.order.decider import ORDER
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WaitPassed)
def when_wait_passed_raise_alarm(fact: Fact[WaitPassed]) -> Iterable[Send]:
    """The fulfilment has the id of its order."""
    passed = fact.data
    yield Send(RaiseAlarm(name=passed.name, since=passed.due), to=ORDER.stream(fact.id))
