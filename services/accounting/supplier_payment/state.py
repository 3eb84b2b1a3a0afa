"""The stages of a supplier payment's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.accounting.supplier_payment.events import (
    PayableLine,
    SupplierClearingTakenBack,
    SupplierPaymentApproved,
    SupplierPaymentArrived,
    SupplierPaymentCleared,
    SupplierPaymentEvent,
    SupplierPaymentFailed,
    SupplierPaymentProposed,
    SupplierPaymentRefused,
    SupplierPaymentSent,
    SupplierPaymentSucceeded,
    SupplierRefundReceived,
)
from shared.kernel.money import Money
from shared.kernel.shapes import part, state


@part
class Proposal:
    """What is to be paid to whom, as it was proposed. It never changes: another amount is another payment.

    Of less than nothing, the supplier paid it back to us, and nobody had to propose it.
    """

    supplier_id: str
    lines: tuple[PayableLine, ...]
    amount: Money
    pay_on: date
    proposed_by: str

    @property
    def payable_ids(self) -> tuple[str, ...]:
        """The payables that it pays."""
        return tuple(line.payable_id for line in self.lines)


@state
class NotProposed:
    """There is no such payment."""


@state
class Proposed:
    """Waiting for somebody else's approval."""

    proposal: Proposal


@state
class Refused:
    """Will not be paid."""

    proposal: Proposal
    refused_by: str
    reason: str


@state
class Approved:
    """May be sent to the bank."""

    proposal: Proposal
    approved_by: str


@state
class Sent:
    """The bank has it."""

    proposal: Proposal
    approved_by: str
    entry_id: str
    sent_on: date


@state
class Succeeded:
    """The bank carried it out."""

    proposal: Proposal
    approved_by: str
    entry_id: str
    sent_on: date
    confirmed_on: date


@state
class Failed:
    """The bank did not carry it out."""

    proposal: Proposal
    approved_by: str
    sent_on: date
    reason: str


@state
class Cleared:
    """Came to nothing: its payables were cleared against each other by the one who asked for it."""

    proposal: Proposal
    cleared_on: date


@state
class TakenBack:
    """Was cleared, and should not have been."""

    proposal: Proposal
    taken_back_by: str
    reason: str


SupplierPayment = NotProposed | Proposed | Refused | Approved | Sent | Succeeded | Failed | Cleared | TakenBack


def evolve(payment: SupplierPayment, fact: SupplierPaymentEvent) -> SupplierPayment:
    """The payment after the fact. Never refuses; a fact that does not fit its stage leaves it as it is."""
    match fact, payment:
        case SupplierPaymentProposed(), _:
            return Proposed(
                proposal=Proposal(
                    supplier_id=fact.supplier_id,
                    lines=fact.lines,
                    amount=fact.amount,
                    pay_on=fact.pay_on,
                    proposed_by=fact.proposed_by,
                )
            )
        case SupplierPaymentApproved(approved_by=approved_by), Proposed(proposal=proposal):
            return Approved(proposal=proposal, approved_by=approved_by)
        case SupplierPaymentRefused(refused_by=refused_by, reason=reason), (Proposed() | Approved()):
            return Refused(proposal=payment.proposal, refused_by=refused_by, reason=reason)
        case SupplierPaymentSent(entry_id=entry_id, sent_on=sent_on), Approved():
            return Sent(proposal=payment.proposal, approved_by=payment.approved_by, entry_id=entry_id, sent_on=sent_on)
        case SupplierPaymentSucceeded(confirmed_on=confirmed_on), Sent():
            return _succeeded(payment, payment.entry_id, confirmed_on)
        case SupplierPaymentFailed(reason=reason), (Sent() | Succeeded()):
            return Failed(
                proposal=payment.proposal, approved_by=payment.approved_by, sent_on=payment.sent_on, reason=reason
            )
        case SupplierPaymentArrived(entry_id=entry_id, confirmed_on=confirmed_on), Failed():
            return _succeeded(payment, entry_id, confirmed_on)
        case SupplierPaymentCleared(), _:
            return _cleared(fact)
        case SupplierRefundReceived(), _:
            return _paid_back(fact)
        case SupplierClearingTakenBack(taken_back_by=by, reason=reason), Cleared(proposal=proposal):
            return TakenBack(proposal=proposal, taken_back_by=by, reason=reason)
        case (
            (
                SupplierPaymentApproved()
                | SupplierPaymentRefused()
                | SupplierPaymentSent()
                | SupplierPaymentSucceeded()
                | SupplierPaymentFailed()
                | SupplierPaymentArrived()
                | SupplierClearingTakenBack()
            ),
            _,
        ):
            return payment
        case _:
            assert_never(fact)


def _cleared(fact: SupplierPaymentCleared) -> Cleared:
    proposal = Proposal(
        supplier_id=fact.supplier_id,
        lines=fact.lines,
        amount=Money.zero(fact.lines[0].amount.currency),
        pay_on=fact.cleared_on,
        proposed_by=fact.cleared_by,
    )
    return Cleared(proposal=proposal, cleared_on=fact.cleared_on)


def _paid_back(fact: SupplierRefundReceived) -> Succeeded:
    proposal = Proposal(
        supplier_id=fact.supplier_id,
        lines=fact.lines,
        amount=fact.amount,
        pay_on=fact.received_on,
        proposed_by=fact.noted_by,
    )
    return Succeeded(
        proposal=proposal,
        approved_by="",
        entry_id=fact.entry_id,
        sent_on=fact.received_on,
        confirmed_on=fact.received_on,
    )


def _succeeded(payment: Sent | Failed, entry_id: str, confirmed_on: date) -> Succeeded:
    return Succeeded(
        proposal=payment.proposal,
        approved_by=payment.approved_by,
        entry_id=entry_id,
        sent_on=payment.sent_on,
        confirmed_on=confirmed_on,
    )
