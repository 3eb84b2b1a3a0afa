"""The policy of purchasing."""

from datetime import date
from decimal import Decimal

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.events import PolicySet
from services.purchasing.policy.setting import LimitStatedTwice, SetPolicy
from services.purchasing.policy.state import approval_limit
from services.purchasing.policy.views import read
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
USD = Money(minor=500_000, currency="USD")
EUR = Money(minor=400_000, currency="EUR")
the_policy = spec_of(POLICY)


def set_to(*limits: Money, price: str = "0", approval: bool = False) -> SetPolicy:
    return SetPolicy(
        approval_above=limits,
        price_tolerance_percent=Decimal(price),
        quantity_tolerance_percent=Decimal(0),
        supplier_approval=approval,
        by="mia",
        on=MONDAY,
    )


class TestSetting:
    def test_rules_are_put_in_force_once(self) -> None:
        the_policy.when(set_to(USD, EUR, price="0.5", approval=True)).then(
            PolicySet(
                approval_above=(EUR, USD),
                price_tolerance_percent=Decimal("0.5"),
                quantity_tolerance_percent=Decimal(0),
                supplier_approval=True,
                set_by="mia",
                set_on=MONDAY,
            )
        ).then_asked_again_nothing()

    def test_the_defaults_need_no_setting(self) -> None:
        the_policy.when(set_to()).then_nothing()

    def test_one_amount_per_currency(self) -> None:
        the_policy.when(set_to(USD, USD)).then_rejected(LimitStatedTwice, field="approval_above")


class TestLimits:
    def test_a_currency_without_an_amount_has_its_own_by_default(self) -> None:
        policy = the_policy.when(set_to(USD)).state_after()
        assert approval_limit(policy, "USD") == USD
        assert approval_limit(policy, "EUR") == Money(minor=1_000_000, currency="EUR")
        assert approval_limit(policy, "KWD") == Money(minor=3_000_000, currency="KWD")
        assert approval_limit(policy, "VND") == Money(minor=50_000_000, currency="VND")

    def test_of_a_currency_without_any_every_order_needs_a_person(self) -> None:
        assert approval_limit(the_policy.when(set_to(USD)).state_after(), "ISK") == Money.zero("ISK")

    def test_the_policy_shows_the_defaults_that_it_does_not_replace(self) -> None:
        shown = read("main", the_policy.when(set_to(USD)).state_after())
        by_default = {limit.currency: limit for limit in shown.approval_above_by_default}
        assert "USD" not in by_default
        assert by_default["JPY"] == Money(minor=1_500_000, currency="JPY")
        assert shown.approval_above_otherwise == 0
