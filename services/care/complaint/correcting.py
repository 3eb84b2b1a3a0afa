"""Correcting what a complaint is about: another order, line or invoice than was taken down."""

from datetime import datetime

from services.care.complaint.events import ComplaintCorrected, ComplaintEvent, Subject
from services.care.complaint.opening import require_complete, still_open, unheard_of
from services.care.complaint.state import Complaint, File
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class GoodsComeBackForComplaint(Rejection):
    """Goods come back because of it: it stays about their order and line. Cancel that return, or open another one."""

    code = "care.complaint.goods-come-back"


@command
class CorrectComplaint:
    """Say what it is about, as a whole, and how that is known. Given the warranty of a named order."""

    about: Subject
    reason: str
    by: str
    at: datetime


def correct_complaint(request: CorrectComplaint, complaint: Complaint, given: Given) -> list[ComplaintEvent]:
    """While somebody works on it. What care has not heard of is to be looked up anew."""
    file = still_open(complaint).file
    if file.about == request.about:
        return []
    require_complete(request.about)
    _require_same_goods(request.about, file)
    return [
        ComplaintCorrected(
            before=file.about,
            about=request.about,
            unverified=unheard_of(request.about, file.customer_id, given),
            reason=request.reason,
            corrected_by=request.by,
            corrected_at=request.at,
        )
    ]


def _require_same_goods(about: Subject, file: File) -> None:
    """Accounting takes the credit of a return off whatever is contested for the complaint, also once it has come.

    Raises GoodsComeBackForComplaint.
    """
    before = file.about
    is_same = (about.kind, about.order_id, about.line_no) == (before.kind, before.order_id, before.line_no)
    if not is_same and file.has_goods_back:
        returns = [one for one in file.returns if one not in file.came_to_nothing]
        raise GoodsComeBackForComplaint(
            f"cancel return {', '.join(returns)}, or open another complaint", field="about", return_ids=returns
        )
