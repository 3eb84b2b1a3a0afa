"""Credit: what people decide, about the limit, the stop, and held orders."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    CreditGivenBack,
    CreditHeld,
    CreditRefused,
    CreditReserved,
    ExposureShipped,
    LimitSet,
    StopLifted,
)
from services.accounting.credit_account.limiting import LiftStop, LimitInOtherCurrency, SetLimit, StopAccount
from services.accounting.credit_account.opening import AccountUnknown
from services.accounting.credit_account.releasing import (
    AccountIsStopped,
    CreditIsReserved,
    NotHeld,
    OrderInOtherCurrency,
    OrderRefused,
    OwnOrder,
    RefuseCredit,
    ReleaseHeldCredit,
)
from services.accounting.credit_account.state import Open
from shared.kernel.money import Money
from shared.testing.specification import spec_of

TODAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


an_account = spec_of(CREDIT_ACCOUNT)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
LIMIT = LimitSet(limit=usd(1000), reason="bank report", set_by="m", set_on=TODAY)
STOPPED = AccountStopped(reason="lawyers", stopped_by="m", stopped_on=TODAY)
LIFTED = StopLifted(reason="paid", lifted_by="m", lifted_on=TODAY)
REFUSED = CreditRefused(order_id="O-1", reason="no", refused_by="m", refused_on=TODAY)
SET_LIMIT = SetLimit(limit=usd(1000), reason="bank report", by="m", on=TODAY)
STOP = StopAccount(reason="lawyers", by="m", on=TODAY)
LIFT = LiftStop(reason="paid", by="m", on=TODAY)
REFUSE = RefuseCredit(order_id="O-1", reason="no", by="m", on=TODAY)


def held(minor: int = 1500, currency: str = "USD", *, standing: str = "hold", order_id: str = "O-1") -> CreditHeld:
    return CreditHeld(
        order_id=order_id,
        amount=Money(minor=minor, currency=currency),
        exposure=usd(0),
        limit=usd(1000),
        standing=standing,
        placed_by="s.rep",
        held_on=TODAY,
    )


def release(by: str = "m") -> ReleaseHeldCredit:
    return ReleaseHeldCredit(order_id="O-1", reason="their bank confirmed", by=by, on=TODAY)


class TestLimit:
    def test_it_is_set_once(self) -> None:
        an_account.given(OPENED).when(SET_LIMIT).then(LIMIT).then_asked_again_nothing()

    def test_it_can_be_taken_off(self) -> None:
        command = SetLimit(limit=None, reason="cash in advance", by="m", on=TODAY)
        (fact,) = an_account.given(OPENED, LIMIT).when(command).then_asked_again_nothing().facts
        assert fact.limit is None

    def test_it_is_in_the_customers_currency(self) -> None:
        command = SetLimit(limit=Money(minor=1, currency="EUR"), reason="bank report", by="m", on=TODAY)
        an_account.given(OPENED).when(command).then_rejected(LimitInOtherCurrency, field="limit.currency")

    def test_raised_it_leaves_held_orders_held(self) -> None:
        command = SetLimit(limit=usd(5000), reason="bank report", by="m", on=TODAY)
        state = an_account.given(OPENED, LIMIT, held()).when(command).state_after()
        assert isinstance(state, Open)
        assert list(state.held) == ["O-1"]


class TestStop:
    def test_it_is_set_and_lifted_once(self) -> None:
        an_account.given(OPENED).when(STOP).then(STOPPED).then_asked_again_nothing()
        an_account.given(OPENED, STOPPED).when(LIFT).then(LIFTED).then_asked_again_nothing()

    def test_it_stands_above_everything(self) -> None:
        state = an_account.given(OPENED, STOPPED).state
        assert isinstance(state, Open)
        assert state.standing == "stop"


class TestLiftingTheStop:
    """What was held for the stop alone is checked again in the order that it came."""

    def test_what_fits_goes_on_and_what_does_not_is_held_for_the_limit(self) -> None:
        first, second = held(800, standing="stop"), held(300, standing="stop", order_id="O-2")
        decided = an_account.given(OPENED, LIMIT, STOPPED, first, second).when(LIFT).then_asked_again_nothing()
        reserved = CreditReserved(
            order_id="O-1",
            amount=usd(800),
            exposure=usd(800),
            limit=usd(1000),
            placed_by="s.rep",
            released_by=None,
            reason="",
            reserved_on=TODAY,
        )
        assert decided.facts == (LIFTED, reserved, replace(held(300, order_id="O-2"), exposure=usd(800)))
        state = decided.state_after()
        assert isinstance(state, Open)
        assert (list(state.held), state.exposure.reserved) == (["O-2"], usd(800))

    def test_what_left_meanwhile_is_not_counted_twice(self) -> None:
        shipped = ExposureShipped(
            order_id="O-1", shipment_id="S-1", amount=usd(600), from_order=usd(0), shipped_on=TODAY
        )
        state = an_account.given(OPENED, LIMIT, STOPPED, held(900, standing="stop"), shipped).when(LIFT).state_after()
        assert isinstance(state, Open)
        assert (state.held, state.exposure.total) == ({}, usd(900))

    def test_what_was_over_the_limit_waits_for_its_approver(self) -> None:
        an_account.given(OPENED, LIMIT, held(), STOPPED).when(LIFT).then(LIFTED)

    def test_another_currency_is_named(self) -> None:
        foreign = held(1, currency="EUR", standing="stop")
        expected = replace(foreign, standing="currency-differs")
        an_account.given(OPENED, LIMIT, STOPPED, foreign).when(LIFT).then(LIFTED, expected)


class TestReleasing:
    def test_a_released_order_counts(self) -> None:
        decided = an_account.given(OPENED, LIMIT, held()).when(release()).then_asked_again_nothing()
        assert decided.facts == (
            CreditReserved(
                order_id="O-1",
                amount=usd(1500),
                exposure=usd(1500),
                limit=usd(1000),
                placed_by="s.rep",
                released_by="m",
                reason="their bank confirmed",
                reserved_on=TODAY,
            ),
        )
        state = decided.state_after()
        assert isinstance(state, Open)
        assert (state.held, state.exposure.reserved, state.standing) == ({}, usd(1500), "hold")

    def test_what_left_while_it_was_held_is_not_counted_twice(self) -> None:
        shipped = ExposureShipped(
            order_id="O-1", shipment_id="S-1", amount=usd(600), from_order=usd(0), shipped_on=TODAY
        )
        state = an_account.given(OPENED, LIMIT, held(), shipped).when(release()).state_after()
        assert isinstance(state, Open)
        assert state.exposure.total == usd(1500)

    def test_who_placed_the_order_cannot_release_it(self) -> None:
        an_account.given(OPENED, LIMIT, held()).when(release(by="s.rep")).then_rejected(OwnOrder)

    def test_a_stop_has_to_be_lifted_first(self) -> None:
        an_account.given(OPENED, held(), STOPPED).when(release()).then_rejected(AccountIsStopped)

    def test_no_limit_covers_another_currency(self) -> None:
        an_account.given(OPENED, held(currency="EUR")).when(release()).then_rejected(OrderInOtherCurrency)

    def test_only_what_is_held_is_released(self) -> None:
        an_account.given(OPENED).when(release()).then_rejected(NotHeld, field="order_id")
        an_account.given(OPENED, held(), REFUSED).when(release()).then_rejected(OrderRefused)


class TestRefusing:
    def test_it_is_refused_once(self) -> None:
        an_account.given(OPENED, held()).when(REFUSE).then(REFUSED).then_asked_again_nothing()

    def test_only_what_is_held_is_refused(self) -> None:
        an_account.given(OPENED).when(REFUSE).then_rejected(NotHeld, field="order_id")
        released = an_account.given(OPENED, held())
        released.given(*released.when(release()).facts).when(REFUSE).then_rejected(CreditIsReserved)

    def test_the_account_forgets_it_when_sales_has_cancelled(self) -> None:
        given_back = CreditGivenBack(order_id="O-1", amount=usd(0), given_back_on=TODAY)
        state = an_account.given(OPENED, held(), REFUSED, given_back).state
        assert isinstance(state, Open)
        assert state.refused == ()


@pytest.mark.parametrize("command", [SET_LIMIT, STOP, LIFT, release(), REFUSE])
def test_an_unknown_customer_has_no_account(command: Any) -> None:
    an_account.when(command).then_rejected(AccountUnknown)
