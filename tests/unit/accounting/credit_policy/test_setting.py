"""Setting the limits of new accounts."""

from datetime import date

from services.accounting.credit_policy.decider import CREDIT_POLICY
from services.accounting.credit_policy.events import CreditPolicySet
from services.accounting.credit_policy.setting import DefaultLimitNamedTwice, SetCreditPolicy
from services.accounting.credit_policy.state import DEFAULTS
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
EUROS, DONG = Money(minor=100_000, currency="EUR"), Money(minor=0, currency="VND")
a_policy = spec_of(CREDIT_POLICY)


def asked(*limits: Money, by: str = "the.boss") -> SetCreditPolicy:
    return SetCreditPolicy(default_limits=limits, by=by, on=MONDAY)


class TestSetting:
    def test_one_per_currency_and_nothing_is_a_limit_too(self) -> None:
        decided = a_policy.when(asked(EUROS, DONG))
        decided.then(
            CreditPolicySet(default_limits=(EUROS, DONG), set_by="the.boss", set_on=MONDAY)
        ).then_asked_again_nothing()
        after = decided.state_after()
        assert (after.version, after.set_by, after.limit_in("VND"), after.limit_in("USD")) == (
            1,
            "the.boss",
            DONG,
            None,
        )

    def test_there_is_none_until_somebody_says_so_and_none_takes_it_back(self) -> None:
        assert DEFAULTS.limit_in("EUR") is None
        a_policy.when(asked()).then_nothing()
        (fact,) = a_policy.given(*a_policy.when(asked(EUROS)).facts).when(asked(by="the.other.boss")).facts
        assert fact.default_limits == ()

    def test_no_currency_has_two(self) -> None:
        a_policy.when(asked(EUROS, EUROS)).then_rejected(DefaultLimitNamedTwice, field="default_limits.0.currency")
