"""Going on from a case that was resolved when what it was resolved about is owed again.

Money does not always stay: a payment bounces, or was somebody else's. How far each instalment had been dunned is
remembered beyond its settlement, as every ledger of receivables keeps the level of an item. So the debt comes back at
that level, which is not raised anew and claims no fee again; nor does a level that its charges were dunned at. Each
instalment has its own: what was reminded of once begins there, however far the case went without it.
"""

from collections.abc import Iterable
from datetime import date

from services.accounting.dunning_case.account import place_of
from services.accounting.dunning_case.events import CaseContinued
from services.accounting.dunning_case.parts import Reached
from services.accounting.dunning_case.state import DunningCase, Running
from services.accounting.dunning_policy.state import DunningPolicy, in_currency
from shared.kernel.money import total


def continuing(case: DunningCase, policy: DunningPolicy, on: date) -> Iterable[CaseContinued]:
    """At the highest level that had been reached by what may be dunned, or is charged, where the case is below it.

    A level is worth going on from as it is worth raising: where at least the policy's minimum had reached it.
    """
    if not isinstance(case, Running):
        return
    furthest = max(_reached_before(case, policy, on), key=lambda one: (one.level, one.on), default=None)
    if furthest is None or furthest.level <= case.level:
        return
    past = case.account.past_case(furthest.case_no)
    if past is None:
        return
    yield CaseContinued(
        case_no=case.case_no,
        continues=past.case_no,
        level=furthest.level,
        name=furthest.name,
        reached_on=furthest.on,
        is_last=furthest.is_last,
        stops_credit=furthest.stops_credit,
        holds_credit=furthest.holds_credit,
        continued_on=on,
        letter_no=furthest.letter_no,
    )


def _reached_before(case: Running, policy: DunningPolicy, on: date) -> Iterable[Reached]:
    account = case.account
    minimum = in_currency(policy.minimum_amounts, account.currency)
    dunned = [
        (one.amount, reached)
        for one in account.dunned(on)
        if (reached := account.reached.get(place_of(one.invoice_id, one.instalment_no))) is not None
    ]
    for _, reached in dunned:
        so_far = total((amount for amount, other in dunned if other.level >= reached.level), account.currency)
        if so_far >= minimum:
            yield reached
    for charge in account.open_charges:
        if charge.case_no != case.case_no and (past := account.past_case(charge.case_no)) is not None:
            yield past.reached
