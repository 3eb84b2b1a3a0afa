"""A company that lies about what customers may owe is caught by I8."""

from typing import Any

from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of

Fact = dict[str, Any]


class TestI8Credit:
    async def test_an_order_over_the_limit_that_nobody_released_is_named(self, traded: Traded, forger: Forger) -> None:
        account = await self._account_of(forger, traded.story.released_order)
        await forger.reword(
            "accounting", "credit_account.credit-reserved", lambda fact: fact.update(released_by=None), stream=account
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        assert breached["I8"].startswith(f"order {traded.story.released_order} of customer ")
        assert "135,135,000 counts and the limit is 100,000,000 VND, and nobody released it" in breached["I8"]

    async def test_an_order_released_by_who_placed_it_is_named(self, traded: Traded, forger: Forger) -> None:
        account = await self._account_of(forger, traded.story.released_order)
        await forger.reword(
            "accounting",
            "credit_account.credit-reserved",
            lambda fact: fact.update(released_by="sara.rep"),
            stream=account,
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        assert "was released by sara.rep, who placed it" in breached["I8"]

    async def test_credit_of_a_reduced_order_that_is_given_back_short_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        def lie(reduced: Fact) -> None:
            reduced["given_back"]["minor"] -= 1

        order_id = traded.story.reduced_order
        account = await self._account_of(forger, order_id)
        await forger.reword("accounting", "credit_account.credit-reduced", lie, stream=account)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        customer = account.removeprefix("credit_account-")
        assert f"order {order_id} of customer {customer}: exposure when it was reduced: " in breached["I8"]
        assert f"exposure by documents, customer {customer} reserved: " in breached["I8"]

    async def test_money_that_counts_off_and_is_gone_is_named(self, traded: Traded, forger: Forger) -> None:
        customer = traded.story.straight.customer_id
        await forger.reword(
            "accounting",
            "credit_account.money-on-account-moved",
            lambda moved: moved["held"].update(minor=1),
            stream=f"credit_account-{customer}",
            newest=True,
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        assert f"exposure by documents, customer {customer} on_account: " in breached["I8"]

    async def test_goods_that_count_twice_are_named(self, traded: Traded, forger: Forger) -> None:
        def lie(shipped: Fact) -> None:
            shipped["from_order"]["minor"] = 0

        account = await self._account_of(forger, traded.story.under_way_order)
        await forger.reword("accounting", "credit_account.exposure-shipped", lie, stream=account)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I8"}
        customer = account.removeprefix("credit_account-")
        assert f"exposure by documents, customer {customer} reserved: " in breached["I8"]

    @staticmethod
    async def _account_of(forger: Forger, order_id: str) -> str:
        customer: str = await forger.ask("sales", 'SELECT customer_id FROM "order" WHERE id = $1', order_id)
        return f"credit_account-{customer}"
