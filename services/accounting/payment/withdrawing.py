"""Taking back a customer's credit whose credit note is cancelled: all of it has to be with us still."""

from datetime import date
from typing import assert_never

from services.accounting.payment.events import CustomerCreditWithdrawn, PaymentEvent
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class CreditIsUsed(Rejection):
    """It settles other debts of the customer; bill what is owed after all on an order instead."""

    code = "accounting.payment.credit-is-used"


class CreditIsRefunded(Rejection):
    """It was given back in money, or is proposed to be: refuse that refund, or bill what is owed after all instead."""

    code = "accounting.payment.credit-is-refunded"


@command
class WithdrawCustomerCredit:
    """Its credit note is cancelled."""

    number: str
    reason: str
    on: date


def withdraw_customer_credit(request: WithdrawCustomerCredit, payment: Payment) -> list[PaymentEvent]:
    """Where the credit note left the customer with any."""
    match payment:
        case NotReceived() | Voided():
            return []
        case Identified(receipt=receipt) if receipt.credit_note_number:
            if payment.refunded:
                raise CreditIsRefunded(f"{payment.refunded} of it was refunded", refunded=payment.refunded)
            if payment.free != payment.on_account:
                raise CreditIsRefunded(f"{payment.on_account - payment.free} of it is proposed to be refunded")
            if payment.free != receipt.amount:
                used = receipt.amount - payment.free
                settles = ", ".join(dict.fromkeys(one.invoice_number for one in payment.allocations)) or "charges"
                raise CreditIsUsed(f"{used} of it settles {settles}", used=used)
            return [
                CustomerCreditWithdrawn(
                    amount=receipt.amount,
                    customer_id=payment.customer_id,
                    cancelled_by_number=request.number,
                    reason=request.reason,
                    withdrawn_on=request.on,
                )
            ]
        case Unidentified() | Identified() | Returned():
            return []
        case _:
            assert_never(payment)
