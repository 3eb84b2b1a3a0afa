"""When goods are delivered, the customer is asked how it went, some days after the last delivery."""

from collections.abc import Iterable

from services.care.survey.decider import SURVEY
from services.care.survey.sending import ScheduleSurvey
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentDeliveredV1


@reacts_to(ShipmentDeliveredV1)
def when_goods_delivered_schedule_survey(fact: Fact[ShipmentDeliveredV1]) -> Iterable[Send]:
    """One survey per order, whatever the number of its deliveries."""
    delivered = fact.data
    command = ScheduleSurvey(
        contract_id=delivered.contract_id,
        customer_id=delivered.customer_id,
        delivered_at=delivered.delivered_at,
    )
    yield Send(command, SURVEY.stream(delivered.order_id))
