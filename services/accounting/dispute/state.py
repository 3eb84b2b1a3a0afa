"""The stages of a dispute's life, and how each fact moves it on."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final, TypeVar, assert_never

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
class Claim:
    """What is contested, and why. `concessions` counts the credit notes that were drafted for it.

    `credited` is what credit notes for returned goods took back of it, by `credit_note_ids`; `returns` are the returns
    because of it that are settled, with the day. `granted_because` is why care decided for the customer, empty as long
    as it did not. What was heard of before it was opened is in `credit_note_ids` and `returns`, but not in `credited`:
    by then it was off the invoice, as were the credits of an earlier opening; `credited_before` is what these took off.
    `reopened_on` is when care last opened its complaint again; `is_reopened`: it has not decided for them since.
    `cancelled_credits` are credit notes for returned goods that were cancelled: that these are settled says nothing
    then, and a person sees what is to be credited. Of the returns in `decided_anew`, with the day of that, care decides
    anew: they say nothing until they are settled on a later day.
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
    credited: Money | None = None
    credit_note_ids: tuple[str, ...] = ()
    returns: Mapping[str, date] = field(default_factory=dict)
    granted_because: str = ""
    credited_before: Money | None = None
    reopened_on: date | None = None
    is_reopened: bool = False
    cancelled_credits: tuple[str, ...] = ()
    decided_anew: Mapping[str, date] = field(default_factory=dict)

    @property
    def contested(self) -> Money:
        """What of it is not credited yet."""
        nothing = Money.zero(self.amount.currency)
        return max(self.amount - (self.credited or nothing), nothing)

    @property
    def is_made_good(self) -> bool:
        """What came back because of it is settled, for the decision that care is at, and no credit for it cancelled."""
        return not lacks_credit(self) and made_good(self.returns, self.reopened_on)


@state
class NotOpened:
    """There is no dispute. Goods may have come back because of a complaint that was not heard of yet, or was reopened.

    `credited` is what credit notes took off the invoice for them, `returns` are those that are settled, with the day.
    """

    credited: Money | None = None
    credit_note_ids: tuple[str, ...] = ()
    returns: Mapping[str, date] = field(default_factory=dict)
    reopened_on: date | None = None
    cancelled_credits: tuple[str, ...] = ()
    decided_anew: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_made_good(self) -> bool:
        """As of a claim."""
        return not lacks_credit(self) and made_good(self.returns, self.reopened_on)


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


def lacks_credit(known: Claim | NotOpened) -> bool:
    """Whether a credit for what came back was cancelled, and nothing that care decided anew has taken its place."""
    return bool(known.cancelled_credits) or any(
        known.returns.get(return_id, cancelled_on) <= cancelled_on
        for return_id, cancelled_on in known.decided_anew.items()
    )


def credited_for(dispute: Dispute) -> Money | None:
    """All that credit notes took off the invoice because of it, for returned goods or conceded; None without any."""
    match dispute:
        case NotOpened(credited=credited):
            return credited
        case Settled(claim=claim, conceded=conceded):
            parts = (claim.credited_before, claim.credited, conceded)
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim):
            parts = (claim.credited_before, claim.credited, None)
        case _:
            assert_never(dispute)
    found = [one for one in parts if one is not None]
    return total(found, claim.amount.currency) if found else None


def claim_of(dispute: Dispute) -> Claim | None:
    """What is, or was, contested."""
    match dispute:
        case NotOpened():
            return None
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim) | Settled(claim=claim):
            return claim
        case _:
            assert_never(dispute)


def evolve(dispute: Dispute, fact: DisputeEvent) -> Dispute:
    """The dispute after the fact. Never refuses; a fact that does not fit its stage leaves it as it is."""
    match fact, dispute:
        case DisputeOpened(), (NotOpened() | Settled()):
            return Open(claim=_claim(fact, dispute))
        case DisputeGranted(), (Open(claim=claim) | ToCredit(claim=claim)):
            return ToCredit(claim=_granted(claim, fact))
        case DisputeGranted(), Settled(claim=claim):
            before = credited_for(replace(dispute, claim=replace(claim, credited=None)))
            return ToCredit(claim=_granted(replace(claim, credited_before=before), fact))
        case DisputeGranted(), Conceded(claim=claim):
            return replace(dispute, claim=_granted(claim, fact), decided=None)
        case ((DisputeCredited() | ReturnSettled()), NotOpened()):
            return _noted(dispute, fact)
        case ComplaintReopened(reopened_on=reopened_on), NotOpened():
            return replace(dispute, reopened_on=reopened_on)
        case ComplaintReopened(reopened_on=reopened_on), (Open() | ToCredit() | Conceded() | Settled()):
            again = replace(dispute, claim=replace(dispute.claim, reopened_on=reopened_on, is_reopened=True))
            return replace(again, decided=None) if isinstance(again, Conceded | Settled) else again
        case ComplaintDecided(), (Conceded() | Settled()):
            return replace(dispute, decided=fact)
        case DisputeResumed(), Settled(claim=claim):
            return _resumed(claim, fact)
        case DisputeCredited(), Settled(credit_note_id="", conceded=None, outcome=outcome) if outcome == FOR_CUSTOMER:
            # care told of the end on one topic, and of the credit on another, which came later
            return replace(dispute, claim=_noted(dispute.claim, fact), credit_note_id=fact.credit_note_id)
        case ((DisputeCredited() | ReturnSettled()), (Open() | ToCredit() | Conceded() | Settled())):
            return replace(dispute, claim=_noted(dispute.claim, fact))
        case DisputeCreditCancelled(), NotOpened():
            return _not_credited(dispute, fact)
        case DisputeCreditCancelled(), Conceded(decided=ComplaintDecided(outcome=outcome)) if outcome == FOR_CUSTOMER:
            return replace(
                dispute, claim=_not_credited(dispute.claim, fact), decided=None
            )  # it is not made good after all
        case DisputeCreditCancelled(), (Open() | ToCredit() | Conceded() | Settled()):
            return replace(dispute, claim=_not_credited(dispute.claim, fact))
        case DisputeConceded(credit_note_id=credit_note_id, amount=amount), (Open(claim=claim) | ToCredit(claim=claim)):
            counted = replace(claim, concessions=fact.concession_no)
            return Conceded(
                claim=counted,
                credit_note_id=credit_note_id,
                amount=amount,
                lines=fact.lines,
                charges=fact.charges,
            )
        case ConcessionLapsed(), Conceded(claim=claim):
            return ToCredit(claim=claim)
        case ConcessionRefused(), Conceded(claim=claim):
            return ToCredit(claim=claim) if claim.granted_because else Open(claim=claim)
        case DisputeSettled(), (Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim)):
            return Settled(
                claim=claim,
                outcome=fact.outcome,
                credit_note_id=dispute.credit_note_id if isinstance(dispute, Conceded) else fact.credit_note_id,
                reason=fact.reason,
                settled_by=fact.settled_by,
                settled_on=fact.settled_on,
                conceded=dispute.amount if isinstance(dispute, Conceded) else None,
            )
        case _:
            return dispute


def _granted(claim: Claim, fact: DisputeGranted) -> Claim:
    """What they are right about may be more than could be contested: the customer had paid a part of it."""
    amount = fact.amount if claim.credited is None else fact.amount + claim.credited
    return replace(claim, granted_because=fact.reason, amount=amount, is_reopened=False)


def _resumed(claim: Claim, fact: DisputeResumed) -> Open | ToCredit:
    amount = fact.amount if claim.credited is None else fact.amount + claim.credited
    resumed = replace(claim, amount=amount, granted_because=fact.granted_because)
    return ToCredit(claim=resumed) if fact.granted_because else Open(claim=resumed)


Noting = TypeVar("Noting", Claim, NotOpened)


def _noted(noting: Noting, fact: DisputeCredited | ReturnSettled) -> Noting:
    match fact:
        case DisputeCredited(credit_note_id=credit_note_id, amount=amount):
            credited = amount if noting.credited is None else noting.credited + amount
            return replace(noting, credited=credited, credit_note_ids=(*noting.credit_note_ids, credit_note_id))
        case ReturnSettled(return_id=return_id, settled_on=settled_on):
            return replace(noting, returns={**noting.returns, return_id: settled_on})
        case _:
            assert_never(fact)


def _not_credited(noting: Noting, fact: DisputeCreditCancelled) -> Noting:
    """Of what was heard of before the dispute was opened only the id is known."""
    kept = tuple(one for one in noting.credit_note_ids if one != fact.credit_note_id)
    credited = noting.credited
    if credited is not None:
        credited = max(credited - fact.amount, Money.zero(fact.amount.currency))
    less = replace(noting, credited=credited, credit_note_ids=kept)
    if fact.return_id:
        return replace(less, decided_anew={**noting.decided_anew, fact.return_id: fact.cancelled_on})
    return replace(less, cancelled_credits=(*noting.cancelled_credits, fact.credit_note_id))


def _claim(fact: DisputeOpened, before: NotOpened | Settled) -> Claim:
    """What was heard of early belongs to it; one that is opened again knows nothing of what settled it before.

    Where care opened its complaint again, the days say which returns are settled since.
    """
    early = before if isinstance(before, NotOpened) else _again(before.claim)
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
        credit_note_ids=early.credit_note_ids,
        returns=early.returns,
        credited_before=credited_for(before),
        reopened_on=early.reopened_on,
        is_reopened=before.claim.is_reopened if isinstance(before, Settled) else before.reopened_on is not None,
        cancelled_credits=early.cancelled_credits,
        decided_anew=early.decided_anew,
    )


def _again(claim: Claim) -> NotOpened:
    if not claim.is_reopened:
        return NotOpened(reopened_on=claim.reopened_on)
    return NotOpened(
        credit_note_ids=claim.credit_note_ids,
        returns=claim.returns,
        reopened_on=claim.reopened_on,
        cancelled_credits=claim.cancelled_credits,
        decided_anew=claim.decided_anew,
    )
