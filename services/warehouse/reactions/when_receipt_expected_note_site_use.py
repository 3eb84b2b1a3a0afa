"""Goods of a supplier are expected at a site: it is in use."""

from collections.abc import Iterator

from services.warehouse.expected_receipt.events import ReceiptExpected
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReceiptExpected)
def when_receipt_expected_note_site_use(fact: Fact[ReceiptExpected]) -> Iterator[Send]:
    """Noted only of a closed site: nobody vacates it who looked before."""
    yield Send(NoteSiteUse(code=fact.data.warehouse, used_by=fact.stream), SITE_LIST_STREAM)
