"""Purchasing approved a supplier's invoice: we owe it."""

from collections.abc import Iterable

from services.accounting.payable.crediting import NoteCredit
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.opening import OpenPayable
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import SupplierInvoiceApprovedV1


@reacts_to(SupplierInvoiceApprovedV1)
def when_supplier_invoice_approved_open_payable(fact: Fact[SupplierInvoiceApprovedV1]) -> Iterable[Send]:
    """One payable per supplier invoice, under its id. What it credits is not paid without it from now on."""
    approved = fact.data
    yield Send(
        OpenPayable(
            supplier_id=approved.supplier_id,
            purchase_order_id=approved.purchase_order_id,
            supplier_reference=approved.supplier_reference,
            owed=approved.total,
            due_on=approved.due_on,
            on=approved.approved_on,
            credits=approved.credits,
        ),
        to=PAYABLE.stream(approved.supplier_invoice_id),
    )
    if approved.credits and approved.total:
        yield Send(
            NoteCredit(
                credit_id=approved.supplier_invoice_id,
                supplier_reference=approved.supplier_reference,
                on=approved.approved_on,
            ),
            to=PAYABLE.stream(approved.credits),
        )
