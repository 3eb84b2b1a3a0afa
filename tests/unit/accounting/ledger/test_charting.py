"""The chart of accounts: adopted once, added to, and re-pointed from a day on."""

from dataclasses import replace
from datetime import date

import pytest

from services.accounting.ledger.chart import account_of, is_posted_to
from services.accounting.ledger.chart_decider import CHART
from services.accounting.ledger.charting import (
    AccountTaken,
    AddAccount,
    AdoptChart,
    ChartAlreadyAdopted,
    ChartOfAccounts,
    NoChartAdopted,
    ParentUnknown,
    PointRole,
    RoleNotPostable,
    RolesMissing,
)
from services.accounting.ledger.events import Account, AccountAdded, RoleAccount, RolePointed
from services.accounting.ledger.roles import BUILT_IN, ROLES
from services.accounting.settings import offered_charts
from shared.testing.specification import spec_of

MONDAY, MAY, JULY = date(2026, 3, 2), date(2026, 5, 4), date(2026, 7, 1)
OFFERED = offered_charts()
GENERIC, VIETNAM = OFFERED["generic"], OFFERED["vn_circular_99_2025"]
a_chart = spec_of(CHART)


def adopt(chart: ChartOfAccounts) -> AdoptChart:
    return AdoptChart(chart=chart, by="m", on=MONDAY)


def adopted(chart: ChartOfAccounts) -> object:
    (fact,) = a_chart.when(adopt(chart)).facts
    return fact


def below_bank(number: str = "1121", name: str = "Bank of Hanoi") -> Account:
    return Account(number=number, name=name, local_name="", kind="asset", normal_side="debit", parent="112")


class TestTheChartsOnOffer:
    def test_the_built_in_roles_are_those_of_the_generic_chart(self) -> None:
        assert dict(GENERIC.roles) == dict(BUILT_IN)
        assert set(BUILT_IN) == set(ROLES)

    @pytest.mark.parametrize("name", sorted(OFFERED))
    def test_every_chart_can_be_adopted(self, name: str) -> None:
        a_chart.when(adopt(OFFERED[name])).then_asked_again_nothing()


class TestAdopting:
    def test_before_it_the_generic_roles_are_in_force(self) -> None:
        assert account_of(a_chart.state, "receivable", credited=False, on=MONDAY) == "1100"
        assert is_posted_to(a_chart.state, "1100")
        assert not is_posted_to(a_chart.state, "9999")

    def test_a_role_may_go_elsewhere_when_it_is_credited(self) -> None:
        chart = a_chart.given(adopted(VIETNAM)).state
        assert account_of(chart, "inventory-adjustment", credited=False, on=MONDAY) == "1381"
        assert account_of(chart, "inventory-adjustment", credited=True, on=MONDAY) == "3381"
        assert account_of(chart, "nobody", credited=True, on=MONDAY) is None

    def test_another_chart_is_not_adopted_over_it(self) -> None:
        a_chart.given(adopted(VIETNAM)).when(adopt(GENERIC)).then_rejected(ChartAlreadyAdopted)

    def test_a_chart_names_every_role(self) -> None:
        roles = {role: account for role, account in GENERIC.roles.items() if role != "bank"}
        a_chart.when(adopt(replace(GENERIC, roles=roles))).then_rejected(RolesMissing, field="roles")

    def test_a_role_is_played_by_an_account_without_others_below_it(self) -> None:
        roles = {**VIETNAM.roles, "input-vat": "133"}
        a_chart.when(adopt(replace(VIETNAM, roles=roles))).then_rejected(RoleNotPostable)


class TestAddingAccounts:
    def test_the_first_account_below_another_takes_over_its_roles(self) -> None:
        pointed = RoleAccount(role="bank", account="1121", when_credited="1121", from_day=JULY)
        decided = a_chart.given(adopted(VIETNAM)).when(AddAccount(account=below_bank(), by="m", on=JULY))
        decided.then(
            AccountAdded(account=below_bank(), added_by="m", added_on=JULY),
            RolePointed(points=pointed, pointed_by="m", pointed_on=JULY),
        ).then_asked_again_nothing()
        chart = decided.state_after()
        assert account_of(chart, "bank", credited=False, on=JULY) == "1121"
        assert account_of(chart, "bank", credited=False, on=MONDAY) == "112"
        assert not is_posted_to(chart, "112")

    def test_the_second_one_takes_over_nothing(self) -> None:
        first = AccountAdded(account=below_bank(), added_by="m", added_on=MONDAY)
        moved = RoleAccount(role="bank", account="1121", when_credited="1121", from_day=MONDAY)
        history = (adopted(VIETNAM), first, RolePointed(points=moved, pointed_by="m", pointed_on=MONDAY))
        second = below_bank("1122", "Bank of Hue")
        a_chart.given(*history).when(AddAccount(account=second, by="m", on=JULY)).then(
            AccountAdded(account=second, added_by="m", added_on=JULY)
        )

    def test_it_takes_over_what_another_account_is_to_play_only_later(self) -> None:
        cash = PointRole(role="bank", account="111", when_credited="111", from_day=JULY, by="m", on=MONDAY)
        (later,) = a_chart.given(adopted(VIETNAM)).when(cash).facts
        chart = (
            a_chart.given(adopted(VIETNAM), later).when(AddAccount(account=below_bank(), by="m", on=MAY)).state_after()
        )
        assert [account_of(chart, "bank", credited=False, on=day) for day in (MONDAY, MAY, JULY)] == [
            "112",
            "1121",
            "111",
        ]

    def test_and_what_it_was_to_play_itself_from_a_later_day(self) -> None:
        cash = PointRole(role="bank", account="111", when_credited="111", from_day=MONDAY, by="m", on=MONDAY)
        back = PointRole(role="bank", account="112", when_credited="112", from_day=JULY, by="m", on=MONDAY)
        history = [adopted(VIETNAM), *a_chart.given(adopted(VIETNAM)).when(cash).facts]
        history += a_chart.given(*history).when(back).facts
        chart = a_chart.given(*history).when(AddAccount(account=below_bank(), by="m", on=MAY)).state_after()
        assert [account_of(chart, "bank", credited=False, on=day) for day in (MAY, JULY)] == ["111", "1121"]

    def test_only_the_side_that_stood_on_the_parent_moves(self) -> None:
        below = Account(
            number="13811", name="Shortages", local_name="", kind="asset", normal_side="debit", parent="1381"
        )
        chart = a_chart.given(adopted(VIETNAM)).when(AddAccount(account=below, by="m", on=JULY)).state_after()
        assert account_of(chart, "inventory-adjustment", credited=False, on=JULY) == "13811"
        assert account_of(chart, "inventory-adjustment", credited=True, on=JULY) == "3381"

    def test_a_number_is_one_account(self) -> None:
        taken = replace(below_bank(), number="111")
        a_chart.given(adopted(VIETNAM)).when(AddAccount(account=taken, by="m", on=JULY)).then_rejected(
            AccountTaken, field="number"
        )

    def test_the_parent_has_to_be_there(self) -> None:
        orphan = replace(below_bank(), parent="999")
        a_chart.given(adopted(VIETNAM)).when(AddAccount(account=orphan, by="m", on=JULY)).then_rejected(
            ParentUnknown, field="parent"
        )

    def test_there_has_to_be_a_chart(self) -> None:
        a_chart.when(AddAccount(account=below_bank(), by="m", on=JULY)).then_rejected(NoChartAdopted)


class TestPointingRoles:
    POINT = PointRole(role="bank", account="111", when_credited="111", from_day=JULY, by="m", on=MONDAY)

    def test_from_a_day_on_another_account_plays_the_role(self) -> None:
        decided = a_chart.given(adopted(VIETNAM)).when(self.POINT).then_asked_again_nothing()
        chart = decided.state_after()
        assert account_of(chart, "bank", credited=True, on=MONDAY) == "112"
        assert account_of(chart, "bank", credited=True, on=JULY) == "111"
        assert account_of(chart, "bank", credited=True, on=date(2025, 1, 1)) == "112"

    def test_the_later_word_about_the_same_day_holds(self) -> None:
        corrected = replace(self.POINT, account="113", when_credited="113")
        first = a_chart.given(adopted(VIETNAM)).when(self.POINT)
        chart = first.specification.given(*first.facts).when(corrected).state_after()
        assert account_of(chart, "bank", credited=False, on=JULY) == "113"

    @pytest.mark.parametrize("account", ["133", "999"])
    def test_only_an_account_that_is_posted_to_can_play_it(self, account: str) -> None:
        point = replace(self.POINT, account=account)
        a_chart.given(adopted(VIETNAM)).when(point).then_rejected(RoleNotPostable, field="account")

    def test_there_has_to_be_a_chart(self) -> None:
        a_chart.when(self.POINT).then_rejected(NoChartAdopted)
