"""Money settles charges of a debtor."""

from collections.abc import Iterable

from services.accounting.dunning_case.charging import SettleCharges
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_policy.decider import THE_POLICY
from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payment.events import ChargesCleared
from services.accounting.payment.settling import SOURCE, charges_settlement_id
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesCleared)
def when_charges_cleared_settle_charges(fact: Fact[ChargesCleared]) -> Iterable[Send]:
    """On their dunning case and, from their credit, in the books. Who paid in time is not late because we searched."""
    cleared = fact.data
    command = SettleCharges(
        settlement_id=charges_settlement_id(fact.id, cleared.clearing_no),
        clearings=cleared.clearings,
        on=fact.noted_on,
        paid_on=cleared.paid_on or cleared.cleared_on,
    )
    yield Send(command, DUNNING_CASE.stream(cleared.case_id), given=(THE_POLICY,))
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} used for charges",
        posted_on=cleared.cleared_on,
        lines=[
            debit("customer-credit", cleared.amount, cleared.customer_id),
            credit("receivable", cleared.amount, cleared.customer_id),
        ],
    )
