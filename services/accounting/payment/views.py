"""What readers see of payments."""

from datetime import date
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Date, Text

from services.accounting.invoice.reclaiming import reclaim_id
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import Allocation
from services.accounting.payment.state import (
    PROPOSED,
    Identified,
    NotReceived,
    Payment,
    Receipt,
    Refund,
    Returned,
    Unidentified,
    Voided,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["unidentified", "on-account", "allocated", "returned", "voided"]


@document
class PaymentDocument:
    """Money that came in. Status: unidentified, on-account (some of it is free), allocated (none of it is: it settles
    something, was refunded or is proposed to be), returned, voided.

    It is voided when it was entered in error, until the money that did come in is noted under its bank reference.

    `allocated` settles invoices, `cleared` charges; `free` settles nothing, has not left and is not proposed to.
    `stated_customer_id` is whom whoever noted it named, known to accounting or not; `customer_id` whose it is.
    `refund_status` is `proposed` while one waits for its
    approval, else `none`. `credit_note_number` is set when it is a customer's credit rather than money from a bank.
    Of a returned payment that had been refunded, `reclaim_status` is `reclaimed`, from `reclaimed_from` by the invoice
    `reclaimed_by`; or `waiting` until somebody says who had the refund; of all others `none`.
    """

    id: str
    status: Status
    amount: Money
    allocated: Money
    cleared: Money
    free: Money
    refunded: Money
    received_on: date
    reference: str
    payer: str
    bank_reference: str
    credit_note_number: str
    customer_id: str
    allocations: tuple[Allocation, ...]
    refunds: tuple[Refund, ...]
    refund_status: str
    returned_because: str
    reclaim_status: str = "none"
    reclaimed_from: str = ""
    reclaimed_by: str = ""
    voided_because: str = ""
    stated_customer_id: str = ""


def read(identity: str, payment: Payment) -> PaymentDocument | None:
    """The payment, laid flat."""
    match payment:
        case NotReceived():
            return None
        case Unidentified(receipt=receipt, refunds=refunds, free=free, refunded=refunded):
            return _shown(identity, "unidentified", receipt, refunds, free=free, refunded=refunded)
        case Identified(receipt=receipt, refunds=refunds, free=free, refunded=refunded):
            return _shown(
                identity,
                "on-account" if free else "allocated",
                receipt,
                refunds,
                free=free,
                refunded=refunded,
                customer_id=payment.customer_id,
                allocations=payment.allocations,
                allocated=payment.allocated,
                cleared=payment.cleared,
            )
        case Returned(receipt=receipt, refunds=refunds, customer_id=customer_id, reason=reason):
            nothing = Money.zero(receipt.amount.currency)
            shown = _shown(
                identity,
                "returned",
                receipt,
                refunds,
                free=nothing,
                refunded=payment.refunded,
                customer_id=customer_id,
                returned_because=reason,
            )
            return _with_reclaim(shown, payment)
        case Voided(receipt=receipt, reason=reason):
            nothing = Money.zero(receipt.amount.currency)
            shown = _shown(identity, "voided", receipt, (), free=nothing, refunded=nothing)
            return replace(shown, voided_because=reason)
        case _:
            assert_never(payment)


def _with_reclaim(shown: PaymentDocument, payment: Returned) -> PaymentDocument:
    if payment.reclaimed_from:
        return replace(
            shown,
            reclaim_status="reclaimed",
            reclaimed_from=payment.reclaimed_from,
            reclaimed_by=reclaim_id(shown.id),
        )
    return replace(shown, reclaim_status="waiting") if payment.refunded else shown


def _shown(
    identity: str,
    status: Status,
    receipt: Receipt,
    refunds: tuple[Refund, ...],
    *,
    free: Money,
    refunded: Money,
    customer_id: str = "",
    allocations: tuple[Allocation, ...] = (),
    allocated: Money | None = None,
    cleared: Money | None = None,
    returned_because: str = "",
) -> PaymentDocument:
    waits = status != "returned" and any(one.status == PROPOSED for one in refunds)
    return PaymentDocument(
        id=identity,
        status=status,
        amount=receipt.amount,
        allocated=allocated or Money.zero(receipt.amount.currency),
        cleared=cleared or Money.zero(receipt.amount.currency),
        free=free,
        refunded=refunded,
        received_on=receipt.received_on,
        reference=receipt.reference,
        payer=receipt.payer,
        bank_reference=receipt.bank_reference,
        credit_note_number=receipt.credit_note_number,
        customer_id=customer_id,
        allocations=allocations,
        refunds=refunds,
        refund_status="proposed" if waits else "none",
        returned_because=returned_because,
        stated_customer_id=receipt.stated_customer_id,
    )


PAYMENTS: Final = DocumentView(
    name="payment",
    decider=PAYMENT,
    document=PaymentDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "refund_status": Shown(Text()),
        "reclaim_status": Shown(Text()),
        "customer_id": Shown(Text()),
        "bank_reference": Shown(Text()),
        "received_on": Shown(Date()),
        "currency": Shown(Text(), lambda payment: payment.amount.currency),
        "amount_minor": Shown(BigInteger(), lambda payment: payment.amount.minor),
        "free_minor": Shown(BigInteger(), lambda payment: payment.free.minor),
    },
    filters=("status", "customer_id", "bank_reference", "received_on"),
    queues={
        "unidentified": {"status": "unidentified"},
        "on-account": {"status": "on-account"},
        "refund-approval": {"refund_status": "proposed"},
        "to-reclaim": {"reclaim_status": "waiting"},
    },
    order_by=("id", "received_on"),
)
