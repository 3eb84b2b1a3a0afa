"""What had been given up and did not come late after all is with the customer, covered as it was."""

from collections.abc import Iterable

from services.care.customer_return.events import ReturnReceiptCorrected
from services.care.warranty.claiming import GiveBackUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnReceiptCorrected)
def when_return_receipt_corrected_give_back_warranty(fact: Fact[ReturnReceiptCorrected]) -> Iterable[Send]:
    """Units that are waited for again stay used up."""
    corrected = fact.data
    if corrected.given_up:
        command = GiveBackUnits(
            source_id=str(fact.event_id),
            return_id=fact.id,
            units=tuple(
                ClaimedUnits(
                    line_no=item.line_no,
                    shipment_id=item.shipment_id,
                    quantity=item.quantity,
                    last_shipment_id=item.last_shipment_id,
                )
                for item in corrected.given_up
            ),
            on=corrected.corrected_on,
        )
        yield Send(command, WARRANTY.stream(corrected.order_id))
