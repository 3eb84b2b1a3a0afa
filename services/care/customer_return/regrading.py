"""The warehouse corrected an inspection: units are of another grade, and what was agreed by the wrong one is open."""

from collections.abc import Iterator
from datetime import date

from services.care.customer_return.events import Grade, Remedy, ReturnEvent
from services.care.customer_return.events_of_inspections import Grades, InspectionCorrected
from services.care.customer_return.inspecting import regraded
from services.care.customer_return.progress import NOTHING, Progress
from services.care.customer_return.revoking import asked_back, taken_back
from services.care.customer_return.settling import heard, with_closing
from services.care.customer_return.state import CustomerReturn
from shared.kernel.shapes import command


@command
class NoteInspectionCorrected:
    """The inspection says now that the units of an item are that; the latest correction counts."""

    inspection_id: str
    correction_no: int
    item: Grades
    reason: str
    by: str
    on: date


def note_inspection_corrected(request: NoteInspectionCorrected, current: CustomerReturn) -> list[ReturnEvent]:
    """In whatever order it is told, and once.

    Units that are no scrap after all, though it was agreed that the customer gets nothing for them, are with us: what
    they get is open again. All else stands. Money and other units are granted whatever the grade is, and goods that are
    to go back the warehouse does not regrade, unless it has others of the kind.
    """
    known = heard(current)
    if known is None:
        return []
    look = known.progress.look(request.inspection_id, request.item.item_no)
    if look is not None and look.correction_no >= request.correction_no:
        return []
    corrected = InspectionCorrected(
        inspection_id=request.inspection_id,
        correction_no=request.correction_no,
        item=request.item,
        reason=request.reason,
        corrected_by=request.by,
        corrected_on=request.on,
    )
    open_again = _open_again(request, regraded(known.progress, corrected))
    return with_closing(current, [corrected, *open_again], request.on)


def _open_again(request: NoteInspectionCorrected, progress: Progress) -> Iterator[ReturnEvent]:
    """What was agreed last first."""
    item_no = request.item.item_no
    balance = progress.balance(item_no)
    if balance is None:
        return
    agreed = progress.granted(item_no, Remedy.SCRAP)
    too_many = min(agreed, agreed + progress.sent_back(item_no, Grade.SCRAP) - balance.scrap)
    for grant in reversed(progress.grants):
        is_scrap = grant.remedy is Remedy.SCRAP and grant.item.item_no == item_no
        units = min(too_many, grant.quantity) if is_scrap else NOTHING
        if units > 0:
            too_many -= units
            revocation_id = f"{request.inspection_id}.{request.correction_no}.{grant.grant_id}"
            yield asked_back(revocation_id, grant, units, request.reason, request.by, request.on)
            yield taken_back(revocation_id, grant, units, request.on)
