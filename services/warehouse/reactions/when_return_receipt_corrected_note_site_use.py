"""A customer's goods that had waited to be inspected are expected at the site again: it is in use."""

from collections.abc import Iterator

from services.warehouse.returned_goods.events import ReturnReceiptCorrected
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnReceiptCorrected)
def when_return_receipt_corrected_note_site_use(fact: Fact[ReturnReceiptCorrected]) -> Iterator[Send]:
    """Noted only of a closed site: who vacates it may have looked for what is expected there before."""
    yield Send(NoteSiteUse(code=fact.data.warehouse, used_by=fact.stream), SITE_LIST_STREAM)
