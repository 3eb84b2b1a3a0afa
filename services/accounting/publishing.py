"""From private facts to published events: all that leaves this department; nothing of invoices without an order."""

from typing import Final

from services.accounting.credit_account.events import (
    AccountStopped,
    CreditGivenBack,
    CreditHeld,
    CreditReduced,
    CreditRefused,
    CreditReserved,
    DeliveryBlocked,
    DeliveryUnblocked,
    StopLifted,
)
from services.accounting.credit_account.state import CreditAccount
from services.accounting.dunning_case.events import CaseContinued, CaseOpened, CaseResolved, LevelRaised
from services.accounting.dunning_case.events_of_endings import CaseRecalled, HandedOver
from services.accounting.dunning_case.telling import (
    dunning_case_opened,
    dunning_continued,
    dunning_handed_over,
    dunning_level_raised,
    dunning_recalled,
    dunning_resolved,
)
from services.accounting.invoice.events import (
    AmountReopened,
    AmountSettled,
    DisputeEnded,
    InstalmentFellDue,
    InvoiceCreditCancelled,
    InvoiceCredited,
    InvoiceDisputed,
    InvoicePosted,
    InvoiceWrittenOff,
    NothingToPay,
    WriteOffReversed,
)
from services.accounting.invoice.state import Invoice
from services.accounting.invoice.telling import (
    invoice_credit_cancelled,
    invoice_credited,
    invoice_dispute_ended,
    invoice_disputed,
    invoice_fell_overdue,
    is_told,
)
from services.accounting.supplier_payment.events import (
    SupplierClearingTakenBack,
    SupplierPaymentArrived,
    SupplierPaymentCleared,
    SupplierPaymentFailed,
    SupplierPaymentSent,
    SupplierRefundReceived,
)
from services.accounting.supplier_payment.telling import (
    clearing_taken_back,
    payables_cleared,
    refund_received,
    supplier_payment_arrived,
    supplier_payment_failed,
    supplier_payment_made,
)
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.accounting import (
    CreditDeliveryBlockedV1,
    CreditDeliveryUnblockedV1,
    CreditGivenBackV1,
    CreditHeldV1,
    CreditReducedV1,
    CreditRefusedV1,
    CreditReservedV1,
    CreditStopLiftedV1,
    CreditStoppedV1,
    Instalment,
    InvoicedCharge,
    InvoicedLine,
    InvoicePaidV1,
    InvoicePartPaidV1,
    InvoicePostedV1,
    InvoiceReopenedV1,
    InvoiceWrittenOffV1,
)


def credit_reserved(fact: Fact[CreditReserved], _: CreditAccount) -> CreditReservedV1:
    """Sales may confirm the order."""
    reserved = fact.data
    return CreditReservedV1(
        order_id=reserved.order_id,
        customer_id=fact.id,
        amount=reserved.amount,
        exposure=reserved.exposure,
        limit=reserved.limit,
        released_by=reserved.released_by,
        reserved_on=reserved.reserved_on,
    )


def credit_held(fact: Fact[CreditHeld], _: CreditAccount) -> CreditHeldV1:
    """Sales holds the order until an approver has decided."""
    held = fact.data
    return CreditHeldV1(
        order_id=held.order_id,
        customer_id=fact.id,
        amount=held.amount,
        exposure=held.exposure,
        limit=held.limit,
        standing=held.standing,
        held_on=held.held_on,
    )


def credit_refused(fact: Fact[CreditRefused], _: CreditAccount) -> CreditRefusedV1:
    """Sales cancels the order."""
    refused = fact.data
    return CreditRefusedV1(
        order_id=refused.order_id,
        customer_id=fact.id,
        refused_by=refused.refused_by,
        reason=refused.reason,
        refused_on=refused.refused_on,
    )


def credit_given_back(fact: Fact[CreditGivenBack], _: CreditAccount) -> CreditGivenBackV1:
    """A cancelled order holds no credit any more; nothing, if it had none."""
    given = fact.data
    return CreditGivenBackV1(
        order_id=given.order_id, customer_id=fact.id, amount=given.amount, given_back_on=given.given_back_on
    )


def credit_reduced(fact: Fact[CreditReduced], _: CreditAccount) -> CreditReducedV1:
    """An order that is for less holds less credit."""
    reduced = fact.data
    return CreditReducedV1(
        order_id=reduced.order_id,
        customer_id=fact.id,
        given_back=reduced.given_back,
        reserved=reduced.reserved,
        exposure=reduced.exposure,
        reduced_on=reduced.reduced_on,
    )


def delivery_blocked(fact: Fact[DeliveryBlocked], _: CreditAccount) -> CreditDeliveryBlockedV1:
    """The warehouse keeps the goods."""
    blocked = fact.data
    return CreditDeliveryBlockedV1(
        order_id=blocked.order_id,
        customer_id=fact.id,
        amount=blocked.amount,
        exposure=blocked.exposure,
        limit=blocked.limit,
        standing=blocked.standing,
        blocked_on=blocked.blocked_on,
    )


def delivery_unblocked(fact: Fact[DeliveryUnblocked], _: CreditAccount) -> CreditDeliveryUnblockedV1:
    """The warehouse may ship."""
    unblocked = fact.data
    return CreditDeliveryUnblockedV1(
        order_id=unblocked.order_id,
        customer_id=fact.id,
        exposure=unblocked.exposure,
        unblocked_by=unblocked.unblocked_by,
        unblocked_on=unblocked.unblocked_on,
    )


def credit_stopped(fact: Fact[AccountStopped], _: CreditAccount) -> CreditStoppedV1:
    """Nothing new is delivered on credit."""
    stopped = fact.data
    return CreditStoppedV1(
        customer_id=fact.id, reason=stopped.reason, stopped_by=stopped.stopped_by, stopped_on=stopped.stopped_on
    )


def credit_stop_lifted(fact: Fact[StopLifted], _: CreditAccount) -> CreditStopLiftedV1:
    """The limit alone decides again."""
    lifted = fact.data
    return CreditStopLiftedV1(
        customer_id=fact.id, reason=lifted.reason, lifted_by=lifted.lifted_by, lifted_on=lifted.lifted_on
    )


def invoice_posted(fact: Fact[InvoicePosted], invoice: Invoice) -> InvoicePostedV1 | None:
    """The customer owes it."""
    if not is_told(invoice):
        return None
    posted = fact.data
    return InvoicePostedV1(
        invoice_id=fact.id,
        number=posted.number,
        order_id=posted.order_id,
        contract_id=posted.contract_id,
        customer_id=posted.customer_id,
        shipment_id=posted.shipment_id,
        lines=tuple(
            InvoicedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, net=line.net, tax=line.tax)
            for line in posted.lines
        ),
        charges=tuple(
            InvoicedCharge(kind=charge.kind, description=charge.description, net=charge.net, tax=charge.tax)
            for charge in posted.charges
        ),
        net=posted.net,
        tax=posted.tax,
        total=posted.total,
        instalments=tuple(
            Instalment(instalment_no=due.instalment_no, due_on=due.due_on, amount=due.amount)
            for due in posted.instalments
        ),
        posted_on=posted.posted_on,
    )


def nothing_to_pay(fact: Fact[NothingToPay], invoice: Invoice) -> InvoicePaidV1 | None:
    """An invoice that comes to nothing is paid as it is posted."""
    if not is_told(invoice):
        return None
    return InvoicePaidV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        amount=invoice.total,
        paid_on=fact.data.settled_on,
    )


def amount_settled(fact: Fact[AmountSettled], invoice: Invoice) -> InvoicePaidV1 | InvoicePartPaidV1 | None:
    """Paid when nothing is open any more, part-paid until then; `amount` is what came now."""
    if not is_told(invoice):
        return None
    settled = fact.data
    if settled.debt.open:
        return InvoicePartPaidV1(
            invoice_id=fact.id,
            number=invoice.number,
            order_id=invoice.order_id,
            customer_id=invoice.customer_id,
            amount=settled.amount,
            open=settled.debt.open,
            paid_on=settled.settled_on,
            overdue=invoice.late,
        )
    return InvoicePaidV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        amount=settled.amount,
        paid_on=settled.settled_on,
    )


def amount_reopened(fact: Fact[AmountReopened], invoice: Invoice) -> InvoiceReopenedV1 | None:
    """A payment bounced, or its allocation was taken back."""
    if not is_told(invoice):
        return None
    reopened = fact.data
    return InvoiceReopenedV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        amount=reopened.amount,
        open=reopened.debt.open,
        reason=reopened.reason,
        reopened_on=reopened.reopened_on,
        overdue=invoice.late,
    )


def invoice_written_off(fact: Fact[InvoiceWrittenOff], invoice: Invoice) -> InvoiceWrittenOffV1 | None:
    """Whoever waits for the rest of it need not any more."""
    if not is_told(invoice):
        return None
    lost = fact.data
    return InvoiceWrittenOffV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        amount=lost.amount,
        open=lost.debt.open,
        reason=lost.reason,
        written_off_on=lost.written_off_on,
        overdue=invoice.late,
    )


def write_off_reversed(fact: Fact[WriteOffReversed], invoice: Invoice) -> InvoiceReopenedV1 | None:
    """It is owed again, as after a payment that bounced."""
    if not is_told(invoice):
        return None
    back = fact.data
    return InvoiceReopenedV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        amount=back.amount,
        open=back.debt.open,
        reason=back.reason,
        reopened_on=back.reversed_on,
        overdue=invoice.late,
    )


PUBLISHING: Final[dict[type, Publish]] = {
    CreditReserved: credit_reserved,
    CreditHeld: credit_held,
    CreditRefused: credit_refused,
    CreditGivenBack: credit_given_back,
    CreditReduced: credit_reduced,
    DeliveryBlocked: delivery_blocked,
    DeliveryUnblocked: delivery_unblocked,
    AccountStopped: credit_stopped,
    StopLifted: credit_stop_lifted,
    InvoicePosted: invoice_posted,
    NothingToPay: nothing_to_pay,
    AmountSettled: amount_settled,
    AmountReopened: amount_reopened,
    InstalmentFellDue: invoice_fell_overdue,
    InvoiceDisputed: invoice_disputed,
    DisputeEnded: invoice_dispute_ended,
    InvoiceCredited: invoice_credited,
    InvoiceCreditCancelled: invoice_credit_cancelled,
    InvoiceWrittenOff: invoice_written_off,
    WriteOffReversed: write_off_reversed,
    SupplierPaymentSent: supplier_payment_made,
    SupplierPaymentArrived: supplier_payment_arrived,
    SupplierPaymentFailed: supplier_payment_failed,
    SupplierPaymentCleared: payables_cleared,
    SupplierClearingTakenBack: clearing_taken_back,
    SupplierRefundReceived: refund_received,
    CaseOpened: dunning_case_opened,
    LevelRaised: dunning_level_raised,
    CaseContinued: dunning_continued,
    HandedOver: dunning_handed_over,
    CaseRecalled: dunning_recalled,
    CaseResolved: dunning_resolved,
}
