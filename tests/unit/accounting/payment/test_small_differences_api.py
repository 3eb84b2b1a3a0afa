"""Small differences over HTTP: the invoice, the books, the credit and what the others are told."""

from datetime import date
from typing import Any

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case import late
from tests.unit.accounting.payment.test_payment_api import BOSS, GOODS, bill, desk, exposure, invoice_of, pay

__all__ = ["desk"]

POLICY: dict[str, Any] = {"tolerances": [{"most": {"minor": 60, "currency": "USD"}, "percent": "0.5"}]}


@pytest.fixture
async def tolerant(desk: Desk) -> Desk:
    """Up to half a per cent and 0.60 may be missing: 0.50 of the 100.00 of O-1, 0.25 of the 50.00 of O-2."""
    answer = await desk.ask("PUT", "/settlement-policy", POLICY, **BOSS)
    assert answer.status_code == 200, answer.text
    return desk


class TestPolicy:
    async def test_a_manager_sets_it(self, desk: Desk) -> None:
        assert (await desk.get("/settlement-policy")) == {"version": 0, "tolerances": []}
        assert await desk.refused("/settlement-policy", POLICY, method="PUT") == (403, "shared.auth.role-missing")
        await desk.ask("PUT", "/settlement-policy", POLICY, **BOSS)
        shown = await desk.get("/settlement-policy")
        assert (shown["version"], shown["tolerances"][0]["percent"]) == (1, "0.5")
        (set_by,) = (await desk.ask("GET", "/settlement-policy/history")).json()
        assert set_by["type"] == "settlement_policy.set"

    async def test_too_wide_or_twice_is_refused(self, desk: Desk) -> None:
        wide = {"tolerances": [{"most": {"minor": 60, "currency": "USD"}, "percent": "6"}]}
        code = "accounting.settlement-policy.tolerance-too-wide"
        assert await desk.refused("/settlement-policy", wide, method="PUT", **BOSS) == (422, code)
        twice = {"tolerances": POLICY["tolerances"] * 2}
        code = "accounting.settlement-policy.currency-named-twice"
        assert await desk.refused("/settlement-policy", twice, method="PUT", **BOSS) == (422, code)


class TestPaidALittleShort:
    async def test_the_invoice_is_paid_and_the_difference_a_cost(self, tolerant: Desk) -> None:
        payment = await pay(tolerant, 9950, "O-1")
        shown = await invoice_of(tolerant, "O-1")
        assert (shown["settlement"], shown["open"]["minor"], shown["let_off"]["minor"]) == ("paid", 0, 50)
        assert shown["instalments"][0]["let_off"]["minor"] == 50
        assert (payment["status"], payment["allocated"]["minor"]) == ("allocated", 9950)
        assert await tolerant.balances() == GOODS | {"1000": 9950, "6010": 50, "1100": 5000, "4000": -15000}
        assert await exposure(tolerant) == 5000
        assert tolerant.told()[-1] == "accounting.invoice.paid.v1"
        history = (await tolerant.ask("GET", f"/invoices/{shown['invoice_id']}/history")).json()
        assert [one["type"] for one in history][-2:] == ["invoice.small-difference-let-off", "invoice.amount-settled"]

    async def test_a_cent_more_is_owed(self, tolerant: Desk) -> None:
        await pay(tolerant, 9949, "O-1")
        shown = await invoice_of(tolerant, "O-1")
        assert (shown["settlement"], shown["open"]["minor"], shown["let_off"]) == ("part-paid", 51, None)

    async def test_nothing_is_let_off_without_a_policy(self, desk: Desk) -> None:
        await pay(desk, 9999, "O-1")
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 1

    async def test_what_is_paid_too_much_is_credit_as_ever(self, tolerant: Desk) -> None:
        payment = await pay(tolerant, 15001, "ACME")
        assert payment["free"]["minor"] == 1
        assert "6010" not in await tolerant.balances()

    @pytest.mark.parametrize("reference", ["O-1", "thanks"])
    async def test_though_charges_took_some_of_the_money(self, reference: str) -> None:
        levels = [late.level("Reminder", 5, fee=1200), late.level("Final", 40)]
        desk = await late.late_payer(late.POLICY | {"levels": levels})
        await desk.ask("PUT", "/settlement-policy", POLICY, **BOSS)
        await late.until(desk, date(2026, 4, 8))
        payment = await pay(desk, 101_150, reference)
        if not payment["customer_id"]:
            await desk.post(f"/payments/{payment['id']}/identification", {"customer_id": "ACME"})
        shown = await invoice_of(desk, "O-1")
        assert (shown["settlement"], shown["open"]["minor"], shown["let_off"]["minor"]) == ("paid", 0, 50)

    async def test_not_while_some_of_the_money_waits_to_go_back(self, tolerant: Desk) -> None:
        path = f"/payments/{(await pay(tolerant, 10000, 'thanks'))['id']}"
        await tolerant.post(f"{path}/refunds", {"reason": "too much", "amount": {"minor": 50, "currency": "USD"}})
        invoice = await invoice_of(tolerant, "O-1")
        await tolerant.post(f"{path}/identification", {"invoice_id": invoice["invoice_id"]})
        assert (await invoice_of(tolerant, "O-1"))["open"]["minor"] == 50

    @pytest.mark.parametrize("undone_by", ["return", "release"])
    async def test_it_is_owed_again_with_the_money(self, tolerant: Desk, undone_by: str) -> None:
        payment = await pay(tolerant, 9950, "O-1")
        await tolerant.post(f"/payments/{payment['id']}/{undone_by}", {"reason": "not theirs"})
        shown = await invoice_of(tolerant, "O-1")
        assert (shown["open"]["minor"], shown["let_off"], shown["settlement"]) == (10000, None, "open")
        balances = await tolerant.balances()
        assert (balances["1100"], "6010" in balances) == (15000, False)
        assert await exposure(tolerant) == 15000
        (reopened,) = tolerant.telling("invoice.reopened.v1")
        assert (reopened["open"]["minor"], reopened["amount"]["minor"]) == (10000, 9950)

    async def test_it_is_owed_again_with_what_a_cancelled_credit_note_had_taken(self, tolerant: Desk) -> None:
        invoice = await invoice_of(tolerant, "O-1")
        body = {"amount": {"minor": 2000, "currency": "USD"}, "reason": "scratched"}
        note = (await tolerant.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body))["id"]
        await tolerant.post(f"/credit-notes/{note}/approval", **BOSS)
        await pay(tolerant, 7960, "O-1")
        assert (await invoice_of(tolerant, "O-1"))["let_off"]["minor"] == 40
        await tolerant.post(f"/credit-notes/{note}/cancellation", {"reason": "not scratched"})
        await tolerant.post(f"/credit-notes/{note}/cancellation/approval", **BOSS)
        shown = await invoice_of(tolerant, "O-1")
        assert (shown["open"]["minor"], shown["let_off"], shown["settlement"]) == (2040, None, "part-paid")
        assert await tolerant.balances() == GOODS | {"1000": 7960, "1100": 7040, "4000": -15000}
        assert await exposure(tolerant) == 7040

    async def test_money_on_account_that_is_used_up_settles_it_too(self, tolerant: Desk) -> None:
        """While a cent of it is left, what it leaves open stays owed."""
        payment = await pay(tolerant, 25000, "ACME")
        await bill(tolerant, "O-3", 10040, due_in_days=10)
        path, invoice = f"/payments/{payment['id']}/allocation", await invoice_of(tolerant, "O-3")
        part = {"invoice_id": invoice["invoice_id"], "amount": {"minor": 9999, "currency": "USD"}}
        await tolerant.post(path, part)
        assert (await invoice_of(tolerant, "O-3"))["open"]["minor"] == 41
        await tolerant.post(path, {"invoice_id": invoice["invoice_id"]})
        shown = await invoice_of(tolerant, "O-3")
        assert (shown["settlement"], shown["let_off"]["minor"]) == ("paid", 40)
        assert (await tolerant.balances())["6010"] == 40


async def test_nothing_is_let_off_while_their_money_is_with_us(tolerant: Desk) -> None:
    """Cents of it wait to be refunded: who gets them back not refunded after all owes them."""
    money = await pay(tolerant, 10_000, "who knows", bank_reference="U")
    path = f"/payments/{money['id']}"
    await tolerant.post(f"{path}/refunds", {"reason": "bank asks", "amount": {"minor": 40, "currency": "USD"}})
    (refund,) = (await tolerant.get(path))["refunds"]
    invoice = await invoice_of(tolerant, "O-1")
    await tolerant.post(f"{path}/identification", {"invoice_id": invoice["invoice_id"]})
    await tolerant.post(f"{path}/refunds/{refund['refund_id']}/refusal", {"reason": "theirs"}, **BOSS)
    assert (await invoice_of(tolerant, "O-1"))["let_off"] is None
    assert (await tolerant.get(path))["free"]["minor"] == 40
