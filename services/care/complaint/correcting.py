"""Correcting what a complaint is about: another order, line or invoice than was taken down."""

from datetime import datetime

from services.care.complaint.events import ComplaintCorrected, ComplaintEvent, Subject
from services.care.complaint.opening import require_complete, still_open, unheard_of
from services.care.complaint.state import Complaint
from shared.kernel.decider import Given
from shared.kernel.shapes import command


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
