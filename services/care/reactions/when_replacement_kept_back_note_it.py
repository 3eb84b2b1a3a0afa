"""The warehouse kept back what had not left of what was granted wrongly: somebody decides again what they get."""

from collections.abc import Iterable

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.revoking import NoteGoodsKeptBack
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementKeptBackV1


@reacts_to(ReplacementKeptBackV1)
def when_replacement_kept_back_note_it(fact: Fact[ReplacementKeptBackV1]) -> Iterable[Send]:
    """Also where it was nothing: then they get what was granted."""
    kept = fact.data
    command = NoteGoodsKeptBack(revocation_id=kept.revocation_id, quantity=kept.quantity, on=kept.kept_back_on)
    yield Send(command, CUSTOMER_RETURN.stream(kept.return_id))
