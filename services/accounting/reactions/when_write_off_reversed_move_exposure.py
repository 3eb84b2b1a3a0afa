"""A write-off was reversed: the invoice uses credit again."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.credit_account.moving import WRITE_OFF_REVERSED
from services.accounting.invoice.events import WriteOffReversed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffReversed)
def when_write_off_reversed_move_exposure(fact: Fact[WriteOffReversed]) -> Iterable[Send]:
    """As if it had never been written off; what a credit note takes off at once blocks nothing in between."""
    because = "credited" if fact.data.credit_note_id else WRITE_OFF_REVERSED
    yield move_exposure(fact.id, fact.data.debt, because, fact.data.reversed_on)
