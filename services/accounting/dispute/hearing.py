"""What care decides about a complaint, and what becomes of the goods that came back because of it."""

from datetime import date
from typing import Final, assert_never

from services.accounting.dispute.claiming import Contested, comes_to, creditable, opened_by_care, theirs
from services.accounting.dispute.events import (
    ComplaintDecided,
    ConcessionLapsed,
    DisputeCredited,
    DisputeEvent,
    DisputeGranted,
    ReturnSettled,
)
from services.accounting.dispute.settling import ended_meanwhile, lapsed, made_good_by, settled
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    PAID,
    WRITTEN_OFF,
    Claim,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
    credited_for,
    heard_of,
    made_good,
)
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import command

RETURNS_SETTLED: Final = "the returned goods are settled"


@command
class HearDisputeEnded:
    """Care decided about its complaint, or the customer withdrew it. Given the invoice, where `contested` is said.

    That is what the complaint is about: to be credited where care decides for the customer, though nothing of it could
    be contested, because it was paid. `awaits_returns`: goods that come back because of it are still under way.
    `is_moved`: the complaint is about something else than this invoice, and so is what was conceded because of it.
    """

    outcome: str
    reason: str
    by: str
    on: date
    contested: Contested | None = None
    awaits_returns: bool = False
    is_moved: bool = False


@command
class NoteReturnCredited:
    """A credit note for goods that came back because of the complaint took so much off the invoice."""

    invoice_id: str
    credit_note_id: str
    number: str
    amount: Money
    on: date


@command
class NoteReturnSettled:
    """All that came back with a return because of the complaint is settled, one way or another."""

    return_id: str
    on: date


def hear_dispute_ended(request: HearDisputeEnded, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """Never refused. Who is right by care stays undunned until it is credited.

    While a credit note waits, that is decided first: what care says counts where it is not approved.
    """
    if request.outcome == FOR_CUSTOMER:
        return _granted(request, dispute, given)
    match dispute:
        case Open(claim=claim) | ToCredit(claim=claim):
            return [settled(claim, request.outcome, request.reason, request.by, request.on)]
        case Conceded(claim=claim) if request.is_moved:
            gone = lapsed(dispute, by_credit_note_id="", left=claim.contested, reason=request.reason, on=request.on)
            return [gone, settled(claim, request.outcome, request.reason, request.by, request.on)]
        case Conceded(claim=claim):
            return _decided(request, dispute, claim.contested)
        case Settled(claim=claim):
            return _too_early(request, dispute, claim.contested)
        case NotOpened():
            return []
        case _:
            assert_never(dispute)


def _too_early(request: HearDisputeEnded, dispute: Settled, amount: Money) -> list[DisputeEvent]:
    """Noted for when the write-off, or the payment, that ended it is taken back."""
    return _decided(request, dispute, amount) if dispute.outcome in (WRITTEN_OFF, PAID) else []


def _decided(request: HearDisputeEnded, dispute: Conceded | Settled, amount: Money) -> list[DisputeEvent]:
    if dispute.decided is not None and dispute.decided.outcome == request.outcome:
        return []
    return [
        ComplaintDecided(
            outcome=request.outcome,
            amount=amount,
            reason=request.reason,
            decided_by=request.by,
            decided_on=request.on,
        )
    ]


def _granted(request: HearDisputeEnded, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    match dispute:
        case Open(claim=claim) if claim.heard.is_made_good and not request.awaits_returns:
            return [_by_return(claim, request.reason, request.by, request.on)]
        case Conceded(claim=claim) if claim.heard.is_made_good and not request.awaits_returns:
            return _decided(request, dispute, claim.contested)
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim):
            if claim.granted_because and not claim.is_reopened:
                return []
            worth = _creditable(request, dispute, given)
            amount = claim.contested if worth is None else max(worth, claim.contested)
            return [_grant(request, claim.invoice_id, amount)]
        case Settled(claim=claim) if request.contested is None or request.contested.invoice_id == claim.invoice_id:
            # Whoever settled it, or paid, before care decided: there may be something to credit after all.
            worth = _creditable(request, dispute, given)
            amount = claim.contested if worth is None else worth
            if not _is_made_good(dispute, request) and amount.minor > 0:
                return [_grant(request, claim.invoice_id, amount)]
            return _too_early(request, dispute, _worth(request, dispute, given) or claim.contested)
        case NotOpened(heard=heard) if heard.is_made_good and not request.awaits_returns:
            return []
        case NotOpened() | Settled():
            return _opened_to_credit(request, dispute, given)
        case _:
            assert_never(dispute)


def _is_made_good(dispute: Settled, request: HearDisputeEnded) -> bool:
    """All the goods came back, accounting credited what it conceded, or what care had granted was credited.

    Not after care opened the complaint again: what it grants then beyond that is to be credited.
    """
    claim = dispute.claim
    has_credit = dispute.conceded is not None or bool(claim.granted_because)
    came_back = claim.heard.is_made_good and not request.awaits_returns
    return came_back or (dispute.outcome == FOR_CUSTOMER and has_credit and not claim.is_reopened)


def _opened_to_credit(request: HearDisputeEnded, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """What could not be contested when the complaint was heard, because nothing of it was open, is to be credited."""
    contested, amount = request.contested, _creditable(request, dispute, given)
    invoice = None if contested is None else theirs(contested, given)
    if contested is None or invoice is None or amount is None or amount.minor <= 0:
        return []
    opened = opened_by_care(contested, invoice, amount, note=request.reason, by=request.by, on=request.on)
    return [opened, _grant(request, contested.invoice_id, amount)]


def _creditable(request: HearDisputeEnded, dispute: Dispute, given: Given) -> Money | None:
    """What of the invoice the complaint is about, paid or not, as far as it may be credited; None of no invoice."""
    invoice = None if request.contested is None else theirs(request.contested, given)
    if request.contested is None or invoice is None:
        return None
    return creditable(request.contested, invoice, credited_for(dispute))


def _worth(request: HearDisputeEnded, dispute: Dispute, given: Given) -> Money | None:
    """What it comes to, were nothing of the invoice a loss or contested otherwise; None of no invoice."""
    invoice = None if request.contested is None else theirs(request.contested, given)
    if request.contested is None or invoice is None:
        return None
    return comes_to(request.contested, invoice, credited_for(dispute))


def _grant(request: HearDisputeEnded, invoice_id: str, amount: Money) -> DisputeGranted:
    return DisputeGranted(
        invoice_id=invoice_id,
        amount=amount,
        reason=request.reason,
        granted_by=request.by,
        granted_on=request.on,
    )


def note_return_credited(request: NoteReturnCredited, dispute: Dispute) -> list[DisputeEvent]:
    """So much less is contested. Where nothing is left, the customer has what they were right about.

    Remembered where the return was heard of before its complaint. What is conceded beyond what is left has lapsed.
    """
    known = heard_of(dispute).credit_note_ids
    if request.credit_note_id in known:
        return []
    match dispute:
        case NotOpened():
            return [_credited(request, Money.zero(request.amount.currency))]
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim) | Settled(claim=claim):
            left = max(claim.contested - request.amount, Money.zero(claim.amount.currency))
            facts: list[DisputeEvent] = [_credited(request, left)]
            if isinstance(dispute, Conceded):
                if dispute.amount <= left:
                    return facts
                facts.append(_lapsed(request, dispute, left))
                if left:
                    heard = replace(claim.heard, credit_note_ids=(*known, request.credit_note_id))
                    noted = replace(dispute, claim=replace(claim, heard=heard))
                    return [*facts, *ended_meanwhile(noted, request.on)]
            if isinstance(dispute, Settled) or left:
                return facts
            over = settled(claim, FOR_CUSTOMER, "the returned goods are credited", "", request.on)
            return [*facts, replace(over, credit_note_id=request.credit_note_id)]
        case _:
            assert_never(dispute)


def _lapsed(request: NoteReturnCredited, dispute: Conceded, left: Money) -> ConcessionLapsed:
    why = f"credit note {request.number} is for goods that came back because of it; {left} is contested still"
    return lapsed(dispute, by_credit_note_id=request.credit_note_id, left=left, reason=why, on=request.on)


def _credited(request: NoteReturnCredited, left: Money) -> DisputeCredited:
    return DisputeCredited(
        invoice_id=request.invoice_id,
        credit_note_id=request.credit_note_id,
        amount=request.amount,
        left=left,
        credited_on=request.on,
    )


def note_return_settled(request: NoteReturnSettled, dispute: Dispute) -> list[DisputeEvent]:
    """Ends it where care has decided for the customer; before that, or before its complaint is heard of, that will.

    While a credit note waits, it ends where that is not approved.
    What was settled before care opened its complaint again ends nothing since. A return that is settled anew, on
    another day, is noted again. One that is known ends what waited for another that brought nothing. Nothing ends while
    care decides anew about one of which the credit note was cancelled.
    """
    heard = heard_of(dispute)
    facts: list[DisputeEvent] = []
    if heard.returns.get(request.return_id) != request.on:
        facts.append(ReturnSettled(return_id=request.return_id, settled_on=request.on))
    after = replace(heard, returns={**heard.returns, request.return_id: request.on})
    if after.lacks_credit or not made_good({request.return_id: request.on}, heard.reopened_on):
        return facts
    match dispute:
        case ToCredit(claim=claim):
            return [*facts, _by_return(claim, RETURNS_SETTLED, "", request.on)]
        case Conceded(claim=claim) if claim.granted_because:
            ended = HearDisputeEnded(outcome=FOR_CUSTOMER, reason=RETURNS_SETTLED, by="", on=request.on)
            return [*facts, *_decided(ended, dispute, claim.contested)]
        case NotOpened() | Open() | Conceded() | Settled():
            return facts
        case _:
            assert_never(dispute)


def _by_return(claim: Claim, reason: str, by: str, on: date) -> DisputeEvent:
    return made_good_by(claim, settled(claim, FOR_CUSTOMER, reason, by, on))
