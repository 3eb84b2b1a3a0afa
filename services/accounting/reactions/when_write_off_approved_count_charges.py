"""Charges were given up: they use no credit any more."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_charges
from services.accounting.dunning_case.events_of_endings import WriteOffApproved
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffApproved)
def when_write_off_approved_count_charges(fact: Fact[WriteOffApproved]) -> Iterable[Send]:
    """Invoices that were given up with them tell it themselves."""
    yield count_charges(fact.id, "written-off", fact.data.approved_on)
