"""Credit of an order that shrinks: a part is given back, what was held may fit now, what was blocked may leave."""

from datetime import date
from typing import Any

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    CreditHeld,
    CreditReduced,
    CreditRefused,
    CreditReserved,
    DeliveryBlocked,
    DeliveryUnblocked,
    ExposureShipped,
    LimitSet,
)
from services.accounting.credit_account.limiting import LiftStop, SetLimit
from services.accounting.credit_account.lowering import LowerReservedCredit
from services.accounting.credit_account.reserving import GiveBackCredit
from services.accounting.credit_account.state import Open
from services.accounting.credit_account.views import read
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of

TODAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def limited(minor: int) -> LimitSet:
    return LimitSet(limit=usd(minor), reason="bank report", set_by="m", set_on=TODAY)


def reserved(minor: int, exposure: int, *, order_id: str = "O-1", by: str | None = None) -> CreditReserved:
    return CreditReserved(
        order_id=order_id,
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(1000),
        placed_by="s.rep",
        released_by=by,
        reason="",
        reserved_on=TODAY,
    )


def held(minor: int, exposure: int, *, standing: str = "hold") -> CreditHeld:
    return CreditHeld(
        order_id="O-1",
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(1000),
        standing=standing,
        placed_by="s.rep",
        held_on=TODAY,
    )


def shipped(minor: int, from_order: int | None = None) -> ExposureShipped:
    taken = usd(minor if from_order is None else from_order)
    return ExposureShipped(order_id="O-1", shipment_id="S-1", amount=usd(minor), from_order=taken, shipped_on=TODAY)


def blocked(minor: int, exposure: int, standing: str = "hold", *, order_id: str = "O-1") -> DeliveryBlocked:
    return DeliveryBlocked(
        order_id=order_id,
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(700),
        standing=standing,
        placed_by="s.rep",
        blocked_on=TODAY,
    )


def unblocked(exposure: int, *, order_id: str = "O-1") -> DeliveryUnblocked:
    return DeliveryUnblocked(
        order_id=order_id, exposure=usd(exposure), unblocked_by=None, reason="", unblocked_on=TODAY
    )


def lower(minor: int, order_id: str = "O-1") -> LowerReservedCredit:
    return LowerReservedCredit(order_id=order_id, amount=usd(minor), on=TODAY)


def reduced(given_back: int, left: int, exposure: int) -> CreditReduced:
    return CreditReduced(
        order_id="O-1", given_back=usd(given_back), reserved=usd(left), exposure=usd(exposure), reduced_on=TODAY
    )


def account_of(spec: Specification[Any]) -> Open:
    assert isinstance(spec.state, Open)
    return spec.state


OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
STOPPED = AccountStopped(reason="lawyers", stopped_by="m", stopped_on=TODAY)
REFUSED = CreditRefused(order_id="O-1", reason="no", refused_by="m", refused_on=TODAY)
an_account = spec_of(CREDIT_ACCOUNT).given(OPENED, limited(1000))


class TestReserved:
    def test_the_difference_is_free(self) -> None:
        spec = an_account.given(reserved(600, 600), reserved(300, 900, order_id="O-2"))
        decided = spec.when(lower(200)).then(reduced(200, 400, 700))
        after = decided.state_after()
        assert isinstance(after, Open)
        assert (after.exposure.reserved, after.exposure.total) == (usd(700), usd(700))

    def test_never_more_than_is_reserved_and_what_has_left_stays(self) -> None:
        spec = an_account.given(reserved(600, 600), shipped(500))
        after = spec.when(lower(200)).then(reduced(100, 0, 500)).then_asked_again_nothing().state_after()
        assert isinstance(after, Open)
        assert (after.exposure.reserved, after.exposure.shipped) == (usd(0), usd(500))

    def test_of_two_reductions_both_are_given_back(self) -> None:
        once = an_account.given(reserved(600, 600), *an_account.given(reserved(600, 600)).when(lower(100)).facts)
        once.when(lower(100)).then(reduced(100, 400, 400))

    def test_an_order_that_somebody_released_stays_so(self) -> None:
        spec = an_account.given(reserved(1400, 1400, by="m")).when(lower(200)).then(reduced(200, 1200, 1200))
        after = spec.state_after()
        assert isinstance(after, Open)
        assert after.orders["O-1"].approved
        # A lower limit does not keep its goods, since somebody let them go over it.
        lower_limit = SetLimit(limit=usd(500), reason="bank report", by="m", on=TODAY)
        an_account.given(reserved(1400, 1400, by="m"), reduced(200, 1200, 1200)).when(lower_limit).then(limited(500))

    def test_by_nothing_and_of_an_order_that_reserves_nothing_it_is_nothing(self) -> None:
        an_account.given(reserved(600, 600)).when(lower(0)).then_nothing()
        an_account.given(reserved(600, 600), shipped(600)).when(lower(100)).then_nothing()
        an_account.when(lower(100)).then_nothing()
        spec_of(CREDIT_ACCOUNT).when(lower(100)).then_nothing()

    def test_what_is_cancelled_later_gives_back_the_rest(self) -> None:
        spec = an_account.given(reserved(600, 600), reduced(200, 400, 400))
        (given_back,) = spec.when(GiveBackCredit(order_id="O-1", on=TODAY)).then_asked_again_nothing().facts
        assert given_back.amount == usd(400)


class TestHeld:
    def test_what_fits_now_is_reserved_by_itself(self) -> None:
        spec = an_account.given(reserved(300, 300, order_id="O-2"), held(900, 300))
        after = spec.when(lower(200)).then(reserved(700, 1000)).state_after()
        assert isinstance(after, Open)
        assert (after.held, after.orders["O-1"].approved) == ({}, False)

    def test_what_does_not_is_held_with_the_new_numbers(self) -> None:
        spec = an_account.given(reserved(300, 300, order_id="O-2"), held(900, 200))
        spec.when(lower(100)).then(held(800, 300))
        account = account_of(spec.given(held(800, 300)))
        shown = read("ACME", account)
        assert shown is not None
        assert [(one.amount, one.exposure, one.fits_now) for one in shown.held_orders] == [(usd(800), usd(300), False)]

    def test_whoever_is_stopped_waits_on(self) -> None:
        spec = an_account.given(STOPPED, held(900, 0, standing="stop"))
        facts = spec.when(lower(200)).then(held(700, 0, standing="stop")).facts
        lifted = spec.given(*facts).when(LiftStop(reason="paid", by="m", on=TODAY)).facts
        assert lifted[1:] == (reserved(700, 700),)

    def test_goods_that_left_all_the_same_are_not_counted_twice(self) -> None:
        spec = an_account.given(held(1200, 0), shipped(300, from_order=0))
        after = spec.when(lower(400)).then(reserved(500, 800)).state_after()
        assert isinstance(after, Open)
        assert after.exposure.total == usd(800)

    def test_in_another_currency_it_waits_to_be_refused(self) -> None:
        foreign = CreditHeld(
            order_id="O-1",
            amount=Money(minor=900, currency="EUR"),
            exposure=usd(0),
            limit=usd(1000),
            standing="currency-differs",
            placed_by="s.rep",
            held_on=TODAY,
        )
        command = LowerReservedCredit(order_id="O-1", amount=Money(minor=100, currency="EUR"), on=TODAY)
        (fact,) = an_account.given(foreign).when(command).facts
        assert (fact.standing, fact.amount.minor) == ("currency-differs", 800)

    def test_by_nothing_it_is_not_checked_again(self) -> None:
        an_account.given(held(1200, 0)).when(lower(0)).then_nothing()

    def test_what_was_refused_stays_refused(self) -> None:
        an_account.given(held(1200, 0), REFUSED).when(lower(400)).then_nothing()


class TestBlocked:
    def test_what_fits_by_it_may_leave_and_so_may_others(self) -> None:
        kept = an_account.given(
            reserved(600, 600),
            reserved(300, 900, order_id="O-2"),
            limited(700),
            blocked(600, 900),
            blocked(300, 900, order_id="O-2"),
        )
        kept.when(lower(200)).then(reduced(200, 400, 700), unblocked(700), unblocked(700, order_id="O-2"))

    def test_what_does_not_fit_is_shown_as_it_is_now(self) -> None:
        kept = an_account.given(reserved(900, 900), limited(700), blocked(900, 900))
        after = kept.when(lower(100)).then(reduced(100, 800, 800)).state_after()
        assert isinstance(after, Open)
        assert after.blocked["O-1"].amount == usd(800)

    def test_while_the_customer_is_stopped_it_stays_blocked(self) -> None:
        kept = an_account.given(reserved(600, 600), STOPPED, blocked(600, 600, "stop"))
        kept.when(lower(200)).then(reduced(200, 400, 400))

    def test_what_has_nothing_left_to_keep_is_blocked_no_more(self) -> None:
        for cause in (limited(300), STOPPED):
            kept = an_account.given(reserved(900, 900), shipped(500), cause, blocked(400, 900))
            decided = kept.when(lower(400)).then(reduced(400, 0, 500), unblocked(500)).then_asked_again_nothing()
            after = decided.state_after()
            assert isinstance(after, Open)
            assert after.blocked == {}

    def test_one_that_was_refused_and_cannot_be_cancelled_is_reduced_to_what_left(self) -> None:
        kept = an_account.given(reserved(900, 900), shipped(500), limited(300), blocked(400, 900), REFUSED)
        after = kept.when(lower(400)).then(reduced(400, 0, 500), unblocked(500)).state_after()
        assert isinstance(after, Open)
        assert (after.blocked, after.refused) == ({}, ())
