"""The stages of a dispute's life, and how each fact moves it on."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final, assert_never

from services.accounting.dispute.events import (
    ComplaintDecided,
    ComplaintReopened,
    ConcessionLapsed,
    ConcessionRefused,
    DisputeConceded,
    DisputeCreditCancelled,
    DisputeCredited,
    DisputeEvent,
    DisputeGranted,
    DisputeOpened,
    DisputeResumed,
    DisputeSettled,
    ReturnSettled,
)
from services.accounting.invoice.events import CreditedCharge, CreditedLine
from shared.kernel.clock import derived_id
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

FOR_US: Final = "for-us"
FOR_CUSTOMER: Final = "for-customer"
WITHDRAWN: Final = "withdrawn"
PAID: Final = "paid"
WRITTEN_OFF: Final = "written-off"
_CREDIT_NOTE: Final = re.compile(r"(?P<dispute>.+)\.credit[0-9]+")


@part
class Heard:
    """What is known of the goods that came back because of its complaint, and that care opened the complaint again.

    `credited` is what credit notes for them took off the invoice, by `credit_note_ids`; `returns` are the returns that
    are settled, with the day. `reopened_on` is when care last opened the complaint again. `cancelled_credits` are
    credit notes for returned goods that were cancelled: that these are settled says nothing then, and a person sees
    what is to be credited. Of the returns in `decided_anew`, with the day of that, care decides anew: they say nothing
    until they are settled on a later day.
    """

    credited: Money | None = None
    credit_note_ids: tuple[str, ...] = ()
    returns: Mapping[str, date] = field(default_factory=dict)
    reopened_on: date | None = None
    cancelled_credits: tuple[str, ...] = ()
    decided_anew: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_made_good(self) -> bool:
        """What came back because of it is settled, for the decision that care is at, and no credit for it cancelled."""
        return not self.lacks_credit and made_good(self.returns, self.reopened_on)

    @property
    def lacks_credit(self) -> bool:
        """Whether a credit for what came back was cancelled, and nothing that care decided anew has taken its place."""
        return bool(self.cancelled_credits) or any(
            self.returns.get(return_id, cancelled_on) <= cancelled_on
            for return_id, cancelled_on in self.decided_anew.items()
        )


@part
class Claim:
    """What is contested, and why. `concessions` counts the credit notes that were drafted for it.

    `granted_because` is why care decided for the customer, empty as long as it did not. What was heard of before it was
    opened is in the `credit_note_ids` and `returns` of `heard`, but not in its `credited`: by then it was off the
    invoice, as were the credits of an earlier opening; `credited_before` is what these took off. `is_reopened`: care
    has not decided for them since it last opened its complaint again.
    """

    invoice_id: str
    invoice_number: str
    customer_id: str
    amount: Money
    reason_code: str
    note: str
    raised_by: str
    reference: str
    opened_by: str
    opened_on: date
    concessions: int
    heard: Heard
    granted_because: str = ""
    credited_before: Money | None = None
    is_reopened: bool = False

    @property
    def contested(self) -> Money:
        """What of it is not credited yet."""
        nothing = Money.zero(self.amount.currency)
        return max(self.amount - (self.heard.credited or nothing), nothing)


@state
class NotOpened:
    """There is no dispute. Goods may have come back because of a complaint not heard of yet, or opened again."""

    heard: Heard


@state
class Open:
    """It waits for somebody to look into it."""

    claim: Claim


@state
class ToCredit:
    """Care decided for the customer: it waits for accounting to credit it, or for the credit of the returned goods.

    Or accounting conceded it, and another credit note took a part of that.
    """

    claim: Claim


@state
class Conceded:
    """It waits for its credit note to be approved, which takes back these lines and charges.

    `decided` is how care, or what came back, has ended it meanwhile: that counts where the credit note is not approved.
    """

    claim: Claim
    credit_note_id: str
    amount: Money
    lines: tuple[CreditedLine, ...] = ()
    charges: tuple[CreditedCharge, ...] = ()
    decided: ComplaintDecided | None = None


@state
class Settled:
    """It is over. The credit note's id is empty where there is none, and so is what was conceded.

    `decided` is what became of its complaint while the invoice was a loss, or paid.
    """

    claim: Claim
    outcome: str
    credit_note_id: str
    reason: str
    settled_by: str
    settled_on: date
    conceded: Money | None = None
    decided: ComplaintDecided | None = None


Dispute = NotOpened | Open | ToCredit | Conceded | Settled


def goods_dispute_of(complaint_id: str, invoice_id: str) -> str:
    """The id of the dispute of an invoice that bills goods of a complaint. Of one that it names, that is its own id."""
    return str(derived_id("dispute", complaint_id, invoice_id))


def credit_note_of(dispute_id: str, concession_no: int) -> str:
    """The id of the credit note of a concession."""
    return f"{dispute_id}.credit{concession_no}"


def dispute_of(credit_note_id: str) -> str:
    """The dispute that the credit note was drafted for; empty when it was for none."""
    found = _CREDIT_NOTE.fullmatch(credit_note_id)
    return found["dispute"] if found else ""


def made_good(returns: Mapping[str, date], reopened_on: date | None) -> bool:
    """Whether a return is settled that was not settled for an earlier decision: days say so, whatever is heard first.

    On the very day it was for the earlier one. Where that is wrong, a person still sees what is to be credited.
    """
    return any(reopened_on is None or settled_on > reopened_on for settled_on in returns.values())


def credited_for(dispute: Dispute) -> Money | None:
    """All that credit notes took off the invoice because of it, for returned goods or conceded; None without any."""
    match dispute:
        case NotOpened(heard=heard):
            return heard.credited
        case Settled(claim=claim, conceded=conceded):
            parts = (claim.credited_before, claim.heard.credited, conceded)
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim):
            parts = (claim.credited_before, claim.heard.credited, None)
        case _:
            assert_never(dispute)
    found = [one for one in parts if one is not None]
    return total(found, claim.amount.currency) if found else None


def heard_of(dispute: Dispute) -> Heard:
    """What was heard of its complaint, before it was opened or since."""
    match dispute:
        case NotOpened(heard=heard):
            return heard
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim) | Settled(claim=claim):
            return claim.heard
        case _:
            assert_never(dispute)


def evolve(dispute: Dispute, fact: DisputeEvent) -> Dispute:
    """The dispute after the fact. Never refuses; a fact that does not fit its stage leaves it as it is."""
    heard = heard_of(dispute)
    match fact:
        case DisputeOpened():
            return Open(claim=_claim(fact, dispute)) if isinstance(dispute, NotOpened | Settled) else dispute
        case DisputeGranted():
            return _granted(dispute, fact)
        case DisputeCredited():
            return _credited(dispute, fact)
        case ReturnSettled(return_id=return_id, settled_on=settled_on):
            return _with_heard(dispute, replace(heard, returns={**heard.returns, return_id: settled_on}))
        case ComplaintReopened(reopened_on=reopened_on):
            return _reopened(_with_heard(dispute, replace(heard, reopened_on=reopened_on)))
        case DisputeConceded():
            return _conceded(dispute, fact)
        case ConcessionLapsed():
            return ToCredit(claim=dispute.claim) if isinstance(dispute, Conceded) else dispute
        case ConcessionRefused():
            if not isinstance(dispute, Conceded):
                return dispute
            claim = dispute.claim
            return ToCredit(claim=claim) if claim.granted_because else Open(claim=claim)
        case DisputeSettled():
            return _settled(dispute, fact)
        case ComplaintDecided():
            return replace(dispute, decided=fact) if isinstance(dispute, Conceded | Settled) else dispute
        case DisputeResumed():
            return _resumed(dispute.claim, fact) if isinstance(dispute, Settled) else dispute
        case DisputeCreditCancelled():
            return _credit_cancelled(dispute, fact)
        case _:
            assert_never(fact)


def _with_heard(dispute: Dispute, heard: Heard) -> Dispute:
    match dispute:
        case NotOpened():
            return NotOpened(heard=heard)
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim) | Settled(claim=claim):
            return replace(dispute, claim=replace(claim, heard=heard))
        case _:
            assert_never(dispute)


def _claim(fact: DisputeOpened, before: NotOpened | Settled) -> Claim:
    """What was heard of early belongs to it; one that is opened again knows nothing of what settled it before.

    Where care opened its complaint again, the days say which returns are settled since.
    """
    early = before.heard if isinstance(before, NotOpened) else _heard_again(before.claim)
    return Claim(
        invoice_id=fact.invoice_id,
        invoice_number=fact.invoice_number,
        customer_id=fact.customer_id,
        amount=fact.amount,
        reason_code=fact.reason_code,
        note=fact.note,
        raised_by=fact.raised_by,
        reference=fact.reference,
        opened_by=fact.opened_by,
        opened_on=fact.opened_on,
        concessions=before.claim.concessions if isinstance(before, Settled) else 0,
        heard=replace(early, credited=None),
        credited_before=credited_for(before),
        is_reopened=before.claim.is_reopened if isinstance(before, Settled) else early.reopened_on is not None,
    )


def _heard_again(claim: Claim) -> Heard:
    return claim.heard if claim.is_reopened else Heard(reopened_on=claim.heard.reopened_on)


def _granted(dispute: Dispute, fact: DisputeGranted) -> Dispute:
    match dispute:
        case NotOpened():
            return dispute
        case Open(claim=claim) | ToCredit(claim=claim):
            return ToCredit(claim=_claim_granted(claim, fact))
        case Conceded(claim=claim):
            return replace(dispute, claim=_claim_granted(claim, fact), decided=None)
        case Settled(claim=claim):
            uncounted = replace(claim, heard=replace(claim.heard, credited=None))
            before = credited_for(replace(dispute, claim=uncounted))
            return ToCredit(claim=_claim_granted(replace(claim, credited_before=before), fact))
        case _:
            assert_never(dispute)


def _claim_granted(claim: Claim, fact: DisputeGranted) -> Claim:
    """What they are right about may be more than could be contested: the customer had paid a part of it."""
    amount = _with_credited(claim, fact.amount)
    return replace(claim, granted_because=fact.reason, amount=amount, is_reopened=False)


def _resumed(claim: Claim, fact: DisputeResumed) -> Open | ToCredit:
    amount = _with_credited(claim, fact.amount)
    resumed = replace(claim, amount=amount, granted_because=fact.granted_because)
    return ToCredit(claim=resumed) if fact.granted_because else Open(claim=resumed)


def _with_credited(claim: Claim, contested: Money) -> Money:
    """The amount of a claim of which so much is contested."""
    return contested if claim.heard.credited is None else contested + claim.heard.credited


def _credited(dispute: Dispute, fact: DisputeCredited) -> Dispute:
    heard = heard_of(dispute)
    credited = fact.amount if heard.credited is None else heard.credited + fact.amount
    credit_note_ids = (*heard.credit_note_ids, fact.credit_note_id)
    noted = _with_heard(dispute, replace(heard, credited=credited, credit_note_ids=credit_note_ids))
    match noted:
        case Settled(credit_note_id="", conceded=None, outcome=outcome) if outcome == FOR_CUSTOMER:
            # care told of the end on one topic, and of the credit on another, which came later
            return replace(noted, credit_note_id=fact.credit_note_id)
        case NotOpened() | Open() | ToCredit() | Conceded() | Settled():
            return noted
        case _:
            assert_never(noted)


def _credit_cancelled(dispute: Dispute, fact: DisputeCreditCancelled) -> Dispute:
    """Of what was heard of before the dispute was opened only the id is known."""
    heard = heard_of(dispute)
    kept = tuple(one for one in heard.credit_note_ids if one != fact.credit_note_id)
    credited = heard.credited
    if credited is not None:
        credited = max(credited - fact.amount, Money.zero(fact.amount.currency))
    heard = replace(heard, credited=credited, credit_note_ids=kept)
    if fact.return_id:
        heard = replace(heard, decided_anew={**heard.decided_anew, fact.return_id: fact.cancelled_on})
    else:
        heard = replace(heard, cancelled_credits=(*heard.cancelled_credits, fact.credit_note_id))
    noted = _with_heard(dispute, heard)
    match noted:
        case Conceded(decided=ComplaintDecided(outcome=outcome)) if outcome == FOR_CUSTOMER:
            return replace(noted, decided=None)  # it is not made good after all
        case NotOpened() | Open() | ToCredit() | Conceded() | Settled():
            return noted
        case _:
            assert_never(noted)


def _reopened(dispute: Dispute) -> Dispute:
    match dispute:
        case NotOpened():
            return dispute
        case Open(claim=claim) | ToCredit(claim=claim):
            return replace(dispute, claim=replace(claim, is_reopened=True))
        case Conceded(claim=claim) | Settled(claim=claim):
            return replace(dispute, claim=replace(claim, is_reopened=True), decided=None)
        case _:
            assert_never(dispute)


def _conceded(dispute: Dispute, fact: DisputeConceded) -> Dispute:
    match dispute:
        case Open(claim=claim) | ToCredit(claim=claim):
            return Conceded(
                claim=replace(claim, concessions=fact.concession_no),
                credit_note_id=fact.credit_note_id,
                amount=fact.amount,
                lines=fact.lines,
                charges=fact.charges,
            )
        case NotOpened() | Conceded() | Settled():
            return dispute
        case _:
            assert_never(dispute)


def _settled(dispute: Dispute, fact: DisputeSettled) -> Dispute:
    match dispute:
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim):
            return Settled(
                claim=claim,
                outcome=fact.outcome,
                credit_note_id=dispute.credit_note_id if isinstance(dispute, Conceded) else fact.credit_note_id,
                reason=fact.reason,
                settled_by=fact.settled_by,
                settled_on=fact.settled_on,
                conceded=dispute.amount if isinstance(dispute, Conceded) else None,
            )
        case NotOpened() | Settled():
            return dispute
        case _:
            assert_never(dispute)
