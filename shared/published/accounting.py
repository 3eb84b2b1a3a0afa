"""What accounting tells the other departments."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published
from shared.published.topics import (
    ACCOUNTING_CREDIT,
    ACCOUNTING_INVOICE,
    ACCOUNTING_SUPPLIER_PAYMENT,
)


@published("accounting.credit.reserved.v1", topic=ACCOUNTING_CREDIT)
class CreditReservedV1:
    """The order fits the customer's credit, or an approver released it: `exposure` counts it already."""

    order_id: str
    customer_id: str
    amount: Money
    exposure: Money
    limit: Money | None
    released_by: str | None
    reserved_on: date


@published("accounting.credit.held.v1", topic=ACCOUNTING_CREDIT)
class CreditHeldV1:
    """The order does not fit: it waits for an approver, with the numbers that explain why."""

    order_id: str
    customer_id: str
    amount: Money
    exposure: Money
    limit: Money | None
    standing: str
    held_on: date


@published("accounting.credit.refused.v1", topic=ACCOUNTING_CREDIT)
class CreditRefusedV1:
    """An approver said no."""

    order_id: str
    customer_id: str
    refused_by: str
    reason: str
    refused_on: date


@published("accounting.credit.given-back.v1", topic=ACCOUNTING_CREDIT)
class CreditGivenBackV1:
    """What an order had reserved is free again."""

    order_id: str
    customer_id: str
    amount: Money
    given_back_on: date


@published("accounting.credit.reduced.v1", topic=ACCOUNTING_CREDIT)
class CreditReducedV1:
    """An order is for less than before: `given_back` of what it had reserved is free, it reserves `reserved` now."""

    order_id: str
    customer_id: str
    given_back: Money
    reserved: Money
    exposure: Money
    reduced_on: date


@published("accounting.credit.delivery-blocked.v1", topic=ACCOUNTING_CREDIT)
class CreditDeliveryBlockedV1:
    """Credit was checked again: goods of the order that have not left stay here, for the numbers that are given."""

    order_id: str
    customer_id: str
    amount: Money
    exposure: Money
    limit: Money | None
    standing: str
    blocked_on: date


@published("accounting.credit.delivery-unblocked.v1", topic=ACCOUNTING_CREDIT)
class CreditDeliveryUnblockedV1:
    """Goods of the order may leave again: the customer's standing allows it, or an approver does."""

    order_id: str
    customer_id: str
    exposure: Money
    unblocked_by: str | None
    unblocked_on: date


@published("accounting.credit.stopped.v1", topic=ACCOUNTING_CREDIT)
class CreditStoppedV1:
    """Every new order of the customer is held, whatever its amount, until a person lifts the stop."""

    customer_id: str
    reason: str
    stopped_by: str
    stopped_on: date


@published("accounting.credit.stop-lifted.v1", topic=ACCOUNTING_CREDIT)
class CreditStopLiftedV1:
    """A person lifted the stop. What was held for it alone follows as reserved, order by order."""

    customer_id: str
    reason: str
    lifted_by: str
    lifted_on: date


@part
class InvoicedLine:
    """Billed units of one order line, before tax, and the tax on them."""

    line_no: int
    sku: str
    quantity: Decimal
    net: Money
    tax: Money


@part
class InvoicedCharge:
    """A billed amount beside the goods, before tax, and the tax on it. Kinds as in `sales.Charge`."""

    kind: str
    description: str
    net: Money
    tax: Money


@part
class Instalment:
    """A part of an invoice with its own due date and its own open amount."""

    instalment_no: int
    due_on: date
    amount: Money


@published("accounting.invoice.posted.v1", topic=ACCOUNTING_INVOICE)
class InvoicePostedV1:
    """The customer owes it: numbered, journal written, never un-posted."""

    invoice_id: str
    number: str
    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    lines: tuple[InvoicedLine, ...]
    charges: tuple[InvoicedCharge, ...]
    net: Money
    tax: Money
    total: Money
    instalments: tuple[Instalment, ...]
    posted_on: date


@published("accounting.invoice.part-paid.v1", topic=ACCOUNTING_INVOICE)
class InvoicePartPaidV1:
    """Money was allocated; some is still open. `overdue` is what of that is past its day and not contested."""

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    amount: Money
    open: Money
    paid_on: date
    overdue: Money | None = None


@published("accounting.invoice.paid.v1", topic=ACCOUNTING_INVOICE)
class InvoicePaidV1:
    """Nothing is open any more."""

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    amount: Money
    paid_on: date


@published("accounting.invoice.reopened.v1", topic=ACCOUNTING_INVOICE)
class InvoiceReopenedV1:
    """Money did not stay, or was not meant for it: `amount` is owed again, and `open` is what the invoice lacks now."""

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    amount: Money
    open: Money
    reason: str
    reopened_on: date
    overdue: Money | None = None


@published("accounting.invoice.written-off.v1", topic=ACCOUNTING_INVOICE)
class InvoiceWrittenOffV1:
    """What was open of it is a loss, as two persons decided: nobody waits for that money any more."""

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    amount: Money
    open: Money
    reason: str
    written_off_on: date
    overdue: Money | None = None


@published("accounting.invoice.credited.v1", topic=ACCOUNTING_INVOICE)
class InvoiceCreditedV1:
    """A credit note took back a part of an invoice, or all of it."""

    invoice_id: str
    number: str
    credit_note_id: str
    credit_note_number: str
    order_id: str
    customer_id: str
    lines: tuple[InvoicedLine, ...]
    total: Money
    open: Money
    reason: str
    credited_on: date
    overdue: Money | None = None


@published("accounting.invoice.credit-cancelled.v1", topic=ACCOUNTING_INVOICE)
class InvoiceCreditCancelledV1:
    """A credit note was wrong, and another document cancels it: what it took back is owed, and billed, again.

    Where care had granted it for a return (`grant_id`), somebody there decides anew what the customer gets. Neither is
    given where it was for no return, or where another credit note takes its place.
    """

    invoice_id: str
    number: str
    credit_note_id: str
    credit_note_number: str
    cancelled_by_number: str
    order_id: str
    customer_id: str
    lines: tuple[InvoicedLine, ...]
    total: Money
    open: Money
    reason: str
    cancelled_on: date
    overdue: Money
    return_id: str = ""
    grant_id: str = ""


@published("accounting.invoice.fell-overdue.v1", topic=ACCOUNTING_INVOICE)
class InvoiceFellOverdueV1:
    """The day of an instalment has passed, and so much of it is unpaid.

    `overdue` is what of the whole invoice is past its day and not contested, `open` all that it lacks.
    """

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    instalment_no: int
    amount: Money
    open: Money
    overdue: Money
    due_on: date


@published("accounting.invoice.disputed.v1", topic=ACCOUNTING_INVOICE)
class InvoiceDisputedV1:
    """The customer contests `amount` of it: nobody asks for that while the dispute is open.

    `overdue` is what is past its day and not contested.
    """

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    dispute_id: str
    amount: Money
    open: Money
    overdue: Money
    disputed_on: date


@published("accounting.invoice.dispute-ended.v1", topic=ACCOUNTING_INVOICE)
class InvoiceDisputeEndedV1:
    """What was contested is owed like everything else again, as far as no credit note took it back."""

    invoice_id: str
    number: str
    order_id: str
    customer_id: str
    dispute_id: str
    open: Money
    overdue: Money
    ended_on: date


@published("accounting.supplier-payment.made.v1", topic=ACCOUNTING_SUPPLIER_PAYMENT)
class SupplierPaymentMadeV1:
    """The bank has our order to pay these supplier invoices, or carried out what was thought to have failed.

    Of an amount of nothing: they were cleared against each other, and the bank has no part in it. Of less than nothing:
    the supplier paid back what its credits come to.
    """

    supplier_payment_id: str
    supplier_id: str
    supplier_invoice_ids: tuple[str, ...]
    amount: Money
    made_on: date


@published("accounting.supplier-payment.failed.v1", topic=ACCOUNTING_SUPPLIER_PAYMENT)
class SupplierPaymentFailedV1:
    """The bank did not carry it out, or the money came back: these supplier invoices are owed again.

    Of an amount of nothing: that they were cleared is taken back. Of less than nothing: what the supplier was to have
    paid back did not come.
    """

    supplier_payment_id: str
    supplier_id: str
    supplier_invoice_ids: tuple[str, ...]
    amount: Money
    reason: str
    failed_on: date
