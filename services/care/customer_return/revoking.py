"""A remedy that was granted wrongly is taken back, as far as nothing of it was carried out.

Whether goods have left, only the warehouse knows: it gives back what it can, and answers with how many units that is.
A credit is carried out as soon as accounting hears of it: a credit note that was wrong is cancelled there, and told.
"""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.care.customer_return.events import (
    Remedy,
    RemedyRevoked,
    ReturnEvent,
    RevocationRefused,
    RevocationRequested,
)
from services.care.customer_return.naming import IN_MONEY, ReturnUnknown
from services.care.customer_return.progress import NOTHING, Grant
from services.care.customer_return.settling import heard, with_closing
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    Let,
    NotRequested,
    Refused,
    Requested,
)
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

BY_ACCOUNTING: Final = "accounting"


class GrantUnknown(Rejection):
    """Nothing is granted under that id, or nothing any more."""

    code = "care.return.grant-unknown"
    ground = Ground.NOT_FOUND


class RemedyCarriedOut(Rejection):
    """The customer has the goods, or the credit."""

    code = "care.return.remedy-carried-out"


@command
class RevokeRemedy:
    """It was granted wrongly: the customer is to get something else, or nothing, for these units."""

    revocation_id: str
    grant_id: str
    reason: str
    by: str
    on: date


@command
class NoteGoodsKeptBack:
    """The warehouse answered: so many of the granted units do not leave any more."""

    revocation_id: str
    quantity: Decimal
    on: date


@command
class NoteCreditCancelled:
    """Accounting cancelled the credit note of a grant, for that reason, and issues no other in its place."""

    credit_note_id: str
    grant_id: str
    reason: str
    on: date


def revoke_remedy(request: RevokeRemedy, current: CustomerReturn) -> list[ReturnEvent]:
    """Once, as long as the warehouse has not answered. Units that are scrap never left us: they are open again."""
    known, grant = _granted(request, current)
    if grant is None:
        return []
    if grant.remedy in IN_MONEY:
        raise RemedyCarriedOut("it is credited by now: have the credit note cancelled in accounting")
    asked = asked_back(request.revocation_id, grant, grant.quantity, request.reason, request.by, request.on)
    if grant.remedy is Remedy.SCRAP:
        revoked = taken_back(request.revocation_id, grant, grant.quantity, request.on)
        return with_closing(known, [asked, revoked], request.on)
    if not grant.owed:
        raise RemedyCarriedOut("the customer has the goods")
    return [asked]


def _granted(request: RevokeRemedy, current: CustomerReturn) -> tuple[Let, Grant | None]:
    """The grant that is to be taken back; None where that was asked already.

    Raises ReturnUnknown, GrantUnknown.
    """
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested() | Refused():
            raise GrantUnknown("nothing is granted yet", field="grant_id")
        case Approved() | Cancelled() | Expired() | Closed():
            asked = current.progress.revocations
            if any(request.revocation_id == one.revocation_id for one in asked):
                return current, None
            if any(request.grant_id == one.grant_id and one.is_open for one in asked):
                return current, None
            grant = next((one for one in current.progress.grants if one.grant_id == request.grant_id), None)
            if grant is None:
                raise GrantUnknown(f"{request.grant_id} is no grant of this return", field="grant_id")
            return current, grant
        case _:
            assert_never(current)


def note_goods_kept_back(request: NoteGoodsKeptBack, current: CustomerReturn) -> list[ReturnEvent]:
    """Never more than is still to be delivered; where that is nothing, the customer keeps what was granted."""
    known = heard(current)
    if known is None:
        return []
    asked = next((one for one in known.progress.revocations if one.revocation_id == request.revocation_id), None)
    if asked is None or not asked.is_open:
        return []
    grant = next((one for one in known.progress.grants if one.grant_id == asked.grant_id), None)
    quantity = NOTHING if grant is None else min(request.quantity, grant.owed)
    if grant is None or not quantity:
        return [
            RevocationRefused(
                revocation_id=asked.revocation_id,
                grant_id=asked.grant_id,
                reason="all of it has left, or is picked",
                refused_on=request.on,
            )
        ]
    return with_closing(known, [taken_back(asked.revocation_id, grant, quantity, request.on)], request.on)


def note_credit_cancelled(request: NoteCreditCancelled, current: CustomerReturn) -> list[ReturnEvent]:
    """Once: two persons decided it there. The customer has neither goods nor money, so that it is open again."""
    known = heard(current)
    if known is None:
        return []
    money = (one for one in known.progress.grants if one.remedy in IN_MONEY)
    grant = next((one for one in money if one.grant_id == request.grant_id), None)
    if grant is None:
        return []
    asked = asked_back(request.credit_note_id, grant, grant.quantity, request.reason, BY_ACCOUNTING, request.on)
    revoked = taken_back(request.credit_note_id, grant, grant.quantity, request.on)
    return with_closing(known, [asked, revoked], request.on)


def asked_back(
    revocation_id: str, grant: Grant, quantity: Decimal, reason: str, by: str, on: date
) -> RevocationRequested:
    """That so many of the granted units are to be taken back."""
    return RevocationRequested(
        revocation_id=revocation_id,
        grant_id=grant.grant_id,
        item=replace(grant.item, quantity=quantity),
        remedy=grant.remedy,
        reason=reason,
        requested_by=by,
        requested_on=on,
    )


def taken_back(revocation_id: str, grant: Grant, quantity: Decimal, on: date) -> RemedyRevoked:
    """That the customer does not get so many of the granted units."""
    item = replace(grant.item, quantity=quantity)
    return RemedyRevoked(revocation_id=revocation_id, grant_id=grant.grant_id, item=item, revoked_on=on)
