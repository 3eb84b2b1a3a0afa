"""Saying how far the bank is reconciled."""

from datetime import date

from services.accounting.dunning_policy.decider import DUNNING_POLICY
from services.accounting.dunning_policy.events import BankReconciled
from services.accounting.dunning_policy.reconciling import (
    NoteBankReconciled,
    ReconciledFurtherAlready,
    ReconciledInTheFuture,
)
from shared.testing.specification import spec_of
from tests.unit.accounting.dunning_case.story import POLICY

TODAY = date(2026, 4, 14)
a_policy = spec_of(DUNNING_POLICY).given(POLICY)


def noted(until: date | None) -> NoteBankReconciled:
    return NoteBankReconciled(until=until, by="a.clerk", on=TODAY)


def test_up_to_a_day() -> None:
    fact = BankReconciled(until=date(2026, 4, 13), noted_by="a.clerk", noted_on=TODAY)
    a_policy.when(noted(date(2026, 4, 13))).then(fact).then_asked_again_nothing()


def test_the_procedure_stays_as_it_is_and_the_day_outlives_another_procedure() -> None:
    fact = BankReconciled(until=date(2026, 4, 13), noted_by="a.clerk", noted_on=TODAY)
    assert (a_policy.given(fact).state.version, a_policy.given(fact).state.levels) == (1, POLICY.levels)
    assert a_policy.given(fact, POLICY).state.bank_reconciled_until == date(2026, 4, 13)


def test_not_what_is_to_come() -> None:
    a_policy.when(noted(date(2026, 4, 15))).then_rejected(ReconciledInTheFuture, field="until")


def test_never_back_but_to_none_at_all() -> None:
    later = a_policy.given(BankReconciled(until=TODAY, noted_by="a.clerk", noted_on=TODAY))
    later.when(noted(date(2026, 4, 13))).then_rejected(ReconciledFurtherAlready)
    later.when(noted(None)).then(BankReconciled(until=None, noted_by="a.clerk", noted_on=TODAY))
