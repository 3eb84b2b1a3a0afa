"""The warehouse found out what the returned goods are good for: now somebody decides what the customer gets."""

from collections.abc import Iterable

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events_of_inspections import Grades
from services.care.customer_return.settling import NoteReturnInspected
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReturnInspectedV1


@reacts_to(ReturnInspectedV1)
def when_returned_goods_inspected_note_it(fact: Fact[ReturnInspectedV1]) -> Iterable[Send]:
    """Item by item, with the finding."""
    inspected = fact.data
    command = NoteReturnInspected(
        inspection_id=inspected.inspection_id,
        items=tuple(
            Grades(item_no=item.item_no, good=item.good, repair=item.repair, scrap=item.scrap, finding=item.finding)
            for item in inspected.items
        ),
        on=inspected.inspected_on,
    )
    yield Send(command, CUSTOMER_RETURN.stream(inspected.return_id))
