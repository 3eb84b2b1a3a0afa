"""Credit that is reserved for what will never leave is caught by I8, also where every department tells the same lie."""

from typing import Any

from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of

Fact = dict[str, Any]

OFF = 1_000
"""Đồng: more than all rounding of one order can come to."""


class TestReserved:
    async def test_credit_of_an_order_that_is_delivered_and_billed_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        def left_with_less(noted: Fact) -> None:
            noted["expected"]["minor"] -= OFF
            noted["lines"][0]["expected"]["minor"] -= OFF

        def shipped_less(shipped: Fact) -> None:
            shipped["amount"]["minor"] -= OFF
            shipped["from_order"]["minor"] -= OFF

        def invoiced_less(invoiced: Fact) -> None:
            invoiced["from_shipped"]["minor"] -= OFF

        order_id = traded.story.straight.order_id
        account = f"credit_account-{traded.story.straight.customer_id}"
        await forger.reword("accounting", "billing.shipment-noted", left_with_less, stream=f"billing-{order_id}")
        await forger.reword("accounting", "credit_account.exposure-shipped", shipped_less, stream=account)
        await forger.reword("accounting", "credit_account.exposure-invoiced", invoiced_less, stream=account)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        # Later orders of the customer were counted with the exposure that there was.
        assert (
            f"order {order_id}, completed: 1,000 reserved, and what is to leave of it is expected to come to 0"
            in breached["I8"]
        )
        assert "exposure by documents" not in breached["I8"]

    async def test_credit_of_a_reduced_order_that_everybody_keeps_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        def kept(reduced: Fact) -> None:
            reduced["given_back"]["minor"] -= OFF
            reduced["reserved"]["minor"] += OFF
            if "exposure" in reduced:
                reduced["exposure"]["minor"] += OFF

        order_id = traded.story.reduced_order
        customer: str = await forger.ask("sales", 'SELECT customer_id FROM "order" WHERE id = $1', order_id)
        await forger.reword("accounting", "credit_account.credit-reduced", kept, stream=f"credit_account-{customer}")
        await forger.retell("accounting", "accounting.credit.reduced.v1", kept, customer)
        breached = await breaches_of(forger)
        assert f"order {order_id}, confirmed: " in breached["I8"]
        assert "exposure by documents" not in breached["I8"]

    async def test_credit_that_is_reserved_for_a_cancelled_order_is_named(self, traded: Traded, forger: Forger) -> None:
        cancelled: str = await forger.ask("sales", "SELECT id FROM \"order\" WHERE status = 'cancelled' LIMIT 1")
        customer: str = await forger.ask("sales", 'SELECT customer_id FROM "order" WHERE id = $1', cancelled)

        def of_another(given_back: Fact) -> None:
            assert given_back["order_id"] == cancelled
            given_back["amount"]["minor"] -= OFF

        await forger.reword(
            "accounting", "credit_account.credit-given-back", of_another, stream=f"credit_account-{customer}"
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        assert f"order {cancelled}, cancelled: reserved: 1,000, and should be 0" in breached["I8"]

    async def test_more_expected_than_was_placed_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(opened: Fact) -> None:
            opened["lines"][0]["expected"]["minor"] += OFF

        order_id = traded.story.straight.order_id
        await forger.reword("accounting", "billing.opened", lie, stream=f"billing-{order_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        assert f"order {order_id}, line 1: " in breached["I8"]
        assert " expected, " in breached["I8"]
