"""Naming the complaint that a return is because of: when it is requested, or later, before money is granted for it."""

from collections.abc import Collection
from datetime import date
from typing import assert_never

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import may_have_led_to
from services.care.complaint.state import Unopened
from services.care.customer_return.events import ComplaintNamed, Remedy, ReturnEvent, ReturnRequested
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    NotRequested,
    Refused,
    Requested,
)
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

IN_MONEY = frozenset({Remedy.CREDIT, Remedy.REFUND})


class ReturnUnknown(Rejection):
    """There is no such return."""

    code = "care.return.unknown"
    ground = Ground.NOT_FOUND


class ReturnIsDecided(Rejection):
    """It is approved, refused, cancelled, expired or closed already."""

    code = "care.return.decided"


class ComplaintNotNamed(Rejection):
    """A complaint about these goods is open or was accepted: say that it led to the return, or that it did not."""

    code = "care.return.complaint-not-named"
    ground = Ground.UNACCEPTABLE


class OtherComplaintNamed(Rejection):
    """Another complaint led to it."""

    code = "care.return.other-complaint-named"


class MoneyGranted(Rejection):
    """Money was granted for goods of it already, and accounting booked that for no complaint."""

    code = "care.return.money-granted"


@part
class Asked:
    """Whose goods come back: of which lines of which order."""

    order_id: str
    customer_id: str
    line_nos: Collection[int]


@command
class NameComplaint:
    """Say that this complaint led to the return, or that those about the same goods did not. Given the complaint."""

    complaint_id: str
    unrelated_complaint_ids: tuple[str, ...]
    by: str
    on: date


def require_named(asked: Asked, complaints: Collection[str], unrelated: Collection[str], given: Given) -> None:
    """Raises ComplaintNotNamed: what accounting credits for the complaint it would credit for the return once more.

    Other units of the line may come back for a reason of their own, so whoever asks may say that this is so.
    """
    passed_over = [
        one
        for one in complaints
        if one not in unrelated
        and may_have_led_to(given.of(COMPLAINT, one), asked.customer_id, asked.order_id, asked.line_nos)
    ]
    if passed_over:
        raise ComplaintNotNamed(
            f"name it in complaint_id, or in unrelated_complaint_ids: {', '.join(passed_over)}",
            field="complaint_id",
            complaint_ids=passed_over,
        )


def name_complaint(request: NameComplaint, current: CustomerReturn, given: Given) -> list[ReturnEvent]:
    """While it is not over. The complaint is told in the same transaction, and may undo it."""
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested() | Approved():
            known = current.request
            is_new = request.complaint_id not in ("", known.complaint_id)
            if is_new and known.complaint_id:
                raise OtherComplaintNamed(
                    f"complaint {known.complaint_id} led to it", field="complaint_id", complaint_id=known.complaint_id
                )
            if is_new and isinstance(current, Approved):
                granted = [one.grant_id for one in current.progress.grants if one.remedy in IN_MONEY]
                if granted:
                    raise MoneyGranted("say in unrelated_complaint_ids that it did not", field="complaint_id")
            unrelated = tuple(
                one for one in request.unrelated_complaint_ids if one not in known.unrelated_complaint_ids
            )
            if not is_new and not unrelated:
                return []
            return [
                ComplaintNamed(
                    complaint_id=request.complaint_id if is_new else "",
                    unrelated_complaint_ids=unrelated,
                    order_id=known.order_id,
                    customer_id=known.customer_id,
                    line_nos=_lines_of(request.complaint_id, known, given) if is_new else (),
                    named_by=request.by,
                    named_on=request.on,
                )
            ]
        case Refused() | Cancelled() | Expired() | Closed():
            raise ReturnIsDecided("it is over")
        case _:
            assert_never(current)


def _lines_of(complaint_id: str, asked: ReturnRequested, given: Given) -> tuple[int, ...]:
    """The lines of the return that the complaint is about; all, where it names none of them and will say so itself."""
    complaint = given.of(COMPLAINT, complaint_id)
    every = tuple(line.line_no for line in asked.lines)
    if isinstance(complaint, Unopened) or complaint.file.about.line_no not in every:
        return every
    return (complaint.file.about.line_no,)
