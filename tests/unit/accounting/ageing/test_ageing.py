"""The ageing of receivables: by days overdue, of today and of days that have passed, whatever moved since."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.accounting.ageing.buckets import step_of
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.dunning_case.late import CASE, DUE, POLICY, bill, invoice_of, late_payer, pay, until
from tests.unit.accounting.examples import registered

BOSS: dict[str, Any] = {"person": "b.boss", "roles": MANAGER}
STEPS = ("not_due_minor", "days_1_30_minor", "days_31_60_minor", "days_61_90_minor", "over_90_days_minor")


@pytest.mark.parametrize(
    ("days", "step"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4)]
)
def test_what_is_due_on_the_day_is_not_overdue_yet(days: int, step: int) -> None:
    assert step_of(days) == step


class Ledger:
    """Open items of a few customers, and the day that it is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def until(self, day: date) -> None:
        """Time passes, deadline by deadline."""
        clock = self.desk.company.clock
        clock.move_to(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12))
        await self.desk.company.settle()

    async def owes(self, customer: str, number: str, minor: int, due_on: date, currency: str = "USD") -> str:
        """An open item, taken over today; its id."""
        item = {
            "number": number,
            "customer_id": customer,
            "amount": {"minor": minor, "currency": currency},
            "invoiced_on": self.desk.company.clock.now().date().isoformat(),
            "due_on": due_on.isoformat(),
        }
        return str((await self.desk.post("/open-items", item, **BOSS))["id"])

    async def pays(self, number: str, minor: int) -> str:
        """Money for one of them; its id."""
        money = {"amount": {"minor": minor, "currency": "USD"}, "reference": number, "bank_reference": f"B {number}"}
        return str((await self.desk.post("/payments", money))["id"])

    async def aged(self, day: date | None = None, **asked: str) -> dict[str, list[int]]:
        """Customer and currency -> amounts by age; the totals are theirs, added up."""
        params = asked if day is None else {**asked, "as_of": day.isoformat()}
        found = await self.desk.get("/ageing", params=params)
        shown = {f"{one['customer_id']} {one['currency']}": [one[step] for step in STEPS] for one in found["items"]}
        for total in found["totals"]:
            its = [amounts for debtor, amounts in shown.items() if debtor.endswith(total["currency"])]
            assert [total[step] for step in STEPS] == [sum(column) for column in zip(*its, strict=True)]
            assert total["total_minor"] == sum(map(sum, its))
        return shown


@pytest.fixture
async def ledger() -> Ledger:
    """ACME, BETA and, in euros, CETA are known."""
    desk = await Desk.open()
    for customer, currency in (("ACME", "USD"), ("BETA", "USD"), ("CETA", "EUR")):
        await desk.hear(registered(customer, currency), key=customer)
    return Ledger(desk)


async def test_a_company_to_which_nobody_owes_anything(ledger: Ledger) -> None:
    assert await ledger.desk.get("/ageing", params={"as_of": "2026-01-01"}) == {
        "as_of": "2026-01-01",
        "totals": [],
        "items": [],
        "next": None,
    }


async def test_it_grows_older_and_what_has_passed_is_told_as_it_was(ledger: Ledger) -> None:
    began = ledger.desk.company.clock.now().date()
    due = began + timedelta(days=30)
    await ledger.owes("ACME", "R-1", 1000, due)
    await ledger.owes("ACME", "R-2", 500, due + timedelta(days=60))
    await ledger.owes("BETA", "R-3", 70, due)
    days = [began, due, due + timedelta(days=1), due + timedelta(days=31), due + timedelta(days=91)]
    ages = [
        {"ACME USD": [1500, 0, 0, 0, 0], "BETA USD": [70, 0, 0, 0, 0]},
        {"ACME USD": [1500, 0, 0, 0, 0], "BETA USD": [70, 0, 0, 0, 0]},
        {"ACME USD": [500, 1000, 0, 0, 0], "BETA USD": [0, 70, 0, 0, 0]},
        {"ACME USD": [500, 0, 1000, 0, 0], "BETA USD": [0, 0, 70, 0, 0]},
    ]
    assert [await ledger.aged(day) for day in days[:4]] == ages, "days to come age what is owed now"
    await ledger.until(days[3])
    await ledger.pays("R-1", 400)
    await ledger.pays("R-3", 70)
    assert await ledger.aged() == {"ACME USD": [500, 0, 600, 0, 0]}
    assert [await ledger.aged(day) for day in days[:3]] == ages[:3]
    await ledger.until(days[4])
    assert await ledger.aged() == {"ACME USD": [0, 0, 500, 0, 600]}
    day_before = {"ACME USD": [500, 1000, 0, 0, 0], "BETA USD": [0, 70, 0, 0, 0]}
    assert await ledger.aged(days[3] - timedelta(days=1)) == day_before
    assert await ledger.aged(began - timedelta(days=1)) == {}


async def test_money_that_bounced_is_owed_again_from_that_day(ledger: Ledger) -> None:
    began = ledger.desk.company.clock.now().date()
    await ledger.owes("ACME", "R-1", 1000, began)
    await ledger.until(began + timedelta(days=10))
    payment = await ledger.pays("R-1", 1000)
    await ledger.until(began + timedelta(days=20))
    await ledger.desk.post(f"/payments/{payment}/return", {"reason": "no funds"})
    found = [await ledger.aged(began + timedelta(days=day)) for day in (9, 10, 19, 20)]
    assert found == [{"ACME USD": [0, 1000, 0, 0, 0]}, {}, {}, {"ACME USD": [0, 1000, 0, 0, 0]}]


async def test_one_customer_one_currency_and_a_page_at_a_time(ledger: Ledger) -> None:
    began = ledger.desk.company.clock.now().date()
    for number, (customer, currency) in enumerate([("ACME", "USD"), ("BETA", "USD"), ("CETA", "EUR")], start=1):
        await ledger.owes(customer, f"R-{number}", number, began, currency)
    assert set(await ledger.aged(customer_id="ACME")) == {"ACME USD"}
    assert set(await ledger.aged(currency="EUR")) == {"CETA EUR"}
    assert await ledger.aged(began, customer_id="NOBODY") == {}
    pages, cursor = [], None
    while True:
        page = await ledger.desk.get("/ageing", params={"limit": "1", **({"cursor": cursor} if cursor else {})})
        assert {one["currency"]: one["total_minor"] for one in page["totals"]} == {"EUR": 3, "USD": 3}
        pages += [(one["customer_id"], one["currency"]) for one in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert pages == [("ACME", "USD"), ("BETA", "USD"), ("CETA", "EUR")]


async def test_a_cursor_that_nobody_gave_is_refused(ledger: Ledger) -> None:
    answer = await ledger.desk.ask("GET", "/ageing", params={"cursor": "ACME"})
    assert (answer.status_code, answer.json()["code"]) == (422, "shared.request.cursor-invalid")


async def test_a_cursor_of_another_day_or_filter_is_refused(ledger: Ledger) -> None:
    begun = await ledger.desk.get("/ageing", params={"limit": "1"})
    for other in ({"as_of": "2026-04-01"}, {"currency": "USD"}, {"customer_id": "BETA"}):
        answer = await ledger.desk.ask("GET", "/ageing", params={"cursor": begun["next"], **other})
        assert (answer.status_code, answer.json()["code"]) == (422, "shared.request.cursor-invalid")


async def test_what_two_persons_gave_up_is_owed_no_more_until_it_can_be_collected_after_all() -> None:
    desk = await late_payer()
    await until(desk, DUE + timedelta(days=40))
    ledger = Ledger(desk)
    assert await ledger.aged() == {"ACME USD": [0, 0, 100_000, 0, 0]}
    await desk.post(f"{CASE}/write-off", {"reason": "insolvent"})
    await desk.post(f"{CASE}/write-off/approval", **BOSS)
    assert await ledger.aged() == {}
    await until(desk, DUE + timedelta(days=61))
    (invoice,) = (await desk.get("/invoices"))["items"]
    await desk.post(f"/invoices/{invoice['invoice_id']}/write-off-reversal", {"reason": "their insurer pays"}, **BOSS)
    days = (39, 40, 60, 61)
    found = [await ledger.aged(DUE + timedelta(days=day)) for day in days]
    assert found == [{"ACME USD": [0, 0, 100_000, 0, 0]}, {}, {}, {"ACME USD": [0, 0, 0, 100_000, 0]}]


async def test_it_comes_to_what_the_books_say_without_the_charges_of_dunning() -> None:
    desk = await late_payer()
    await until(desk, DUE + timedelta(days=25))
    charged = (await desk.get(CASE))["charged"]["minor"]
    assert charged > 0
    (total,) = (await desk.get("/ageing"))["totals"]
    assert total["total_minor"] + charged == (await desk.balances())["1100"]


async def test_the_charges_of_dunning_stand_beside_it_also_alone() -> None:
    desk = await late_payer(POLICY | {"clearing_order": ["principal", "costs", "interest"]})
    await until(desk, DUE + timedelta(days=13))
    aged = await desk.get("/ageing")
    assert (aged["items"][0]["total_minor"], aged["items"][0]["charges_minor"]) == (100_000, 2240)
    assert [total["charges_minor"] for total in aged["totals"]] == [2240]
    await pay(desk, 100_000)
    (left,) = (await desk.get("/ageing"))["items"]
    assert (left["customer_id"], left["total_minor"], left["charges_minor"]) == ("ACME", 0, 2240)
    yesterday = await desk.get("/ageing", params={"as_of": (DUE + timedelta(days=12)).isoformat()})
    assert [(one["total_minor"], one["charges_minor"]) for one in yesterday["items"]] == [(100_000, None)]
    assert [total["charges_minor"] for total in yesterday["totals"]] == [None]
    assert (await desk.get("/ageing", params={"customer_id": "BETA"}))["items"] == []


async def _books(desk: Desk, account: str) -> dict[str, int]:
    """What an account stands at, at the end of each day on which something moved."""
    by_day: dict[str, int] = {}
    lines = (await desk.get(f"/accounts/{account}/lines"))["items"]
    for one in sorted(lines, key=lambda line: str(line["posted_on"])):
        minor = one["debit_minor"] - one["credit_minor"]
        by_day[one["posted_on"]] = minor + (list(by_day.values()) or [0])[-1]
    return by_day


class TestMoneyThatCameBeforeItsInvoice:
    """It is on account until the day on which the invoice is posted, on which it settles it."""

    DAY_BEFORE, POSTED = date(2026, 3, 31), date(2026, 4, 1)

    async def _paid(self, ledger: Ledger) -> dict[str, Any]:
        desk = ledger.desk
        await until(desk, self.POSTED)
        await bill(desk, "O-1", 1000)
        money = {"amount": {"minor": 1200, "currency": "USD"}, "reference": "O-1", "bank_reference": "B1"}
        payment = await desk.post("/payments", money | {"received_on": self.DAY_BEFORE.isoformat()})
        await desk.company.settle()
        return await desk.get(f"/payments/{payment['id']}")

    async def test_nobody_ever_owed_less_than_nothing(self, ledger: Ledger) -> None:
        payment = await self._paid(ledger)
        assert (payment["allocated"]["minor"], payment["free"]["minor"]) == (1000, 200)
        assert [await ledger.aged(day) for day in (self.DAY_BEFORE, self.POSTED)] == [{}, {}]

    async def test_and_the_books_say_so_day_by_day(self, ledger: Ledger) -> None:
        await self._paid(ledger)
        assert await _books(ledger.desk, "1000") == {"2026-03-31": 1200}
        assert await _books(ledger.desk, "2200") == {"2026-03-31": -1200, "2026-04-01": -200}
        assert await _books(ledger.desk, "1100") == {"2026-04-01": 0}

    async def test_it_was_paid_when_the_money_came(self, ledger: Ledger) -> None:
        await self._paid(ledger)
        (invoice,) = (await ledger.desk.get("/invoices", params={"order_id": "O-1"}))["items"]
        history = (await ledger.desk.ask("GET", f"/invoices/{invoice['invoice_id']}/history")).json()
        (settled,) = (one["data"] for one in history if one["type"] == "invoice.amount-settled")
        assert (settled["settled_on"], settled["paid_on"]) == ("2026-04-01", "2026-03-31")

    @pytest.mark.parametrize("undone_by", ["return", "release", "voiding"])
    async def test_it_is_owed_again_when_it_does_not_stay(self, ledger: Ledger, undone_by: str) -> None:
        payment = await self._paid(ledger)
        await until(ledger.desk, date(2026, 4, 3))
        await ledger.desk.post(f"/payments/{payment['id']}/{undone_by}", {"reason": "not theirs"})
        assert [await ledger.aged(date(2026, 4, day)) for day in (2, 3)] == [{}, {"ACME USD": [1000, 0, 0, 0, 0]}]
        assert await _books(ledger.desk, "1100") == {"2026-04-01": 0, "2026-04-03": 1000}
        assert (await _books(ledger.desk, "2200"))["2026-04-03"] == 0

    async def test_an_open_item_is_owed_here_from_its_take_over(self, ledger: Ledger) -> None:
        desk = ledger.desk
        await until(desk, self.POSTED)
        item = {"number": "R-1", "customer_id": "ACME", "amount": {"minor": 1000, "currency": "USD"}}
        days = {"invoiced_on": "2026-01-05", "due_on": "2026-02-05"}
        await desk.post("/open-items", item | days, **BOSS)
        money = {"amount": {"minor": 1000, "currency": "USD"}, "reference": "R-1", "bank_reference": "B1"}
        await desk.post("/payments", money | {"received_on": self.DAY_BEFORE.isoformat()})
        assert [await ledger.aged(day) for day in (self.DAY_BEFORE, self.POSTED)] == [{}, {}]
        assert await _books(desk, "1100") == {"2026-04-01": 0}


class TestMoneyThatCameWhileNothingWasOwed:
    """It is on account until the day on which what it settles is owed again."""

    TOLD = (date(2026, 4, 14), date(2026, 4, 15), date(2026, 4, 19), date(2026, 4, 20), date(2026, 4, 21))

    @pytest.fixture
    async def desk(self) -> Desk:
        """Nobody is dunned."""
        desk = await late_payer(POLICY | {"levels": []})
        await until(desk, date(2026, 4, 8))
        return desk

    async def _noted_late(self, desk: Desk) -> None:
        """The money of the 15th, noted on the 21st."""
        await until(desk, date(2026, 4, 21))
        money = {"amount": {"minor": 100_000, "currency": "USD"}, "reference": "O-1", "bank_reference": "LATE"}
        payment = await desk.post("/payments", money | {"received_on": "2026-04-15"})
        await desk.company.settle()
        assert (await desk.get(f"/payments/{payment['id']}"))["allocated"]["minor"] == 100_000
        days = {day: (await desk.get("/ageing", params={"as_of": day.isoformat()}))["totals"] for day in self.TOLD}
        assert not any(days.values()), "neither more nor less than nothing"
        assert min((await _books(desk, "1100")).values()) == 0
        assert (await _books(desk, "2200"))["2026-04-20"] == 0

    async def test_since_the_money_before_it_bounced_only_later(self, desk: Desk) -> None:
        first = await pay(desk, 100_000)
        await until(desk, date(2026, 4, 20))
        await desk.post(f"/payments/{first['id']}/return", {"reason": "no funds"})
        await self._noted_late(desk)

    async def test_since_its_write_off_was_reversed_only_later(self, desk: Desk) -> None:
        await desk.post(f"{CASE}/write-off", {"reason": "insolvent", "with_charges": True})
        await desk.post(f"{CASE}/write-off/approval", **BOSS)
        await until(desk, date(2026, 4, 20))
        invoice = await invoice_of(desk)
        await desk.post(f"/invoices/{invoice['invoice_id']}/write-off-reversal", {"reason": "they paid"}, **BOSS)
        await self._noted_late(desk)

    async def test_since_its_credit_note_was_cancelled_only_later(self, desk: Desk) -> None:
        invoice = await invoice_of(desk)
        body = {"lines": [{"line_no": 1, "quantity": "1"}], "reason": "broken"}
        note = await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body)
        await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
        await until(desk, date(2026, 4, 20))
        await desk.post(f"/credit-notes/{note['id']}/cancellation", {"reason": "it was not"})
        await desk.post(f"/credit-notes/{note['id']}/cancellation/approval", **BOSS)
        await self._noted_late(desk)
