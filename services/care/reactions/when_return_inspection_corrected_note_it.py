"""The warehouse found returned goods to be something else than it had told."""

from collections.abc import Iterable

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events_of_inspections import Grades
from services.care.customer_return.regrading import NoteInspectionCorrected
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import ReturnInspectionCorrectedV1


@reacts_to(ReturnInspectionCorrectedV1)
def when_return_inspection_corrected_note_it(fact: Fact[ReturnInspectionCorrectedV1]) -> Iterable[Send]:
    """The item as it stands now, so that it does not matter in which order it is told."""
    corrected, found = fact.data, fact.data.found
    command = NoteInspectionCorrected(
        inspection_id=corrected.inspection_id,
        correction_no=corrected.correction_no,
        item=Grades(
            item_no=found.item_no, good=found.good, repair=found.repair, scrap=found.scrap, finding=found.finding
        ),
        reason=corrected.reason,
        by=corrected.corrected_by,
        on=corrected.corrected_on,
    )
    yield Send(command, CUSTOMER_RETURN.stream(corrected.return_id))
