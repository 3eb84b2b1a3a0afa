"""Money comes in, and somebody finds out whose it is."""

from datetime import date
from typing import assert_never

from services.accounting.dunning_case.clearing import cleared_sum
from services.accounting.payment.events import (
    CustomerCreditKept,
    PaymentEvent,
    PaymentIdentified,
    PaymentReceived,
)
from services.accounting.payment.matching import from_its_day, is_customer, owner_of
from services.accounting.payment.matching_charges import charges_cleared, match_all
from services.accounting.payment.state import (
    Identified,
    NotReceived,
    Payment,
    Receipt,
    Returned,
    Unidentified,
    Voided,
    allocated_by,
)
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NothingReceived(Rejection):
    """A payment is an amount above zero."""

    code = "accounting.payment.nothing-received"
    ground = Ground.UNACCEPTABLE


class ReceivedInTheFuture(Rejection):
    """Money is noted when it is there, not before."""

    code = "accounting.payment.received-in-the-future"
    ground = Ground.UNACCEPTABLE


class BankReferenceTaken(Rejection):
    """The bank's reference belongs to another payment."""

    code = "accounting.payment.bank-reference-taken"


class PaymentUnknown(Rejection):
    """No money came in under this id."""

    code = "accounting.payment.unknown"
    ground = Ground.NOT_FOUND


class InvoiceNamesNobody(Rejection):
    """The invoice is not posted, so nobody owes it."""

    code = "accounting.payment.invoice-names-nobody"
    ground = Ground.UNACCEPTABLE


class CustomerUnknown(Rejection):
    """Accounting has not heard of this customer."""

    code = "accounting.payment.customer-unknown"
    ground = Ground.UNACCEPTABLE


class IdentifiedAlready(Rejection):
    """The payment is another customer's; release it first."""

    code = "accounting.payment.identified-already"


class PaymentWasReturned(Rejection):
    """The bank took the money back."""

    code = "accounting.payment.was-returned"


class PaymentWasVoided(Rejection):
    """It was entered in error: no such money came in."""

    code = "accounting.payment.was-voided"


class CameFromCreditNote(Rejection):
    """It is a customer's credit from a credit note: it came from no bank, and whose it is is certain."""

    code = "accounting.payment.came-from-credit-note"


@command
class ReceivePayment:
    """Note money that is in the bank.

    `customer_id` where the bank or the clerk knows whose it is, or the reference means them; `stated_customer_id` whom
    they named. `named` are the invoices that the reference may mean,
    `others` what else the customer may owe: hints, of which only what still holds is used. Given all these invoices,
    and the customer's credit account; with a `dunning_case_id` also that case and the dunning policy.
    """

    amount: Money
    received_on: date
    reference: str
    payer: str
    bank_reference: str
    customer_id: str
    named: tuple[str, ...]
    others: tuple[str, ...]
    by: str
    on: date
    dunning_case_id: str = ""
    stated_customer_id: str = ""


@command
class KeepCustomerCredit:
    """A credit note exceeds what was still open of its invoice: keep the difference for the customer."""

    amount: Money
    customer_id: str
    invoice_id: str
    credit_note_number: str
    on: date


@command
class IdentifyPayment:
    """Say whose money it is: by the customer, or by invoices of theirs. Given the same as receiving."""

    customer_id: str
    named: tuple[str, ...]
    others: tuple[str, ...]
    by: str
    on: date
    dunning_case_id: str = ""


def receive_payment(request: ReceivePayment, payment: Payment, given: Given) -> list[PaymentEvent]:
    """Money is never refused for want of knowing whose it is: it waits. The same money again changes nothing.

    What is said of it anew is refused rather than dropped: another amount, reference, payer, day or customer. Under the
    bank reference of one that was voided it is noted as if for the first time.
    """
    match payment:
        case NotReceived():
            return _received(request, given, receipt_no=1, allocation_no=0, clearing_no=0)
        case Voided(receipt=receipt, last_allocation_no=allocation_no, last_clearing_no=clearing_no):
            return _received(
                request,
                given,
                receipt_no=receipt.receipt_no + 1,
                allocation_no=allocation_no,
                clearing_no=clearing_no,
            )
        case Unidentified(receipt=receipt) | Identified(receipt=receipt):
            _check_same(request, receipt)
            _check_same_customer(request, payment)
            return []
        case Returned(receipt=receipt):
            known = (receipt.amount, receipt.reference, receipt.payer, receipt.received_on)
            if known == (request.amount, request.reference, request.payer, request.received_on):
                return []
            raise BankReferenceTaken(
                f"{receipt.amount} of {receipt.received_on} came in under it and was returned: void it, if not",
                field="bank_reference",
            )
        case _:
            assert_never(payment)


def _check_same(request: ReceivePayment, receipt: Receipt) -> None:
    """A day that was not said is today's: that alone makes it no other money."""
    said = (request.amount, request.reference, request.payer)
    known = (receipt.amount, receipt.reference, receipt.payer)
    if said != known or request.received_on not in (receipt.received_on, request.on):
        raise BankReferenceTaken(
            f"{receipt.amount} of {receipt.payer or 'nobody in particular'} came in under it on {receipt.received_on}",
            field="bank_reference",
        )


def _check_same_customer(request: ReceivePayment, payment: Unidentified | Identified) -> None:
    known = [payment.receipt.stated_customer_id]
    if isinstance(payment, Identified):
        known.append(payment.customer_id)
    if request.stated_customer_id and request.stated_customer_id not in known:
        raise BankReferenceTaken(
            "it was noted without this customer: identify the payment, or release it first", field="customer_id"
        )


def _received(
    request: ReceivePayment, given: Given, *, receipt_no: int, allocation_no: int, clearing_no: int
) -> list[PaymentEvent]:
    if request.amount.minor <= 0:
        raise NothingReceived(f"{request.amount} is not above zero", field="amount.minor")
    if request.received_on > request.on:
        raise ReceivedInTheFuture(f"{request.received_on} is after {request.on}", field="received_on")
    stated = request.customer_id if is_customer(request.customer_id, given) else ""
    customer_id = stated or owner_of(request.named, given)
    allocations, clearings = match_all(
        request.amount,
        customer_id,
        request.received_on,
        named=request.named,
        others=request.others,
        after_no=allocation_no,
        dunning_case_id=request.dunning_case_id,
        given=given,
    )
    received = PaymentReceived(
        amount=request.amount,
        received_on=request.received_on,
        reference=request.reference,
        payer=request.payer,
        bank_reference=request.bank_reference,
        customer_id=customer_id,
        allocations=tuple(from_its_day(one, request.received_on, given) for one in allocations),
        recorded_by=request.by,
        receipt_no=receipt_no,
        stated_customer_id=request.stated_customer_id,
    )
    cleared = charges_cleared(request.dunning_case_id, customer_id, clearings, clearing_no, request.received_on)
    return [received, *cleared]


def keep_customer_credit(request: KeepCustomerCredit, payment: Payment) -> list[PaymentEvent]:
    """Once per credit note."""
    match payment:
        case NotReceived():
            return [
                CustomerCreditKept(
                    amount=request.amount,
                    customer_id=request.customer_id,
                    invoice_id=request.invoice_id,
                    credit_note_number=request.credit_note_number,
                    kept_on=request.on,
                )
            ]
        case Unidentified() | Identified() | Returned() | Voided():
            return []
        case _:
            assert_never(payment)


def identify_payment(request: IdentifyPayment, payment: Payment, given: Given) -> list[PaymentEvent]:
    """Allocated as if it had been known from the start."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified(free=free, last_allocation_no=last):
            if request.customer_id and not is_customer(request.customer_id, given):
                raise CustomerUnknown(f"customer {request.customer_id} was never heard of", field="customer_id")
            customer_id = request.customer_id or owner_of(request.named, given)
            if not customer_id:
                raise InvoiceNamesNobody("name a posted invoice, or the customer", field="invoice_id")
            received_on = payment.receipt.received_on
            allocations, clearings = match_all(
                free,
                customer_id,
                received_on,
                named=request.named,
                others=request.others,
                after_no=last,
                dunning_case_id=request.dunning_case_id,
                given=given,
            )
            kept = payment.receipt.amount - payment.refunded - allocated_by(allocations, free.currency)
            return [
                PaymentIdentified(
                    customer_id=customer_id,
                    allocations=allocations,
                    on_account=kept,
                    identified_by=request.by,
                    identified_on=request.on,
                    received_on=received_on,
                    left=kept - cleared_sum(clearings, free.currency),
                ),
                *charges_cleared(
                    request.dunning_case_id,
                    customer_id,
                    clearings,
                    payment.last_clearing_no,
                    request.on,
                    paid_on=received_on,
                ),
            ]
        case Identified(customer_id=customer_id):
            if customer_id == (request.customer_id or owner_of(request.named, given)):
                return []
            raise IdentifiedAlready(f"it is {customer_id}'s", customer_id=customer_id)
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def require_bank_money(receipt: Receipt) -> None:
    """Raises CameFromCreditNote for a customer's credit that no bank ever saw."""
    if receipt.credit_note_number:
        raise CameFromCreditNote(f"credit note {receipt.credit_note_number}")
