"""What returned goods are worth, and what of them is lost as scrap, is as the corrected inspection says."""

from collections.abc import Iterable

from services.accounting.ledger.giving_away import role_left_with
from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import ReturnInspectionCorrectedV1


@reacts_to(ReturnInspectionCorrectedV1)
def when_return_inspection_corrected_book_difference(fact: Fact[ReturnInspectionCorrectedV1]) -> Iterable[Send]:
    """By as much as the two differ, against the accounts of the inspection's own entry.

    Where the stock loses another amount than the units had come in at, the goods that left meanwhile left at a wrong
    average: an adjustment.
    """
    corrected = fact.data
    was, found = corrected.was, corrected.found
    moved = [one.value for one in corrected.moved]
    scrapped = found.scrap_cost - was.scrap_cost
    came_back = found.good_value - was.good_value + found.repair_value - was.repair_value + scrapped
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="return",
        text=f"Return {corrected.return_id}, inspection corrected: {corrected.reason}",
        posted_on=corrected.corrected_on,
        lines=[
            *(debit("inventory", amount) for amount in sums(moved)),
            debit("scrap-loss", scrapped, corrected.customer_id),
            credit(role_left_with(found.kind), came_back, corrected.customer_id),
            *(credit("inventory-adjustment", amount) for amount in sums([*moved, scrapped, -came_back])),
        ],
    )
