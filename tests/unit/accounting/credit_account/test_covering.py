"""Money on account counts off what a customer owes, as long as it is with us and settles nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.accounting.credit_account.covering import CountMoney
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import (
    AccountOpened,
    CreditHeld,
    CreditReserved,
    DeliveryBlocked,
    DeliveryUnblocked,
    LimitSet,
    MoneyOnAccountMoved,
)
from services.accounting.credit_account.reserving import ReserveCredit
from services.accounting.credit_account.state import HOLD, OK, Open
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import PaymentReturned
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import line, placed, registered, usd
from tests.unit.accounting.payment.examples import allocation, received
from tests.unit.accounting.payment.test_payment_api import BOSS, bill, desk, exposure, invoice_of, pay

__all__ = ["desk"]

TODAY = date(2026, 4, 13)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)
LIMIT = LimitSet(limit=usd(1000), reason="bank report", set_by="m", set_on=TODAY)
an_account = spec_of(CREDIT_ACCOUNT).given(OPENED)
GONE = PaymentReturned(
    amount=usd(300),
    customer_id="ACME",
    allocations=(),
    not_allocated=usd(300),
    reason="called back",
    noted_by="ann",
    returned_on=TODAY,
)


def count(because: str = "received", currency: str = "USD") -> CountMoney:
    return CountMoney(customer_id="ACME", payment_id="p", currency=currency, because=because, on=TODAY)


def moved(minor: int, because: str = "received", currency: str = "USD") -> MoneyOnAccountMoved:
    held = Money(minor=minor, currency=currency)
    return MoneyOnAccountMoved(payment_id="p", held=held, because=because, moved_on=TODAY)


def beside(spec: Specification[Any], *facts: Any) -> Specification[Any]:
    return spec.beside(PAYMENT, "p", *facts)


def state_of(spec: Specification[Any]) -> Open:
    state = spec.state
    assert isinstance(state, Open)
    return state


def reserved(minor: int, exposure_minor: int) -> CreditReserved:
    return CreditReserved(
        order_id="O-1",
        amount=usd(minor),
        exposure=usd(exposure_minor),
        limit=usd(1000),
        placed_by="s.rep",
        released_by=None,
        reason="",
        reserved_on=TODAY,
    )


class TestCounting:
    def test_what_a_payment_does_not_settle(self) -> None:
        beside(an_account, received(300, allocation(1, "i1", "INV-1", 60))).when(count()).then(
            moved(240)
        ).then_asked_again_nothing()
        state = state_of(an_account.given(moved(240)))
        assert (state.total, state.covered) == (usd(-240), usd(240))

    def test_nothing_while_it_is_not_theirs(self) -> None:
        for payment in (received(300, customer_id="BOLT"), received(300, customer_id="")):
            beside(an_account, payment).when(count()).then_nothing()
        beside(spec_of(CREDIT_ACCOUNT), received(300)).when(count()).then_nothing()

    def test_what_is_gone_is_forgotten(self) -> None:
        decided = beside(an_account.given(moved(300)), received(300), GONE).when(count("returned"))
        decided.then(moved(0, "returned")).then_asked_again_nothing()
        assert state_of(an_account.given(moved(300), moved(0, "returned"))).on_account == {}

    def test_in_another_currency_it_is_kept_and_counts_nothing_off(self) -> None:
        state = state_of(an_account.given(moved(300, currency="EUR")))
        assert (state.total, list(state.on_account)) == (usd(0), ["p"])


class TestAgainstTheLimit:
    def test_an_order_fits_that_is_paid_ahead(self) -> None:
        order = ReserveCredit(order_id="O-1", amount=usd(1300), placed_by="s.rep", on=TODAY)
        an_account.given(LIMIT, moved(300)).when(order).then(reserved(1300, 1000))
        an_account.given(LIMIT, moved(299)).when(order).then(
            CreditHeld(
                order_id="O-1",
                amount=usd(1300),
                exposure=usd(-299),
                limit=usd(1000),
                standing="hold",
                placed_by="s.rep",
                held_on=TODAY,
            )
        )

    def test_a_customer_without_credit_orders_for_what_they_paid(self) -> None:
        state = state_of(an_account.given(replace(LIMIT, limit=usd(0)), moved(300)))
        assert (state.standing, state.standing_with(usd(300)), state.standing_with(usd(301))) == (OK, OK, HOLD)

    def test_money_that_does_not_stay_may_block_goods_and_money_that_comes_lets_them_go(self) -> None:
        lent = an_account.given(LIMIT, moved(300), reserved(1300, 1000))
        block = DeliveryBlocked(
            order_id="O-1",
            amount=usd(1300),
            exposure=usd(1300),
            limit=usd(1000),
            standing="hold",
            placed_by="s.rep",
            blocked_on=TODAY,
        )
        beside(lent, received(300), GONE).when(count("returned")).then(moved(0, "returned"), block)
        beside(lent.given(moved(0, "returned"), block), received(300)).when(count()).then(
            moved(300),
            DeliveryUnblocked(order_id="O-1", exposure=usd(1000), unblocked_by=None, reason="", unblocked_on=TODAY),
        )

    def test_money_that_is_used_moves_first_and_blocks_nothing(self) -> None:
        """What it settles counts less in the same transaction."""
        lent = an_account.given(LIMIT, moved(300), reserved(1300, 1000))
        used = received(300, allocation(1, "i1", "INV-1", 300))
        beside(lent, used).when(count("used")).then(moved(0, "used"))


class TestOverHttp:
    async def test_paid_ahead_used_and_refunded(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, "ACME")
        assert await exposure(desk) == -2000
        shown = (await desk.get("/credit-accounts/ACME"))["exposure"]
        assert (shown["on_account"]["minor"], shown["open"]["minor"]) == (-2000, 0)
        await bill(desk, "O-3", 1500, due_in_days=10)
        assert await exposure(desk) == -500
        invoice = await invoice_of(desk, "O-3")
        await desk.post(f"/payments/{payment['id']}/allocation", {"invoice_id": invoice["invoice_id"]})
        assert await exposure(desk) == -500
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "paid twice"})
        assert await exposure(desk) == -500
        refund = (await desk.get(path))["refunds"][0]["refund_id"]
        await desk.post(f"{path}/refunds/{refund}/approval", **BOSS)
        shown = (await desk.get("/credit-accounts/ACME"))["exposure"]
        assert (shown["total"]["minor"], shown["on_account"]) == (0, None)
        await desk.post(f"{path}/return", {"reason": "called back"})
        assert await exposure(desk) == 17000

    async def test_it_has_a_line_of_its_own_in_the_explanation(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, "ACME")
        await bill(desk, "O-3", 1500, due_in_days=10)
        invoice = await invoice_of(desk, "O-3")
        body = {"invoice_id": invoice["invoice_id"], "amount": {"minor": 500, "currency": "USD"}}
        await desk.post(f"/payments/{payment['id']}/allocation", body)
        explained = await desk.get("/credit-accounts/ACME/explanation")
        assert (explained["exposure"]["minor"], explained["on_account"]["minor"]) == (-500, -1500)
        buckets = sum(one["minor"] for one in explained["buckets"].values())
        assert buckets + explained["charged"]["minor"] + explained["on_account"]["minor"] == -500
        (money,) = explained["money"]
        assert (money["payment_id"], money["counted"]["minor"]) == (payment["id"], -1500)
        assert [(one["because"], one["change"]["minor"]) for one in money["movements"]] == [
            ("received", -2000),
            ("used", 500),
        ]
        history: Any = await desk.get("/credit-accounts/ACME/history")
        for one in money["movements"]:
            assert history[one["version"] - 1]["type"] == one["event"] == "credit_account.money-on-account-moved"

    async def test_whoever_it_is_identified_with_and_released_from(self, desk: Desk) -> None:
        payment = await pay(desk, 700, "no idea")
        assert (await exposure(desk), payment["status"]) == (15000, "unidentified")
        await desk.post(f"/payments/{payment['id']}/identification", {"customer_id": "BOLT"})
        assert (await desk.get("/credit-accounts/BOLT"))["exposure"]["total"]["minor"] == -700
        await desk.post(f"/payments/{payment['id']}/release", {"reason": "theirs is another"})
        assert (await desk.get("/credit-accounts/BOLT"))["exposure"]["total"]["minor"] == 0

    async def test_what_a_credit_note_leaves_of_a_paid_invoice(self, desk: Desk) -> None:
        await pay(desk, 10000, "O-1")
        invoice = await invoice_of(desk, "O-1")
        body = {"amount": {"minor": 700, "currency": "USD"}, "reason": "scratched"}
        note = await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body)
        await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
        assert await exposure(desk) == 4300

    async def test_what_a_cancelled_credit_note_had_left_and_is_withdrawn_may_block_goods(self, desk: Desk) -> None:
        """100.00 are paid and credited, so that an order of 90.00 fits beside the 50.00 that are owed."""
        await pay(desk, 10000, "O-1")
        invoice = await invoice_of(desk, "O-1")
        body = {"lines": [{"line_no": 1, "quantity": "1"}], "reason": "it leaks"}
        note = (await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body))["id"]
        await desk.post(f"/credit-notes/{note}/approval", **BOSS)
        limit = {"limit": {"minor": 5000, "currency": "USD"}, "reason": "bank report"}
        await desk.post("/credit-accounts/ACME/limit", limit, **BOSS)
        await desk.hear(placed(line(1, 1, 9000, tax_code="EXEMPT"), order_id="O-9"), key="O-9")
        assert (await exposure(desk), (await desk.get("/credit-accounts/ACME"))["blocked_orders"]) == (4000, [])
        await desk.post(f"/credit-notes/{note}/cancellation", {"reason": "it does not leak"})
        await desk.post(f"/credit-notes/{note}/cancellation/approval", **BOSS)
        (blocked,) = (await desk.get("/credit-accounts/ACME"))["blocked_orders"]
        assert (blocked["order_id"], await exposure(desk)) == ("O-9", 14000)

    async def test_used_money_lets_no_goods_go_in_between(self) -> None:
        """60.00 are on account, as much is invoiced, and an order of 90.00 is blocked by a limit of 80.00."""
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        await bill(desk, "O-1", 10000, due_in_days=10)
        limit = {"limit": {"minor": 20000, "currency": "USD"}, "reason": "bank report"}
        await desk.post("/credit-accounts/ACME/limit", limit, person="m", roles=MANAGER)
        payment = await pay(desk, 16000, "ACME")
        await bill(desk, "O-2", 6000, due_in_days=10)
        await desk.hear(placed(line(1, 1, 9000, tax_code="EXEMPT"), order_id="O-9"), key="O-9")
        limit["limit"] = {"minor": 8000, "currency": "USD"}
        await desk.post("/credit-accounts/ACME/limit", limit, person="m", roles=MANAGER)
        (blocked,) = (await desk.get("/credit-accounts/ACME"))["blocked_orders"]
        assert (blocked["order_id"], await exposure(desk)) == ("O-9", 9000)
        invoice = await invoice_of(desk, "O-2")
        await desk.post(f"/payments/{payment['id']}/allocation", {"invoice_id": invoice["invoice_id"]})
        assert await exposure(desk) == 9000
        assert len((await desk.get("/credit-accounts/ACME"))["blocked_orders"]) == 1
        assert "accounting.credit.delivery-unblocked.v1" not in desk.told()
