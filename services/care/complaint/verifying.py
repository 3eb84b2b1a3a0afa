"""Holding a complaint against what care has heard, and what it has not against what a person looked up."""

from datetime import datetime

from services.care.complaint.events import ComplaintEvent, ComplaintVerified
from services.care.complaint.opening import still_open
from services.care.complaint.state import Complaint
from shared.kernel.shapes import command


@command
class VerifyComplaint:
    """Say that what care has not heard of is as the complaint says, and how that is known."""

    reason: str
    by: str
    at: datetime


def verify_complaint(request: VerifyComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """All that is unverified; where nothing is, nothing happens."""
    file = still_open(complaint).file
    if not file.unverified:
        return []
    return [
        ComplaintVerified(
            verified=file.unverified, reason=request.reason, verified_by=request.by, verified_at=request.at
        )
    ]
