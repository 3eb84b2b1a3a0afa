"""A charge was waived: it uses no credit any more."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_charges
from services.accounting.dunning_case.events import ChargeWaived
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargeWaived)
def when_charge_waived_count_charges(fact: Fact[ChargeWaived]) -> Iterable[Send]:
    """What is left of the case's charges counts."""
    yield count_charges(fact.id, "waived", fact.data.waived_on)
