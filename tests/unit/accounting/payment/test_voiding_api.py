"""A payment that was entered in error, over HTTP: it never was, and its bank reference is free for the one that is."""

from typing import Any

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.payment.test_payment_api import BOSS, GOODS, bill, desk, exposure, invoice_of, pay

__all__ = ["desk"]

MISTYPED: dict[str, Any] = {"bank_reference": "2026-03-02/0815"}
WHY = {"reason": "typed 100.00 for 10.00"}


class TestMistyped:
    async def test_what_it_settled_is_owed_again_and_nothing_is_in_the_bank(self, desk: Desk) -> None:
        before = await desk.balances()
        payment = await pay(desk, 10000, "O-1", **MISTYPED)
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        shown = await desk.get(f"/payments/{payment['id']}")
        assert (shown["status"], shown["voided_because"], shown["allocated"]["minor"], shown["free"]["minor"]) == (
            "voided",
            WHY["reason"],
            0,
            0,
        )
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 10000
        assert await desk.balances() == before
        assert await exposure(desk) == 15000
        assert desk.told()[-1] == "accounting.invoice.reopened.v1"

    async def test_the_true_payment_is_noted_under_its_reference_once(self, desk: Desk) -> None:
        payment = await pay(desk, 10000, "O-1", **MISTYPED)
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        for _ in ("the bank's file", "and again"):
            true = await pay(desk, 1000, "O-1", **MISTYPED)
            assert (true["id"], true["status"], true["amount"]["minor"]) == (payment["id"], "allocated", 1000)
            assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 9000
            assert await desk.balances() == GOODS | {"1000": 1000, "1100": 14000, "4000": -15000}
        other = {"amount": {"minor": 7, "currency": "USD"}} | MISTYPED
        assert await desk.refused("/payments", other) == (409, "accounting.payment.bank-reference-taken")

    async def test_also_when_only_whose_it_was_had_been_typed_wrong(self, desk: Desk) -> None:
        payment = await pay(desk, 10000, customer_id="BOLT", **MISTYPED)
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        true = await pay(desk, 10000, customer_id="ACME", **MISTYPED)
        assert (true["customer_id"], true["allocated"]["minor"]) == ("ACME", 10000)

    async def test_an_invoice_tells_its_money_from_the_mistyped(self, desk: Desk) -> None:
        payment = await pay(desk, 10000, "O-1", **MISTYPED)
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        await pay(desk, 1000, "O-1", **MISTYPED)
        assert (await invoice_of(desk, "O-1"))["payment_ids"] == [f"{payment['id']}.2"]

    async def test_it_is_voided_once(self, desk: Desk) -> None:
        payment = await pay(desk, 10000, "O-1", **MISTYPED)
        for _ in ("asked", "asked again"):
            await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        assert desk.told().count("accounting.invoice.reopened.v1") == 1

    async def test_it_may_be_mistyped_again(self, desk: Desk) -> None:
        for minor in (10000, 1000, 100):
            payment = await pay(desk, minor, "O-1", **MISTYPED)
            await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        assert (await desk.balances())["1100"] == 15000
        await pay(desk, 10000, "O-1", **MISTYPED)
        assert await desk.balances() == GOODS | {"1000": 10000, "1100": 5000, "4000": -15000}


class TestReturnedByMistake:
    """Before there was voiding, people noted a return of what the bank had never taken back."""

    async def test_its_reference_is_freed_too_and_nothing_is_taken_back_twice(self, desk: Desk) -> None:
        payment = await pay(desk, 10000, "O-1", **MISTYPED)
        await desk.post(f"/payments/{payment['id']}/return", WHY)
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        assert await desk.balances() == GOODS | {"1100": 15000, "4000": -15000}
        await pay(desk, 1000, "O-1", **MISTYPED)
        assert await desk.balances() == GOODS | {"1000": 1000, "1100": 14000, "4000": -15000}

    async def test_another_payment_is_refused_and_not_passed_over(self, desk: Desk) -> None:
        """The same line of the bank's file again is the same money, which did not stay."""
        line = MISTYPED | {"received_on": "2026-03-01", "payer": "Acme Ltd"}
        payment = await pay(desk, 10000, "O-1", **line)
        await desk.post(f"/payments/{payment['id']}/return", {"reason": "called back"})
        assert (await pay(desk, 10000, "O-1", **line))["status"] == "returned"
        body = {"amount": {"minor": 10000, "currency": "USD"}, "reference": "O-1"} | line
        for wrong in ({"payer": "Bolt Ltd"}, {"reference": "O-2"}, {"received_on": "2026-01-01"}):
            assert await desk.refused("/payments", body | wrong) == (409, "accounting.payment.bank-reference-taken")


class TestRefused:
    async def test_what_was_refunded_has_left(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "paid twice"})
        refund = (await desk.get(path))["refunds"][0]["refund_id"]
        await desk.post(f"{path}/refunds/{refund}/approval", **BOSS)
        assert await desk.refused(f"{path}/voiding", WHY) == (409, "accounting.payment.refund-has-left")

    async def test_a_proposed_refund_goes_with_it(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "paid twice"})
        refund = (await desk.get(path))["refunds"][0]["refund_id"]
        await desk.post(f"{path}/voiding", WHY)
        assert (await desk.get("/payments/queues/refund-approval"))["items"] == []
        code = "accounting.payment.was-voided"
        assert await desk.refused(f"{path}/refunds/{refund}/approval", **BOSS) == (409, code)
        await pay(desk, 17000, customer_id="ACME")
        unknown = "accounting.payment.refund-unknown"
        assert await desk.refused(f"{path}/refunds/{refund}/approval", **BOSS) == (404, unknown)

    @pytest.mark.parametrize("path", ["return", "release", "identification", "allocation", "refunds"])
    async def test_nothing_else_is_done_with_it(self, desk: Desk, path: str) -> None:
        bodies: dict[str, dict[str, Any]] = {
            "identification": {"customer_id": "ACME"},
            "allocation": {"invoice_id": (await invoice_of(desk, "O-1"))["invoice_id"]},
        }
        payment = await pay(desk, 17000, customer_id="ACME")
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        refused = await desk.refused(f"/payments/{payment['id']}/{path}", bodies.get(path, WHY))
        assert refused == (409, "accounting.payment.was-voided")

    async def test_credit_from_a_credit_note_was_in_no_bank(self, desk: Desk) -> None:
        await pay(desk, 10000, "O-1")
        invoice = await invoice_of(desk, "O-1")
        body = {"amount": {"minor": 700, "currency": "USD"}, "reason": "scratched"}
        note = await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body)
        await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
        (credit,) = (await desk.get("/payments/queues/on-account"))["items"]
        code = "accounting.payment.came-from-credit-note"
        assert await desk.refused(f"/payments/{credit['id']}/voiding", WHY) == (409, code)

    async def test_nobody_knows_it(self, desk: Desk) -> None:
        assert await desk.refused("/payments/nothing/voiding", WHY) == (404, "shared.request.unknown-document")


class TestDunnedMeanwhile:
    async def test_money_on_account_is_none_any_more(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        await desk.post(f"/payments/{payment['id']}/voiding", WHY)
        await bill(desk, "O-3", 1000, due_in_days=10)
        assert (await invoice_of(desk, "O-3"))["open"]["minor"] == 1000
        assert (await desk.get("/payments/queues/on-account"))["items"] == []
