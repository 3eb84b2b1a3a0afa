"""Credit: reserved when the order fits, held when not, given back when it is cancelled."""

from datetime import date

import pytest

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    CreditGivenBack,
    CreditHeld,
    CreditReserved,
    CustomerNamed,
    ExposureShipped,
    LimitSet,
)
from services.accounting.credit_account.opening import NameCustomer, OpenAccount
from services.accounting.credit_account.reserving import GiveBackCredit, ReserveCredit
from services.accounting.credit_account.state import Open
from services.accounting.credit_policy.decider import CREDIT_POLICY, MAIN
from services.accounting.credit_policy.events import CreditPolicySet
from shared.kernel.money import Money
from shared.testing.specification import spec_of

TODAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


an_account = spec_of(CREDIT_ACCOUNT).beside(CREDIT_POLICY, MAIN)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
LIMIT = LimitSet(limit=usd(1000), reason="bank report", set_by="m", set_on=TODAY)
STOPPED = AccountStopped(reason="lawyers", stopped_by="m", stopped_on=TODAY)


def reserve(minor: int, order_id: str = "O-1", currency: str = "USD") -> ReserveCredit:
    amount = Money(minor=minor, currency=currency)
    return ReserveCredit(order_id=order_id, amount=amount, placed_by="s.rep", on=TODAY)


def reserved(minor: int, exposure: int, *, order_id: str = "O-1", limit: int | None = 1000) -> CreditReserved:
    return CreditReserved(
        order_id=order_id,
        amount=usd(minor),
        exposure=usd(exposure),
        limit=None if limit is None else usd(limit),
        placed_by="s.rep",
        released_by=None,
        reason="",
        reserved_on=TODAY,
    )


def held(minor: int, exposure: int, *, standing: str = "hold", order_id: str = "O-1") -> CreditHeld:
    return CreditHeld(
        order_id=order_id,
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(1000),
        standing=standing,
        placed_by="s.rep",
        held_on=TODAY,
    )


class TestOpening:
    COMMAND = OpenAccount(customer_name="Acme", currency="USD", on=TODAY)

    def test_a_registered_customer_gets_an_account(self) -> None:
        an_account.when(self.COMMAND).then(OPENED).then_asked_again_nothing()

    def test_an_order_that_comes_first_opens_it_and_the_name_follows(self) -> None:
        unnamed = AccountOpened(customer_name="", currency="USD", opened_on=TODAY)
        decided = an_account.when(reserve(500)).then(unnamed, reserved(500, 500, limit=None))
        decided.then_asked_again_nothing()
        named = CustomerNamed(customer_name="Acme")
        an_account.given(*decided.facts).when(self.COMMAND).then(named).then_asked_again_nothing()

    def test_with_the_limit_of_the_credit_policy_where_it_has_one(self) -> None:
        euros = Money(minor=5, currency="EUR")
        policy = CreditPolicySet(default_limits=(euros, usd(1000)), set_by="the.boss", set_on=TODAY)
        account = an_account.beside(CREDIT_POLICY, MAIN, policy)
        limit = LimitSet(limit=usd(1000), reason="credit policy, version 1", set_by="the.boss", set_on=TODAY)
        account.when(self.COMMAND).then(OPENED, limit).then_asked_again_nothing()
        unnamed = AccountOpened(customer_name="", currency="USD", opened_on=TODAY)
        account.when(reserve(1001)).then(unnamed, limit, held(1001, 0)).then_asked_again_nothing()
        account.given(OPENED).when(reserve(1001)).then(reserved(1001, 1001, limit=None))

    def test_a_corrected_name_is_taken_over(self) -> None:
        command = NameCustomer(customer_name="Acme Inc")
        an_account.given(OPENED).when(command).then(CustomerNamed(customer_name="Acme Inc")).then_asked_again_nothing()
        an_account.when(command).then_nothing()


class TestReserving:
    def test_without_a_limit_nothing_is_checked(self) -> None:
        an_account.given(OPENED).when(reserve(10**12)).then(
            reserved(10**12, 10**12, limit=None)
        ).then_asked_again_nothing()

    def test_up_to_the_limit_it_is_reserved(self) -> None:
        an_account.given(OPENED, LIMIT).when(reserve(1000)).then(reserved(1000, 1000))

    def test_above_the_limit_it_is_held_with_the_numbers(self) -> None:
        account = an_account.given(OPENED, LIMIT, reserved(600, 600))
        account.when(reserve(401, "O-2")).then(held(401, 600, order_id="O-2")).then_asked_again_nothing()

    def test_what_is_held_does_not_count(self) -> None:
        account = an_account.given(OPENED, LIMIT, held(1001, 0))
        account.when(reserve(1000, "O-2")).then(reserved(1000, 1000, order_id="O-2"))

    def test_a_stopped_customer_is_held_whatever_the_limit(self) -> None:
        an_account.given(OPENED, LIMIT, STOPPED).when(reserve(1)).then(held(1, 0, standing="stop"))

    def test_another_currency_is_held(self) -> None:
        (fact,) = an_account.given(OPENED, LIMIT).when(reserve(1, currency="EUR")).facts
        assert (fact.standing, fact.amount.currency) == ("currency-differs", "EUR")

    @pytest.mark.parametrize(("exposure", "standing"), [(0, "ok"), (899, "ok"), (900, "watch"), (1001, "hold")])
    def test_the_standing_warns_from_90_percent(self, exposure: int, standing: str) -> None:
        state = an_account.given(OPENED, LIMIT, reserved(exposure, exposure)).state
        assert isinstance(state, Open)
        assert state.standing == standing


class TestGivingBack:
    COMMAND = GiveBackCredit(order_id="O-1", on=TODAY)

    def given_back(self, minor: int) -> CreditGivenBack:
        return CreditGivenBack(order_id="O-1", amount=usd(minor), given_back_on=TODAY)

    def test_all_that_was_reserved_is_free(self) -> None:
        decided = an_account.given(OPENED, reserved(600, 600)).when(self.COMMAND).then(self.given_back(600))
        state = decided.then_asked_again_nothing().state_after()
        assert isinstance(state, Open)
        assert (state.exposure.total, state.orders) == (usd(0), {})

    def test_what_has_left_stays(self) -> None:
        shipped = ExposureShipped(
            order_id="O-1", shipment_id="S-1", amount=usd(200), from_order=usd(200), shipped_on=TODAY
        )
        account = an_account.given(OPENED, reserved(600, 600), shipped)
        state = account.when(self.COMMAND).then(self.given_back(400)).then_asked_again_nothing().state_after()
        assert isinstance(state, Open)
        assert state.exposure.total == usd(200)

    def test_a_held_order_gives_back_nothing_and_is_gone(self) -> None:
        state = an_account.given(OPENED, LIMIT, held(1001, 0)).when(self.COMMAND).then(self.given_back(0))
        after = state.then_asked_again_nothing().state_after()
        assert isinstance(after, Open)
        assert after.held == {}

    def test_an_unknown_order_has_nothing(self) -> None:
        an_account.when(self.COMMAND).then_nothing()
        an_account.given(OPENED).when(self.COMMAND).then_nothing()
