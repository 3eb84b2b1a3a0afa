"""What a supplier had billed without goods has come, or was credited: its payable is not held for them any more."""

from collections.abc import Iterable

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.holding import NoteGoodsCame
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import SupplierInvoiceGoodsCameV1


@reacts_to(SupplierInvoiceGoodsCameV1)
def when_supplier_goods_came_release_payable(fact: Fact[SupplierInvoiceGoodsCameV1]) -> Iterable[Send]:
    """What a person holds by hand stays held."""
    came = fact.data
    yield Send(NoteGoodsCame(on=came.came_on), to=PAYABLE.stream(came.supplier_invoice_id))
