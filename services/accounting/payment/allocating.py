"""Using money that is on account, and losing money that the bank takes back."""

from datetime import date
from typing import assert_never

from services.accounting.dunning_case.clearing import cleared_sum
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.payment.events import (
    Allocation,
    PaymentAllocated,
    PaymentEvent,
    PaymentReturned,
)
from services.accounting.payment.matching import posted
from services.accounting.payment.matching_charges import charges_cleared, charges_restored, match_all
from services.accounting.payment.receiving import (
    PaymentUnknown,
    PaymentWasReturned,
    PaymentWasVoided,
    require_bank_money,
)
from services.accounting.payment.reclaiming import reclaimed_at_once
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotIdentified(Rejection):
    """Nobody knows yet whose money it is."""

    code = "accounting.payment.not-identified"


class OtherCustomersInvoice(Rejection):
    """The invoice is owed by another customer than the one whose money it is."""

    code = "accounting.payment.other-customers-invoice"
    ground = Ground.UNACCEPTABLE


class OtherCurrency(Rejection):
    """Money settles invoices in its own currency."""

    code = "accounting.payment.other-currency"
    ground = Ground.UNACCEPTABLE


class ExceedsFreeAmount(Rejection):
    """More was asked for than the payment has left."""

    code = "accounting.payment.exceeds-free-amount"


class ExceedsOpenAmount(Rejection):
    """More was asked for than is open on the invoice."""

    code = "accounting.payment.exceeds-open-amount"


class NothingToAllocate(Rejection):
    """Nothing is left of the payment, or nothing is open on the invoice, or on any."""

    code = "accounting.payment.nothing-to-allocate"


@command
class AllocatePayment:
    """Settle an invoice with money on account: by `amount`, or by as much as there is to settle."""

    request_id: str
    invoice_id: str
    amount: Money | None
    by: str
    on: date


@command
class MatchPayment:
    """Settle what else the customer owes with money on account, by the rules by which it was when it came.

    `others` is what that may be, a hint. Given all these invoices; with a `dunning_case_id` also that case and the
    dunning policy.
    """

    request_id: str
    others: tuple[str, ...]
    by: str
    on: date
    dunning_case_id: str = ""


@command
class ReturnPayment:
    """The bank took the money back: it bounced, or was called back."""

    reason: str
    by: str
    on: date


def allocate_payment(request: AllocatePayment, payment: Payment, given: Given) -> list[PaymentEvent]:
    """The same request again changes nothing; another one may settle more of the same invoice."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified():
            raise NotIdentified("identify it first")
        case Identified(requests=requests) if request.request_id in requests:
            return []
        case Identified():
            allocation = _allocation(request, payment, given)
            return [
                PaymentAllocated(
                    request_id=request.request_id,
                    customer_id=payment.customer_id,
                    allocation=allocation,
                    allocated_by=request.by,
                    allocated_on=request.on,
                    left=payment.on_account - allocation.amount,
                    received_on=payment.receipt.received_on,
                )
            ]
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def match_payment(request: MatchPayment, payment: Payment, given: Given) -> list[PaymentEvent]:
    """As many as there is money for, oldest first. Asked again there is nothing left to do, and it says so."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified():
            raise NotIdentified("identify it first")
        case Identified():
            return _matched(request, payment, given)
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def _matched(request: MatchPayment, payment: Identified, given: Given) -> list[PaymentEvent]:
    received_on, case_id = payment.receipt.received_on, request.dunning_case_id
    allocations, clearings = match_all(
        payment.free,
        payment.customer_id,
        received_on,
        named=(),
        others=request.others,
        after_no=payment.last_allocation_no,
        dunning_case_id=case_id,
        given=given,
    )
    if not allocations and not clearings:
        raise NothingToAllocate(f"{payment.free} is free")
    left = payment.on_account - cleared_sum(clearings, payment.free.currency)
    facts: list[PaymentEvent] = []
    for one in allocations:
        left = left - one.amount
        facts.append(
            PaymentAllocated(
                request_id=f"{request.request_id}.{one.allocation_no}",
                customer_id=payment.customer_id,
                allocation=one,
                allocated_by=request.by,
                allocated_on=request.on,
                left=left,
                received_on=received_on,
            )
        )
    last = payment.last_clearing_no
    cleared = charges_cleared(case_id, payment.customer_id, clearings, last, request.on, paid_on=received_on)
    return [*facts, *cleared]


def _allocation(request: AllocatePayment, payment: Identified, given: Given) -> Allocation:
    invoice = posted(request.invoice_id, given)
    if invoice is None:
        raise InvoiceUnknown("no invoice was posted under this id", field="invoice_id")
    if invoice.customer_id != payment.customer_id:
        raise OtherCustomersInvoice(f"{invoice.number} is owed by {invoice.customer_id}", field="invoice_id")
    currency = payment.receipt.amount.currency
    if invoice.total.currency != currency or (request.amount is not None and request.amount.currency != currency):
        raise OtherCurrency(f"the payment is in {currency}", field="invoice_id" if request.amount is None else "amount")
    amount = min(payment.free, invoice.open) if request.amount is None else request.amount
    if amount.minor <= 0:
        raise NothingToAllocate(f"{payment.free} is free, {invoice.open} is open", field="amount")
    if amount > payment.free:
        raise ExceedsFreeAmount(f"{payment.free} is free", field="amount", free=payment.free.minor)
    if amount > invoice.open:
        raise ExceedsOpenAmount(f"{invoice.open} is open", field="amount", open=invoice.open.minor)
    return Allocation(
        allocation_no=payment.last_allocation_no + 1,
        invoice_id=request.invoice_id,
        invoice_number=invoice.number,
        amount=amount,
    )


def return_payment(request: ReturnPayment, payment: Payment) -> list[PaymentEvent]:
    """All of it, whatever was done with it. What was refunded meanwhile is reclaimed from the customer."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified(receipt=receipt):
            return [
                PaymentReturned(
                    amount=receipt.amount,
                    customer_id="",
                    allocations=(),
                    not_allocated=receipt.amount,
                    reason=request.reason,
                    noted_by=request.by,
                    returned_on=request.on,
                )
            ]
        case Identified(receipt=receipt):
            require_bank_money(receipt)
            return [
                *charges_restored(payment, request.reason, request.on),
                PaymentReturned(
                    amount=receipt.amount,
                    customer_id=payment.customer_id,
                    allocations=payment.allocations,
                    not_allocated=receipt.amount - payment.allocated,
                    reason=request.reason,
                    noted_by=request.by,
                    returned_on=request.on,
                ),
                *reclaimed_at_once(payment, request.reason, request.by, request.on),
            ]
        case Returned():
            return []
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)
