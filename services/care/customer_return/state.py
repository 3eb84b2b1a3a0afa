"""The stages of a return's life, and how each fact moves it on."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from typing import Final, assert_never

from services.care.customer_return.events import (
    AgreedPrice,
    Basis,
    ComplaintNamed,
    CreditGranted,
    GoodsCameBack,
    GoodsDelivered,
    Granted,
    Item,
    RefundGranted,
    Remedy,
    RemedyRevoked,
    RepairGranted,
    ReplacementGranted,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnEnded,
    ReturnEvent,
    ReturnExpired,
    ReturnReceiptCorrected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnResumed,
    RevocationRefused,
    RevocationRequested,
    ScrapAgreed,
    UnitsCharged,
    UnitsNotAccepted,
)
from services.care.customer_return.events_of_inspections import InspectionCorrected, ReturnInspected
from services.care.customer_return.inspecting import inspected, regraded
from services.care.customer_return.progress import (
    NOTHING,
    SENT,
    Arrival,
    Grant,
    ItemBalance,
    Progress,
    Revocation,
    changed,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Approval:
    """Who let the goods come, by which right, and until when; of a chargeable return, what was agreed with whom."""

    basis: Basis
    approved_by: str
    approved_on: date
    expected_by: date
    prices: tuple[AgreedPrice, ...] = ()
    agreed_with: str = ""

    def price_of(self, line_no: int) -> AgreedPrice | None:
        """What was agreed for the line; None in a return that is not chargeable."""
        return next((one for one in self.prices if one.line_no == line_no), None)


@state
class NotRequested:
    """There is no such return."""


@state
class Requested:
    """Waits for a second person."""

    request: ReturnRequested


@state
class Refused:
    """May not come."""

    request: ReturnRequested
    reason: str


@state
class Approved:
    """Goods may come, have come, or are being settled."""

    request: ReturnRequested
    approval: Approval
    progress: Progress


@state
class Cancelled:
    """The customer keeps the goods. `approval` is None when it was never approved."""

    request: ReturnRequested
    approval: Approval | None
    progress: Progress
    reason: str


@state
class Expired:
    """Nothing came in time."""

    request: ReturnRequested
    approval: Approval
    progress: Progress


@state
class Closed:
    """Settled."""

    request: ReturnRequested
    approval: Approval
    progress: Progress
    closed_on: date


Known = Requested | Refused | Approved | Cancelled | Expired | Closed
Let = Approved | Cancelled | Expired | Closed
"""Those in which goods may be on their way or have come."""
OVER: Final = (Refused, Cancelled, Expired, Closed)
"""Those of which nothing more is waited for."""
CustomerReturn = NotRequested | Known


def evolve(current: CustomerReturn, fact: ReturnEvent) -> CustomerReturn:
    """The return after the fact. Never refuses: what happened, happened."""
    if isinstance(fact, ReturnRequested):
        return Requested(request=fact)
    if isinstance(fact, ComplaintNamed):
        return current if isinstance(current, NotRequested) else _named(current, fact)
    match current:
        case NotRequested() | Refused():
            return current
        case Requested(request=request):
            return _decided(request, fact)
        case Approved() | Cancelled() | Expired() | Closed():
            return _moved_on(current, fact)
        case _:
            assert_never(current)


def _named(current: Known, fact: ComplaintNamed) -> Known:
    unrelated = tuple(dict.fromkeys((*current.request.unrelated_complaint_ids, *fact.unrelated_complaint_ids)))
    complaint_id = fact.complaint_id or current.request.complaint_id
    named = replace(current.request, complaint_id=complaint_id, unrelated_complaint_ids=unrelated)
    if fact.complaint_id:
        named = replace(named, complaint_line_nos=fact.line_nos)
    return replace(current, request=named)


def _decided(request: ReturnRequested, fact: ReturnEvent) -> CustomerReturn:
    match fact:
        case ReturnApproved():
            approval = Approval(
                basis=fact.basis,
                approved_by=fact.approved_by,
                approved_on=fact.approved_on,
                expected_by=fact.expected_by,
                prices=fact.prices,
                agreed_with=fact.agreed_with,
            )
            balances = tuple(ItemBalance(item=item) for item in fact.items)
            return Approved(request=request, approval=approval, progress=Progress(balances=balances))
        case ReturnRefused(reason=reason):
            return Refused(request=request, reason=reason)
        case ReturnCancelled(reason=reason):
            return Cancelled(request=request, approval=None, progress=Progress(balances=()), reason=reason)
        case _:
            return Requested(request=request)


def _moved_on(current: Let, fact: ReturnEvent) -> CustomerReturn:
    request, approval, progress = current.request, current.approval, current.progress
    if approval is None:
        return current
    match fact:
        case ReturnCancelled(items=items, reason=reason):
            return Cancelled(request=request, approval=approval, progress=_given_up(progress, items), reason=reason)
        case ReturnExpired(items=items):
            return _let(request, approval, _given_up(progress, items))
        case ReturnReceived(items=items):
            moved_on = _received(progress, fact)
            if not items:  # all of it was corrected before it was heard
                return replace(current, progress=moved_on)
            return Approved(request=request, approval=approval, progress=moved_on)
        case ReturnReceiptCorrected():
            return _let(request, approval, _corrected(progress, fact))
        case ReturnInspected():
            return replace(current, progress=inspected(progress, fact))
        case InspectionCorrected():
            return replace(current, progress=regraded(progress, fact))
        case (
            CreditGranted()
            | RefundGranted()
            | ReplacementGranted()
            | RepairGranted()
            | ScrapAgreed()
            | UnitsNotAccepted()
        ):
            return replace(current, progress=replace(progress, grants=(*progress.grants, grant_of(fact))))
        case GoodsDelivered() | GoodsCameBack():
            return _let(request, approval, _arrived(progress, fact))
        case RevocationRequested() | RevocationRefused():
            return replace(current, progress=_asked_back(progress, fact))
        case RemedyRevoked():
            return _let(request, approval, _revoked(progress, fact))
        case UnitsCharged():
            return replace(current, progress=replace(progress, charges=(*progress.charges, fact)))
        case ReturnClosed(closed_on=closed_on):
            return Closed(request=request, approval=approval, progress=progress, closed_on=closed_on)
        case ReturnRequested() | ComplaintNamed() | ReturnApproved() | ReturnRefused():
            return current
        case ReturnEnded() | ReturnResumed():
            return current
        case _:
            assert_never(fact)


def _let(request: ReturnRequested, approval: Approval, progress: Progress) -> Approved | Expired:
    """It goes on, unless nothing is left of it."""
    stage = Expired if progress.is_void else Approved
    return stage(request=request, approval=approval, progress=progress)


def with_ending(current: CustomerReturn, facts: list[ReturnEvent], on: date) -> list[ReturnEvent]:
    """The facts, and that the return ended by them or goes on again, where a complaint led to it."""
    after = reduce(evolve, facts, current)
    was_over, is_over = isinstance(current, OVER), isinstance(after, OVER)
    if isinstance(after, NotRequested) or was_over == is_over or not after.request.complaint_id:
        return facts
    if was_over:
        return [*facts, ReturnResumed(complaint_id=after.request.complaint_id, resumed_on=on)]
    ended = ReturnEnded(
        complaint_id=after.request.complaint_id,
        order_id=after.request.order_id,
        settled=isinstance(after, Closed),
        ended_on=on,
    )
    return [*facts, ended]


def grant_of(fact: Granted) -> Grant:
    """The grant that a fact made."""
    match fact:
        case CreditGranted():
            remedy = Remedy.CREDIT
        case RefundGranted():
            remedy = Remedy.REFUND
        case ReplacementGranted():
            remedy = Remedy.REPLACEMENT
        case RepairGranted():
            remedy = Remedy.REPAIR
        case ScrapAgreed():
            remedy = Remedy.SCRAP
        case UnitsNotAccepted():
            remedy = Remedy.RETURN_TO_CUSTOMER
        case _:
            assert_never(fact)
    return Grant(
        grant_id=fact.grant_id,
        item=fact.item,
        remedy=remedy,
        quantity=fact.item.quantity,
        owed=fact.item.quantity if remedy in SENT else NOTHING,
        reason=fact.reason,
        granted_by=fact.granted_by,
        granted_on=fact.granted_on,
        grade=fact.grade if isinstance(fact, UnitsNotAccepted) else None,
        in_advance=isinstance(fact, ReplacementGranted) and fact.in_advance,
    )


def _given_up(progress: Progress, items: Iterable[Item]) -> Progress:
    quantities = {item.item_no: item.quantity for item in items}
    balances = changed(
        progress, quantities, lambda one: replace(one, given_up=one.given_up + quantities[one.item.item_no])
    )
    return replace(progress, balances=balances)


def _received(progress: Progress, fact: ReturnReceived) -> Progress:
    came = {one.item_no: one.quantity for one in fact.items}
    late = {one.item_no: one.quantity for one in fact.late}

    def take(one: ItemBalance) -> ItemBalance:
        number = one.item.item_no
        return replace(one, received=one.received + came[number], given_up=one.given_up - late.get(number, NOTHING))

    arrivals = (
        Arrival(receipt_id=fact.receipt_id, item_no=number, quantity=quantity, late=late.get(number, NOTHING))
        for number, quantity in came.items()
    )
    return replace(
        progress,
        balances=changed(progress, came, take),
        receipts=(*progress.receipts, fact.receipt_id),
        arrivals=(*progress.arrivals, *arrivals),
    )


def _corrected(progress: Progress, fact: ReturnReceiptCorrected) -> Progress:
    fewer = {one.item_no: one.quantity for one in fact.items}
    late = {one.item_no: one.quantity for one in fact.given_up}

    def take_off(one: ItemBalance) -> ItemBalance:
        return replace(one, received=one.received - fewer[one.item.item_no])

    arrivals = (
        replace(
            one,
            quantity=one.quantity - fewer.get(one.item_no, NOTHING),
            late=one.late - late.get(one.item_no, NOTHING),
        )
        if one.receipt_id == fact.receipt_id
        else one
        for one in progress.arrivals
    )
    corrected = replace(progress, balances=changed(progress, fewer, take_off), arrivals=tuple(arrivals))
    return _given_up(corrected, fact.given_up)


def _asked_back(progress: Progress, fact: RevocationRequested | RevocationRefused) -> Progress:
    match fact:
        case RevocationRequested():
            asked = Revocation(
                revocation_id=fact.revocation_id,
                grant_id=fact.grant_id,
                reason=fact.reason,
                requested_by=fact.requested_by,
                requested_on=fact.requested_on,
            )
            return replace(progress, revocations=(*progress.revocations, asked))
        case RevocationRefused(reason=reason):
            return _answered(progress, fact.revocation_id, lambda one: replace(one, refused_because=reason))
        case _:
            assert_never(fact)


def _answered(progress: Progress, revocation_id: str, answer: Callable[[Revocation], Revocation]) -> Progress:
    revocations = (answer(one) if one.revocation_id == revocation_id else one for one in progress.revocations)
    return replace(progress, revocations=tuple(revocations))


def _revoked(progress: Progress, fact: RemedyRevoked) -> Progress:
    quantity = fact.item.quantity

    def less(grant: Grant) -> Grant:
        if grant.grant_id != fact.grant_id:
            return grant
        return replace(grant, quantity=grant.quantity - quantity, owed=max(grant.owed - quantity, NOTHING))

    grants = tuple(less(grant) for grant in progress.grants)
    answered = _answered(progress, fact.revocation_id, lambda one: replace(one, quantity=quantity))
    return replace(answered, grants=tuple(grant for grant in grants if grant.quantity))


def _arrived(progress: Progress, fact: GoodsDelivered | GoodsCameBack) -> Progress:
    def change(grant: Grant) -> Grant:
        if grant.grant_id != fact.grant_id:
            return grant
        match fact:
            case GoodsDelivered(item=item):
                return replace(grant, owed=grant.owed - item.quantity)
            case GoodsCameBack(quantity=quantity):
                return replace(grant, owed=grant.owed - quantity, quantity=grant.quantity - quantity)
            case _:
                assert_never(fact)

    grants = tuple(change(grant) for grant in progress.grants)
    return replace(
        progress,
        grants=tuple(grant for grant in grants if grant.quantity),
        shipments=(*progress.shipments, fact.shipment_id),
    )
