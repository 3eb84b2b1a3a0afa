"""A supplier bills goods that had not come after all: its payable is held from payment."""

from collections.abc import Iterable

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.holding import NoteGoodsMissing
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import SupplierInvoiceGoodsMissingV1


@reacts_to(SupplierInvoiceGoodsMissingV1)
def when_supplier_goods_missing_hold_payable(fact: Fact[SupplierInvoiceGoodsMissingV1]) -> Iterable[Send]:
    """At whatever stage it is: of one that is paid, somebody has to claim the money back."""
    missing = fact.data
    yield Send(
        NoteGoodsMissing(reason=missing.reason, by=missing.corrected_by, on=missing.noted_on),
        to=PAYABLE.stream(missing.supplier_invoice_id),
    )
