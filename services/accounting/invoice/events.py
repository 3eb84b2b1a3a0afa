"""What can happen to an invoice. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.accounting.billing.bill import BillCharge, BillLine, Term
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class InvoiceLine:
    """Billed units of one order line, before tax, and the tax on them at that percent."""

    line_no: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    tax_code: str
    tax_percent: Decimal
    tax: Money


@part
class InvoiceCharge:
    """A billed amount beside the goods, and the tax on it. One of kind `tax` is all tax: its net is nothing.

    That is on goods of the order, also of its later invoices, that come to `on_goods`; older facts do not tell.
    """

    charge_no: int
    kind: str
    description: str
    net: Money
    tax_code: str
    tax_percent: Decimal
    tax: Money
    on_goods: Money | None = None


@part
class DueInstalment:
    """A part of the total with its own due date."""

    instalment_no: int
    due_on: date
    amount: Money


@part
class Debt:
    """What is owed of the invoice after a fact, for which order: the customer's credit is charged with it."""

    customer_id: str
    order_id: str
    not_overdue: Money
    overdue: Money

    @property
    def open(self) -> Money:
        """All that is owed."""
        return self.not_overdue + self.overdue


@part
class Allocation:
    """An amount that goes to, or comes off, one instalment."""

    instalment_no: int
    amount: Money


@part
class CreditedLine:
    """Units of a line that were taken back; none when only its price was lowered."""

    line_no: int
    sku: str
    quantity: Decimal
    net: Money
    tax: Money


@part
class CreditedCharge:
    """What was taken back of a charge."""

    charge_no: int
    kind: str
    net: Money
    tax: Money


@event("invoice.withheld")
class InvoiceWithheld:
    """The goods are billed, but the invoice cannot be posted yet, for this reason."""

    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    currency: str
    lines: tuple[BillLine, ...]
    charges: tuple[BillCharge, ...]
    terms: tuple[Term, ...]
    delivered_on: date
    reason: str
    withheld_on: date
    return_id: str = ""


@event("invoice.posted", happened="posted_on")
class InvoicePosted:
    """The customer owes it. `sequence` is the number's place in its series.

    It bills goods of an order; or, with `return_id` and no order, what they owe for units of a return.
    """

    series: str
    sequence: int
    number: str
    order_id: str
    contract_id: str
    customer_id: str
    shipment_id: str
    lines: tuple[InvoiceLine, ...]
    charges: tuple[InvoiceCharge, ...]
    net: Money
    tax: Money
    total: Money
    instalments: tuple[DueInstalment, ...]
    delivered_on: date
    posted_on: date
    return_id: str = ""


@event("invoice.taken-over")
class InvoiceTakenOver:
    """The customer owed it before the company kept its books here. It has neither order nor shipment."""

    number: str
    customer_id: str
    amount: Money
    invoiced_on: date
    due_on: date
    taken_over_by: str
    taken_over_on: date


@event("invoice.reclaim-posted")
class ReclaimPosted:
    """The customer owes what they were refunded of a payment that the bank then took back. It has no order either."""

    series: str
    sequence: int
    number: str
    payment_id: str
    customer_id: str
    amount: Money
    due_on: date
    reason: str
    posted_on: date


@event("invoice.nothing-to-pay")
class NothingToPay:
    """The invoice comes to nothing, so it is settled as it is posted."""

    settled_on: date


@event("invoice.instalment-nears-due")
class InstalmentNearsDue:
    """An instalment's due date is near, and so much of it is unpaid: its debtor may be reminded of it."""

    instalment_no: int
    due_on: date
    amount: Money
    debt: Debt


@event("invoice.instalment-fell-due")
class InstalmentFellDue:
    """An instalment's due date has passed, and so much of it is unpaid."""

    instalment_no: int
    due_on: date
    amount: Money
    debt: Debt


@event("invoice.amount-settled", happened="settled_on")
class AmountSettled:
    """Money was allocated to these instalments. `contested_by` are the disputes about it that stood then.

    `paid_on` is the day since which the money was with us, where nobody knew before `settled_on` whose it was, it was
    on account until then, or the invoice was not in the books.
    """

    payment_id: str
    amount: Money
    allocations: tuple[Allocation, ...]
    debt: Debt
    settled_on: date
    contested_by: tuple[str, ...] = ()
    paid_on: date | None = None


@event("invoice.amount-reopened")
class AmountReopened:
    """The money did not stay: what that payment had settled is owed again.

    `contested_by` are the disputes about it that stood when it was paid.
    """

    payment_id: str
    amount: Money
    allocations: tuple[Allocation, ...]
    debt: Debt
    reason: str
    reopened_on: date
    contested_by: tuple[str, ...] = ()


@event("invoice.small-difference-let-off")
class SmallDifferenceLetOff:
    """So little is missing of these instalments that they count as paid with that payment: it is no receivable.

    `policy_version` of the settlement policy said how little. It precedes the settlement that it goes with.
    """

    payment_id: str
    amount: Money
    allocations: tuple[Allocation, ...]
    debt: Debt
    policy_version: int
    let_off_on: date


@event("invoice.small-difference-restored")
class SmallDifferenceRestored:
    """It is owed like everything else again: money of those instalments did not stay, or a credit note took it back."""

    amount: Money
    allocations: tuple[Allocation, ...]
    debt: Debt
    reason: str
    restored_on: date


@event("invoice.credited")
class InvoiceCredited:
    """A credit note took a part back. It reduces what is owed; what was paid already becomes the customer's credit.

    `contested_by` are the disputes about it that stood then. `refund_wanted_by` is who granted that what was paid goes
    back in money; empty where the customer may use it. `complaint_id`: goods came back because of that.
    """

    credit_note_id: str
    credit_note_number: str
    lines: tuple[CreditedLine, ...]
    charges: tuple[CreditedCharge, ...]
    net: Money
    tax: Money
    total: Money
    allocations: tuple[Allocation, ...]
    to_customer_credit: Money
    debt: Debt
    reason: str
    credited_on: date
    contested_by: tuple[str, ...] = ()
    refund_wanted_by: str = ""
    complaint_id: str = ""


@event("invoice.credit-cancelled")
class InvoiceCreditCancelled:
    """A credit note was wrong: `number` is the document that cancelled it. What it took back is owed again.

    What it had left the customer with, `to_customer_credit`, is theirs no more. `contested_by` are the disputes about
    the invoice that stood when it was credited, or stand now. With it goes what care granted for `return_id`, if any.
    """

    credit_note_id: str
    credit_note_number: str
    number: str
    lines: tuple[CreditedLine, ...]
    charges: tuple[CreditedCharge, ...]
    net: Money
    tax: Money
    total: Money
    allocations: tuple[Allocation, ...]
    to_customer_credit: Money
    debt: Debt
    reason: str
    cancelled_on: date
    contested_by: tuple[str, ...]
    complaint_id: str = ""
    return_id: str = ""
    grant_id: str = ""


@event("invoice.disputed")
class InvoiceDisputed:
    """The customer contests so much of it: that is not dunned while the dispute is open."""

    dispute_id: str
    amount: Money
    debt: Debt
    disputed_on: date


@event("invoice.dispute-ended")
class DisputeEnded:
    """What was contested is owed like everything else again, or was taken back by a credit note."""

    dispute_id: str
    debt: Debt
    ended_on: date


@event("invoice.written-off")
class InvoiceWrittenOff:
    """Nobody expects the rest of it any more: it is a loss. `contested_by` are the disputes about it that stood."""

    write_off_id: str
    amount: Money
    allocations: tuple[Allocation, ...]
    debt: Debt
    reason: str
    written_off_by: str
    written_off_on: date
    contested_by: tuple[str, ...] = ()


@event("invoice.write-off-reversed")
class WriteOffReversed:
    """It can be collected after all: what was written off is owed again.

    `contested_by` are the disputes about it that stood when it was written off. `credit_note_id` is the credit note
    that takes its place at once, where one does.
    """

    amount: Money
    allocations: tuple[Allocation, ...]
    debt: Debt
    reason: str
    reversed_by: str
    reversed_on: date
    contested_by: tuple[str, ...] = ()
    credit_note_id: str = ""


InvoiceEvent = (
    InvoiceWithheld
    | InvoicePosted
    | InvoiceTakenOver
    | ReclaimPosted
    | NothingToPay
    | InstalmentNearsDue
    | InstalmentFellDue
    | AmountSettled
    | AmountReopened
    | SmallDifferenceLetOff
    | SmallDifferenceRestored
    | InvoiceCredited
    | InvoiceCreditCancelled
    | InvoiceDisputed
    | DisputeEnded
    | InvoiceWrittenOff
    | WriteOffReversed
)
