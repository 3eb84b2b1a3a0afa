"""The limits: defaults at first, then as they were set."""

from dataclasses import replace
from decimal import Decimal

from services.sales.policy.decider import POLICY
from services.sales.policy.events import PolicySet
from services.sales.policy.setting import CurrencyLimitedTwice, SetPolicy
from services.sales.policy.state import DEFAULTS, amount_limit
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.sales.examples import MONDAY

the_policy = spec_of(POLICY)
DOLLARS = Money(minor=1_000_000, currency="USD")
DONGS = Money(minor=200_000_000, currency="VND")
SET = SetPolicy(
    amount_limits=(DONGS, DOLLARS),
    other_amount_limit=None,
    line_discount_percent=Decimal(10),
    document_discount_percent=Decimal(5),
    free_prices_need_approval=True,
    validity_days=14,
    by="mai",
    on=MONDAY,
)
WAS_SET = PolicySet(
    amount_limits=(DOLLARS, DONGS),
    other_amount_limit=None,
    line_discount_percent=Decimal(10),
    document_discount_percent=Decimal(5),
    free_prices_need_approval=True,
    validity_days=14,
    set_by="mai",
    set_on=MONDAY,
)


class TestSetting:
    def test_limits_are_set_once(self) -> None:
        the_policy.when(SET).then(WAS_SET).then_asked_again_nothing()

    def test_every_setting_is_a_new_version(self) -> None:
        assert the_policy.state.version == 0
        assert the_policy.given(WAS_SET, replace(WAS_SET, validity_days=7)).state.version == 2

    def test_the_defaults_need_not_be_set(self) -> None:
        the_policy.when(
            SetPolicy(
                amount_limits=DEFAULTS.amount_limits,
                other_amount_limit=DEFAULTS.other_amount_limit,
                line_discount_percent=DEFAULTS.line_discount_percent,
                document_discount_percent=DEFAULTS.document_discount_percent,
                free_prices_need_approval=DEFAULTS.free_prices_need_approval,
                validity_days=DEFAULTS.validity_days,
                by="mai",
                on=MONDAY,
            )
        ).then_nothing()

    def test_a_currency_has_one_limit(self) -> None:
        twice = replace(SET, amount_limits=(DOLLARS, DOLLARS))
        the_policy.when(twice).then_rejected(CurrencyLimitedTwice, field="amount_limits")


class TestAmountLimit:
    def test_by_default_it_is_fifty_thousand(self) -> None:
        assert amount_limit(DEFAULTS, "USD") == Money(minor=5_000_000, currency="USD")
        assert amount_limit(DEFAULTS, "KWD") == Money(minor=50_000_000, currency="KWD")

    def test_currencies_of_small_value_have_their_own(self) -> None:
        assert amount_limit(DEFAULTS, "VND") == Money(minor=1_000_000_000, currency="VND")

    def test_a_currency_without_one_is_not_limited(self) -> None:
        policy = the_policy.given(WAS_SET).state
        assert amount_limit(policy, "USD") == DOLLARS
        assert amount_limit(policy, "EUR") is None
