"""The stages of a payment's life, and how each fact moves it on."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.accounting.payment.events import (
    Allocation,
    ChargesCleared,
    ChargesRestored,
    CustomerCreditKept,
    CustomerCreditWithdrawn,
    PaymentAllocated,
    PaymentEvent,
    PaymentIdentified,
    PaymentReceived,
    PaymentReleased,
    PaymentReturned,
    PaymentVoided,
    RefundApproved,
    RefundFailed,
    RefundProposed,
    RefundReclaimed,
    RefundRefused,
)
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

PROPOSED, APPROVED, REFUSED, FAILED = "proposed", "approved", "refused", "failed"


@part
class Receipt:
    """What came in, as the bank told it; or from which credit note, when it is customer credit.

    `receipt_no` is above one when others were noted under its bank reference and voided before it. `stated_customer_id`
    is whom whoever noted it named, known to accounting or not.
    """

    amount: Money
    received_on: date
    reference: str
    payer: str
    bank_reference: str
    credit_note_number: str
    receipt_no: int = 1
    stated_customer_id: str = ""


@part
class ClearedCharges:
    """An amount that settles charges of the debtor's dunning case."""

    clearing_no: int
    case_id: str
    amount: Money


@part
class Refund:
    """Money to be given back: proposed, approved (then it has left), refused, or failed (then it has come back).

    `customer_id` is whose payment it was when it left, empty where nobody knew, and nothing of one that never left;
    `proposed_for` whose it was when it was proposed, empty where nobody knew.
    """

    refund_id: str
    amount: Money
    reason: str
    proposed_by: str
    status: str
    decided_by: str
    failed_because: str = ""
    customer_id: str | None = None
    proposed_for: str = ""


@state
class NotReceived:
    """Nothing came in under this reference."""


@state
class Unidentified:
    """Nobody knows whose money it is. The numbers of allocations go on where they were before it was released."""

    receipt: Receipt
    refunds: tuple[Refund, ...]
    last_allocation_no: int
    last_clearing_no: int

    @property
    def refunded(self) -> Money:
        """What has left again."""
        return _sum_of(self.refunds, self.receipt, APPROVED)

    @property
    def free(self) -> Money:
        """What neither has left nor is proposed to."""
        return self.receipt.amount - self.refunded - _sum_of(self.refunds, self.receipt, PROPOSED)


@state
class Identified:
    """A customer's money: part of it settles invoices, the rest is on account. `requests` were answered already."""

    receipt: Receipt
    customer_id: str
    allocations: tuple[Allocation, ...]
    refunds: tuple[Refund, ...]
    last_allocation_no: int
    requests: tuple[str, ...]
    cleared_charges: tuple[ClearedCharges, ...]
    last_clearing_no: int

    @property
    def allocated(self) -> Money:
        """What settles invoices."""
        return allocated_by(self.allocations, self.receipt.amount.currency)

    @property
    def refunded(self) -> Money:
        """What has left again."""
        return _sum_of(self.refunds, self.receipt, APPROVED)

    @property
    def cleared(self) -> Money:
        """What settles charges."""
        return total((one.amount for one in self.cleared_charges), self.receipt.amount.currency)

    @property
    def on_account(self) -> Money:
        """The customer's credit: what settles nothing and has not left, also while a refund of it waits."""
        return self.receipt.amount - self.allocated - self.cleared - self.refunded

    @property
    def free(self) -> Money:
        """What of the customer's credit is not proposed to be refunded."""
        return self.on_account - _sum_of(self.refunds, self.receipt, PROPOSED)


@state
class Returned:
    """The bank took it back. `reclaimed_from` is who owes what had been refunded of it."""

    receipt: Receipt
    customer_id: str
    refunds: tuple[Refund, ...]
    reason: str
    reclaimed_from: str = ""
    last_allocation_no: int = 0
    last_clearing_no: int = 0

    @property
    def refunded(self) -> Money:
        """What had left before: it is owed to us."""
        return _sum_of(self.refunds, self.receipt, APPROVED)


@state
class Voided:
    """It was entered in error, or its credit note was. The numbers of allocations and clearings go on after it."""

    receipt: Receipt
    reason: str
    last_allocation_no: int
    last_clearing_no: int


Payment = NotReceived | Unidentified | Identified | Returned | Voided


def allocated_by(allocations: Iterable[Allocation], currency: str) -> Money:
    """The sum of allocations."""
    return total((one.amount for one in allocations), currency)


def _sum_of(refunds: Iterable[Refund], receipt: Receipt, status: str) -> Money:
    return total((one.amount for one in refunds if one.status == status), receipt.amount.currency)


def evolve(payment: Payment, fact: PaymentEvent) -> Payment:
    """The payment after the fact. Never refuses; a fact that does not fit its stage leaves it as it is."""
    match fact:
        case PaymentReceived():
            return _received(payment, fact)
        case CustomerCreditKept():
            return Identified(
                receipt=Receipt(
                    amount=fact.amount,
                    received_on=fact.kept_on,
                    reference=fact.credit_note_number,
                    payer="",
                    bank_reference="",
                    credit_note_number=fact.credit_note_number,
                ),
                customer_id=fact.customer_id,
                allocations=(),
                refunds=(),
                last_allocation_no=0,
                requests=(),
                cleared_charges=(),
                last_clearing_no=0,
            )
        case CustomerCreditWithdrawn(reason=reason):
            return _withdrawn(payment, reason)
        case PaymentIdentified() | PaymentAllocated() | PaymentReleased() | PaymentReturned() | PaymentVoided():
            return _moved_on(payment, fact)
        case RefundReclaimed(customer_id=customer_id):
            return replace(payment, reclaimed_from=customer_id) if isinstance(payment, Returned) else payment
        case ChargesCleared() | ChargesRestored():
            return _cleared(payment, fact) if isinstance(payment, Identified) else payment
        case RefundFailed() if isinstance(payment, Returned):
            return replace(payment, refunds=_refunds_after(payment.refunds, fact))
        case RefundProposed() | RefundApproved() | RefundRefused() | RefundFailed():
            match payment:
                case Unidentified(refunds=refunds):
                    return replace(payment, refunds=_refunds_after(refunds, fact))
                case Identified(refunds=refunds, customer_id=customer_id):
                    return replace(payment, refunds=_refunds_after(refunds, fact, customer_id))
                case NotReceived() | Returned() | Voided():
                    return payment
                case _:
                    assert_never(payment)
        case _:
            assert_never(fact)


def _received(payment: Payment, fact: PaymentReceived) -> Payment:
    allocation_no, clearing_no = 0, 0
    if isinstance(payment, Voided):
        allocation_no, clearing_no = payment.last_allocation_no, payment.last_clearing_no
    receipt = Receipt(
        amount=fact.amount,
        received_on=fact.received_on,
        reference=fact.reference,
        payer=fact.payer,
        bank_reference=fact.bank_reference,
        credit_note_number="",
        receipt_no=fact.receipt_no,
        stated_customer_id=fact.stated_customer_id,
    )
    if not fact.customer_id:
        return Unidentified(receipt=receipt, refunds=(), last_allocation_no=allocation_no, last_clearing_no=clearing_no)
    return Identified(
        receipt=receipt,
        customer_id=fact.customer_id,
        allocations=fact.allocations,
        refunds=(),
        last_allocation_no=allocation_no + len(fact.allocations),
        requests=(),
        cleared_charges=(),
        last_clearing_no=clearing_no,
    )


def _withdrawn(payment: Payment, reason: str) -> Payment:
    if not isinstance(payment, Identified):
        return payment
    return Voided(
        receipt=payment.receipt,
        reason=reason,
        last_allocation_no=payment.last_allocation_no,
        last_clearing_no=payment.last_clearing_no,
    )


def _moved_on(
    payment: Payment, fact: PaymentIdentified | PaymentAllocated | PaymentReleased | PaymentReturned | PaymentVoided
) -> Payment:
    match fact, payment:
        case PaymentIdentified(customer_id=customer_id, allocations=allocations), Unidentified():
            return Identified(
                receipt=payment.receipt,
                customer_id=customer_id,
                allocations=allocations,
                refunds=payment.refunds,
                last_allocation_no=payment.last_allocation_no + len(allocations),
                requests=(),
                cleared_charges=(),
                last_clearing_no=payment.last_clearing_no,
            )
        case PaymentAllocated(request_id=request_id, allocation=allocation), Identified():
            return replace(
                payment,
                allocations=(*payment.allocations, allocation),
                last_allocation_no=allocation.allocation_no,
                requests=(*payment.requests, request_id),
            )
        case PaymentReleased(), Identified():
            return Unidentified(
                receipt=payment.receipt,
                refunds=payment.refunds,
                last_allocation_no=payment.last_allocation_no,
                last_clearing_no=payment.last_clearing_no,
            )
        case PaymentReturned(customer_id=customer_id, reason=reason), (Unidentified() | Identified()):
            return Returned(
                receipt=payment.receipt,
                customer_id=customer_id,
                refunds=payment.refunds,
                reason=reason,
                last_allocation_no=payment.last_allocation_no,
                last_clearing_no=payment.last_clearing_no,
            )
        case PaymentVoided(reason=reason), (Unidentified() | Identified() | Returned()):
            return Voided(
                receipt=payment.receipt,
                reason=reason,
                last_allocation_no=payment.last_allocation_no,
                last_clearing_no=payment.last_clearing_no,
            )
        case ((PaymentIdentified() | PaymentAllocated() | PaymentReleased() | PaymentReturned() | PaymentVoided()), _):
            return payment
        case _:
            assert_never(fact)


def _cleared(payment: Identified, fact: ChargesCleared | ChargesRestored) -> Identified:
    match fact:
        case ChargesCleared(clearing_no=clearing_no, case_id=case_id, amount=amount):
            cleared = ClearedCharges(clearing_no=clearing_no, case_id=case_id, amount=amount)
            return replace(payment, cleared_charges=(*payment.cleared_charges, cleared), last_clearing_no=clearing_no)
        case ChargesRestored(clearing_no=clearing_no):
            kept = tuple(one for one in payment.cleared_charges if one.clearing_no != clearing_no)
            return replace(payment, cleared_charges=kept)
        case _:
            assert_never(fact)


def _refunds_after(
    refunds: tuple[Refund, ...],
    fact: RefundProposed | RefundApproved | RefundRefused | RefundFailed,
    proposed_for: str = "",
) -> tuple[Refund, ...]:
    match fact:
        case RefundProposed():
            return (
                *refunds,
                Refund(
                    refund_id=fact.refund_id,
                    amount=fact.amount,
                    reason=fact.reason,
                    proposed_by=fact.proposed_by,
                    status=PROPOSED,
                    decided_by="",
                    proposed_for=proposed_for,
                ),
            )
        case RefundApproved(refund_id=refund_id, approved_by=person, customer_id=customer_id):
            return _decided(refunds, refund_id, APPROVED, person, customer_id)
        case RefundRefused(refund_id=refund_id, refused_by=person):
            return _decided(refunds, refund_id, REFUSED, person)
        case RefundFailed(refund_id=refund_id, reason=reason):
            return tuple(
                replace(one, status=FAILED, failed_because=reason) if one.refund_id == refund_id else one
                for one in refunds
            )
        case _:
            assert_never(fact)


def _decided(
    refunds: tuple[Refund, ...], refund_id: str, status: str, person: str, customer_id: str | None = None
) -> tuple[Refund, ...]:
    return tuple(
        replace(one, status=status, decided_by=person, customer_id=customer_id) if one.refund_id == refund_id else one
        for one in refunds
    )
