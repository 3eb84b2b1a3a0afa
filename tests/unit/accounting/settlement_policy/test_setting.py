"""Setting how small a difference may be."""

from datetime import date
from decimal import Decimal

import pytest

from services.accounting.settlement_policy.decider import SETTLEMENT_POLICY
from services.accounting.settlement_policy.events import SettlementPolicySet, Tolerance
from services.accounting.settlement_policy.setting import (
    SetSettlementPolicy,
    ToleranceNamedTwice,
    ToleranceTooWide,
)
from services.accounting.settlement_policy.state import DEFAULTS, SettlementPolicy
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
EUROS = Tolerance(most=Money(minor=200, currency="EUR"), percent=Decimal("0.05"))
DONG = Tolerance(most=Money(minor=5000, currency="VND"), percent=Decimal("0.1"))
a_policy = spec_of(SETTLEMENT_POLICY)


def asked(*tolerances: Tolerance, by: str = "the.boss") -> SetSettlementPolicy:
    return SetSettlementPolicy(tolerances=tolerances, by=by, on=MONDAY)


class TestSetting:
    def test_one_per_currency(self) -> None:
        decided = a_policy.when(asked(EUROS, DONG))
        decided.then(
            SettlementPolicySet(tolerances=(EUROS, DONG), set_by="the.boss", set_on=MONDAY)
        ).then_asked_again_nothing()
        assert decided.state_after().version == 1

    def test_nothing_is_tolerated_until_somebody_says_so_and_none_takes_it_back(self) -> None:
        a_policy.when(asked()).then_nothing()
        (fact,) = a_policy.given(*a_policy.when(asked(EUROS)).facts).when(asked(by="the.other.boss")).facts
        assert fact.tolerances == ()

    def test_no_currency_has_two(self) -> None:
        a_policy.when(asked(EUROS, EUROS)).then_rejected(ToleranceNamedTwice, field="tolerances.0.most.currency")

    def test_a_debt_is_not_given_up_by_policy(self) -> None:
        wide = Tolerance(most=EUROS.most, percent=Decimal("5.01"))
        a_policy.when(asked(DONG, wide)).then_rejected(ToleranceTooWide, field="tolerances.1.percent")


class TestTolerated:
    @pytest.mark.parametrize(
        ("due", "tolerated"),
        [(1_000, 0), (1_999, 0), (2_000, 1), (100_000, 50), (399_999, 199), (400_000, 200), (10_000_000, 200)],
    )
    def test_the_amount_or_the_share_whichever_is_less_rounded_down(self, due: int, tolerated: int) -> None:
        policy = SettlementPolicy(version=1, tolerances=(DONG, EUROS))
        assert policy.tolerated(Money(minor=due, currency="EUR")).minor == tolerated

    def test_nothing_in_a_currency_without_one(self) -> None:
        policy = SettlementPolicy(version=1, tolerances=(EUROS,))
        assert policy.tolerated(Money(minor=10**9, currency="USD")) == Money.zero("USD")
        assert DEFAULTS.tolerated(Money(minor=10**9, currency="EUR")) == Money.zero("EUR")
