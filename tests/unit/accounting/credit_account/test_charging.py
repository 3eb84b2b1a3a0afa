"""Fees and interest of dunning use credit like any other receivable, as long as something of them is open."""

from datetime import date
from typing import Any

from services.accounting.credit_account.charging import CountCharges
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    ChargeExposureMoved,
    CreditHeld,
    CreditReserved,
    DeliveryBlocked,
    DeliveryUnblocked,
    LimitSet,
)
from services.accounting.credit_account.reserving import ReserveCredit
from services.accounting.credit_account.state import Open
from services.accounting.dunning_case.decider import DUNNING_CASE
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of
from tests.unit.accounting.credit_account.charges import charged
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, POLICY, case, late_payer, pay, until
from tests.unit.accounting.examples import line, placed, usd

TODAY = date(2026, 4, 13)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
LIMIT = LimitSet(limit=usd(1000), reason="bank report", set_by="m", set_on=TODAY)
WHY = {"reason": "as agreed by phone"}

an_account = spec_of(CREDIT_ACCOUNT).given(OPENED)


def count(because: str = "claimed", case_id: str = "ACME:USD") -> CountCharges:
    return CountCharges(case_id=case_id, because=because, on=TODAY)


def moved(minor: int, because: str = "claimed", currency: str = "USD") -> ChargeExposureMoved:
    amount = Money(minor=minor, currency=currency)
    return ChargeExposureMoved(case_id=f"ACME:{currency}", open=amount, because=because, moved_on=TODAY)


def beside(spec: Specification[Any], *facts: Any, case_id: str = "ACME:USD") -> Specification[Any]:
    return spec.beside(DUNNING_CASE, case_id, *facts)


def reserved(minor: int, exposure: int) -> CreditReserved:
    return CreditReserved(
        order_id="O-1",
        amount=usd(minor),
        exposure=usd(exposure),
        limit=usd(1000),
        placed_by="s.rep",
        released_by=None,
        reason="",
        reserved_on=TODAY,
    )


class TestCounting:
    def test_what_is_open_of_all_charges_of_the_case(self) -> None:
        beside(an_account, *charged(2000, 240)).when(count()).then(moved(2240)).then_asked_again_nothing()

    def test_what_stands_as_it_stood_changes_nothing(self) -> None:
        beside(an_account.given(moved(2240)), *charged(2000, 240)).when(count("reviewed")).then_nothing()
        beside(an_account).when(count()).then_nothing()
        beside(spec_of(CREDIT_ACCOUNT), *charged(2000)).when(count()).then_nothing()

    def test_what_came_off_counts_no_more(self) -> None:
        after = beside(an_account.given(moved(2000)), *charged(0)).when(count("paid")).then(moved(0, "paid"))
        state = after.state_after()
        assert isinstance(state, Open)
        assert (state.charges, state.total) == ({}, usd(0))

    def test_in_another_currency_they_are_kept_and_not_counted(self) -> None:
        foreign = beside(an_account, *charged(700, currency="EUR"), case_id="ACME:EUR")
        state = foreign.when(count(case_id="ACME:EUR")).then(moved(700, currency="EUR")).state_after()
        assert isinstance(state, Open)
        assert (state.total, state.charged) == (usd(0), usd(0))
        assert list(state.charges) == ["ACME:EUR"]


class TestAgainstTheLimit:
    def test_a_new_order_has_to_fit_beside_them(self) -> None:
        order = ReserveCredit(order_id="O-1", amount=usd(600), placed_by="s.rep", on=TODAY)
        an_account.given(LIMIT, moved(400)).when(order).then(reserved(600, 1000))
        an_account.given(LIMIT, moved(401)).when(order).then(
            CreditHeld(
                order_id="O-1",
                amount=usd(600),
                exposure=usd(401),
                limit=usd(1000),
                standing="hold",
                placed_by="s.rep",
                held_on=TODAY,
            )
        )

    def test_a_charge_alone_takes_no_credit_back_and_money_that_bounced_does(self) -> None:
        lent = an_account.given(LIMIT, reserved(900, 900))
        beside(lent, *charged(101)).when(count()).then(moved(101))
        block = DeliveryBlocked(
            order_id="O-1",
            amount=usd(900),
            exposure=usd(1001),
            limit=usd(1000),
            standing="hold",
            placed_by="s.rep",
            blocked_on=TODAY,
        )
        beside(lent, *charged(101)).when(count("reopened")).then(moved(101, "reopened"), block)
        beside(lent.given(moved(101, "reopened"), block), *charged(100)).when(count("waived")).then(
            moved(100, "waived"),
            DeliveryUnblocked(order_id="O-1", exposure=usd(1000), unblocked_by=None, reason="", unblocked_on=TODAY),
        )


async def exposure(desk: Desk) -> dict[str, int]:
    shown = (await desk.get("/credit-accounts/ACME"))["exposure"]
    return {name: shown[name]["minor"] for name in ("overdue", "charges", "total")}


class TestOverHttp:
    async def test_claimed_paid_and_bounced(self) -> None:
        desk = await late_payer()
        await until(desk, date(2026, 4, 14))
        assert await exposure(desk) == {"overdue": 100_000, "charges": 2240, "total": 102_240}
        part = await pay(desk, 2100)
        assert (await exposure(desk))["charges"] == 140
        rest = await pay(desk, 100_140)
        assert await exposure(desk) == {"overdue": 0, "charges": 0, "total": 0}
        for payment in (part, rest):
            await desk.post(f"/payments/{payment['id']}/return", {"reason": "no funds"})
        assert await exposure(desk) == {"overdue": 100_000, "charges": 2240, "total": 102_240}
        assert (await case(desk))["charged"]["minor"] == 2240

    async def test_waived_and_written_off(self) -> None:
        desk = await late_payer()
        await until(desk, date(2026, 4, 14))
        waiver = f"{CASE}/charges/1.2.interest/waiver"
        await desk.post(waiver, WHY, **BOSS)
        await desk.post(f"{waiver}/approval", **OTHER_BOSS)
        assert await exposure(desk) == {"overdue": 100_000, "charges": 2000, "total": 102_000}
        await desk.post(f"{CASE}/write-off", WHY, **BOSS)
        await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
        assert await exposure(desk) == {"overdue": 0, "charges": 0, "total": 0}

    async def test_they_have_a_line_of_their_own_in_the_explanation(self) -> None:
        desk = await late_payer()
        await until(desk, date(2026, 4, 14))
        await pay(desk, 2100)
        explained = await desk.get("/credit-accounts/ACME/explanation")
        assert explained["exposure"]["minor"] == 100_140
        assert (explained["buckets"]["overdue"]["minor"], explained["charged"]["minor"]) == (100_000, 140)
        (line_of_case,) = explained["charges"]
        assert (line_of_case["case_id"], line_of_case["open"]["minor"]) == ("ACME:USD", 140)
        assert [(one["because"], one["change"]["minor"]) for one in line_of_case["movements"]] == [
            ("claimed", 2240),
            ("paid", -2100),
        ]
        history: Any = await desk.get("/credit-accounts/ACME/history")
        for one in line_of_case["movements"]:
            assert history[one["version"] - 1]["type"] == one["event"] == "credit_account.charge-exposure-moved"

    async def test_they_hold_an_order_that_would_fit_without_them(self) -> None:
        desk = await late_payer(POLICY | {"levels": POLICY["levels"][:2]})
        limit = {"limit": {"minor": 102_000, "currency": "USD"}, "reason": "bank report"}
        await desk.post("/credit-accounts/ACME/limit", limit, person="m", roles=MANAGER)
        await until(desk, date(2026, 4, 14))
        await desk.hear(placed(line(1, 1, 1000, tax_code="EXEMPT"), order_id="O-2"), key="O-2")
        (held,) = (await desk.get("/credit-accounts/ACME"))["held_orders"]
        assert (held["order_id"], held["exposure"]["minor"], held["standing"]) == ("O-2", 102_240, "hold")
