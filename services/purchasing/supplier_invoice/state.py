"""The stages of a supplier invoice's life, and how each fact moves it on."""

from dataclasses import field
from datetime import date
from typing import assert_never

from services.purchasing.supplier_invoice.events import (
    ApprovedLine,
    MissingLine,
    SupplierInvoiceApproved,
    SupplierInvoiceBlocked,
    SupplierInvoiceEvent,
    SupplierInvoiceGoodsCame,
    SupplierInvoiceGoodsMissing,
    SupplierInvoicePaymentFailed,
    SupplierInvoicePaymentMade,
    SupplierInvoiceRecorded,
    SupplierInvoiceRejected,
)
from services.purchasing.supplier_invoice.terms import InvoiceTerms, Variance
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@state
class NotRecorded:
    """The supplier has not billed us under this reference."""


@state
class Blocked:
    """Differs from the order or the receipts, as found at `blocked_on`; nothing is owed yet."""

    terms: InvoiceTerms
    variances: tuple[Variance, ...]
    blocked_on: date = date.min


@part
class PaymentWord:
    """Accounting's newest word on one payment: made, or failed for a reason."""

    on: date
    failed_because: str = ""


@part
class MissingGoods:
    """What had not come when a receipt was last corrected, and why it had been told."""

    lines: tuple[MissingLine, ...]
    reason: str
    corrected_by: str
    on: date


@state
class Approved:
    """Owed. `variances` are those that a person released, with a reason; `payments` what accounting told, by id.

    `missing` as long as it bills goods that had not come, as was found after it was approved.
    """

    terms: InvoiceTerms
    lines: tuple[ApprovedLine, ...]
    variances: tuple[Variance, ...]
    approved_by: str
    reason: str
    payments: dict[str, PaymentWord] = field(default_factory=dict)
    missing: MissingGoods | None = None

    @property
    def payment(self) -> str:
        """Whether it is paid: by any payment that did not fail, in whatever order they were told."""
        if not self.payments:
            return "unpaid"
        return "failed" if all(one.failed_because for one in self.payments.values()) else "paid"


@state
class Rejected:
    """Not owed. The reference may be used again, for the invoice put right."""

    terms: InvoiceTerms
    variances: tuple[Variance, ...]
    reason: str


SupplierInvoice = NotRecorded | Blocked | Approved | Rejected


def evolve(invoice: SupplierInvoice, fact: SupplierInvoiceEvent) -> SupplierInvoice:
    """The supplier invoice after the fact. Never refuses: what happened, happened."""
    match fact:
        case SupplierInvoiceRecorded(terms=terms, recorded_on=recorded_on):
            return Blocked(terms=terms, variances=(), blocked_on=recorded_on)
        case SupplierInvoiceBlocked() | SupplierInvoiceApproved() | SupplierInvoiceRejected():
            if isinstance(invoice, NotRecorded):
                return invoice
            return _moved_on(invoice, fact)
        case SupplierInvoicePaymentMade() | SupplierInvoicePaymentFailed():
            return _paid(invoice, fact) if isinstance(invoice, Approved) else invoice
        case SupplierInvoiceGoodsMissing(lines=lines, reason=reason, corrected_by=by, noted_on=on):
            if not isinstance(invoice, Approved):
                return invoice
            return replace(invoice, missing=MissingGoods(lines=lines, reason=reason, corrected_by=by, on=on))
        case SupplierInvoiceGoodsCame():
            return replace(invoice, missing=None) if isinstance(invoice, Approved) else invoice
        case _:
            assert_never(fact)


def _paid(invoice: Approved, fact: SupplierInvoicePaymentMade | SupplierInvoicePaymentFailed) -> Approved:
    match fact:
        case SupplierInvoicePaymentMade(made_on=on):
            word = PaymentWord(on=on)
        case SupplierInvoicePaymentFailed(failed_on=on, reason=reason):
            word = PaymentWord(on=on, failed_because=reason)
        case _:
            assert_never(fact)
    return replace(invoice, payments={**invoice.payments, fact.supplier_payment_id: word})


def _moved_on(
    invoice: Blocked | Approved | Rejected,
    fact: SupplierInvoiceBlocked | SupplierInvoiceApproved | SupplierInvoiceRejected,
) -> SupplierInvoice:
    match fact:
        case SupplierInvoiceBlocked(variances=variances, blocked_on=blocked_on):
            return Blocked(terms=invoice.terms, variances=variances, blocked_on=blocked_on)
        case SupplierInvoiceApproved(lines=lines, approved_by=by, reason=reason, released=released):
            return Approved(
                terms=invoice.terms,
                lines=lines,
                variances=invoice.variances if released else (),
                approved_by=by,
                reason=reason,
            )
        case SupplierInvoiceRejected(reason=reason):
            return Rejected(terms=invoice.terms, variances=invoice.variances, reason=reason)
        case _:
            assert_never(fact)
