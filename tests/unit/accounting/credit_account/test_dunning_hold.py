"""New orders of a debtor are held from a level of dunning on, and go on by themselves when the case is resolved."""

from datetime import date
from typing import Any

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    AccountStopped,
    CreditHeld,
    CreditReserved,
    DunningHoldLifted,
    HeldForDunning,
    LimitSet,
)
from services.accounting.credit_account.limiting import HoldForDunning as Hold
from services.accounting.credit_account.limiting import LiftDunningHold, SetLimit, StopAccount
from services.accounting.credit_account.opening import AccountUnknown
from services.accounting.credit_account.reserving import ReserveCredit
from services.accounting.credit_account.state import Open
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import POLICY, bill, late_payer, pay, until
from tests.unit.accounting.examples import line, placed, usd

TODAY = date(2026, 4, 6)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
HELD = HeldForDunning(case_id="ACME:USD", reason="Reminder", held_on=TODAY)
LIFTED = DunningHoldLifted(case_id="ACME:USD", lifted_on=TODAY)
HOLD = Hold(case_id="ACME:USD", reason="Reminder", on=TODAY)
LIFT = LiftDunningHold(case_id="ACME:USD", on=TODAY)
ORDER = ReserveCredit(order_id="O-1", amount=usd(500), placed_by="s.rep", on=TODAY)

an_account = spec_of(CREDIT_ACCOUNT).given(OPENED)


def waiting(standing: str = "dunned") -> CreditHeld:
    return CreditHeld(
        order_id="O-1",
        amount=usd(500),
        exposure=usd(0),
        limit=None,
        standing=standing,
        placed_by="s.rep",
        held_on=TODAY,
    )


def reserved() -> CreditReserved:
    return CreditReserved(
        order_id="O-1",
        amount=usd(500),
        exposure=usd(500),
        limit=None,
        placed_by="s.rep",
        released_by=None,
        reason="",
        reserved_on=TODAY,
    )


class TestHolding:
    def test_a_new_order_waits(self) -> None:
        an_account.when(HOLD).then(HELD).then_asked_again_nothing()
        an_account.given(HELD).when(ORDER).then(waiting())

    def test_goods_on_credit_may_leave(self) -> None:
        held = an_account.given(reserved()).when(HOLD).then(HELD).state_after()
        assert isinstance(held, Open)
        assert (held.standing, held.standing_of_goods, held.blocked) == ("dunned", "ok", {})

    def test_a_limit_blocks_goods_as_ever(self) -> None:
        lower = SetLimit(limit=usd(100), reason="bank report", by="m", on=TODAY)
        decided = an_account.given(reserved(), HELD).when(lower)
        lowered, blocked = decided.facts
        assert isinstance(lowered, LimitSet)
        assert blocked.standing == "hold"

    def test_a_stop_stands_above_it(self) -> None:
        stop = StopAccount(reason="lawyers", by="m", on=TODAY)
        stopped = an_account.given(HELD).when(stop).state_after()
        assert isinstance(stopped, Open)
        assert stopped.standing == "stop"

    def test_nobody_is_held_who_is_not_known(self) -> None:
        spec_of(CREDIT_ACCOUNT).when(HOLD).then_rejected(AccountUnknown)
        spec_of(CREDIT_ACCOUNT).when(LIFT).then_nothing()


class TestLifting:
    def test_what_waited_for_it_alone_goes_on(self) -> None:
        an_account.given(HELD, waiting()).when(LIFT).then(LIFTED, reserved()).then_asked_again_nothing()

    def test_what_waits_for_the_limit_still_waits(self) -> None:
        an_account.given(HELD, waiting("hold")).when(LIFT).then(LIFTED)

    def test_not_while_another_case_runs(self) -> None:
        other = HeldForDunning(case_id="ACME:EUR", reason="Reminder", held_on=TODAY)
        an_account.given(HELD, other, waiting()).when(LIFT).then(LIFTED)

    def test_not_while_the_customer_is_stopped(self) -> None:
        stopped = AccountStopped(reason="lawyers", stopped_by="m", stopped_on=TODAY)
        an_account.given(HELD, waiting(), stopped).when(LIFT).then(LIFTED)

    def test_of_a_case_that_held_nothing_is_nothing(self) -> None:
        an_account.when(LIFT).then_nothing()


async def test_from_a_level_until_the_case_is_resolved() -> None:
    first, *rest = POLICY["levels"]
    desk = await late_payer(POLICY | {"levels": [first | {"holds_credit": True}, *rest]})
    await until(desk, date(2026, 4, 6))
    account = await standing(desk, "dunned")
    assert account["dunned_because"] == "dunning case 1: Reminder, 5 days past due"
    await desk.hear(placed(line(1, 1, 5000, tax_code="EXEMPT"), order_id="O-2"), key="O-2")
    (waits,) = (await desk.get("/credit-accounts/queues/held"))["items"][0]["held_orders"]
    assert (waits["order_id"], waits["standing"], waits["fits_now"]) == ("O-2", "dunned", False)
    await pay(desk, 100_000)
    account = await standing(desk, "ok")
    assert (account["held_orders"], account["exposure"]["reserved"]["minor"]) == ([], 5000)
    await bill(desk, "O-3", 100)
    assert "accounting.credit.reserved.v1" in desk.told()


async def standing(desk: Desk, expected: str) -> dict[str, Any]:
    account = await desk.get("/credit-accounts/ACME")
    assert account["standing"] == expected
    return account
