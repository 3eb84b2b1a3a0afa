"""The money that had settled charges did not stay."""

from collections.abc import Iterable

from services.accounting.dunning_case.charging import ReopenCharges
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_policy.decider import THE_POLICY
from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payment.events import ChargesRestored
from services.accounting.payment.settling import SOURCE, charges_settlement_id
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesRestored)
def when_charges_restored_reopen_charges(fact: Fact[ChargesRestored]) -> Iterable[Send]:
    """On the dunning case, which may run again by that, and in the books."""
    restored = fact.data
    command = ReopenCharges(
        settlement_id=charges_settlement_id(fact.id, restored.clearing_no),
        reason=restored.reason,
        on=fact.noted_on,
    )
    yield Send(command, DUNNING_CASE.stream(restored.case_id), given=(THE_POLICY,))
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} no longer used for charges: {restored.reason}",
        posted_on=restored.restored_on,
        lines=[
            debit("receivable", restored.amount, restored.customer_id),
            credit("customer-credit", restored.amount, restored.customer_id),
        ],
    )
