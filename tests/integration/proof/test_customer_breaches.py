"""Customers of whom departments say different things, or two of whom are one company, are caught by I17 and I21."""

from typing import Any

from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of

Fact = dict[str, Any]


class TestTaxIds:
    async def test_a_company_that_is_two_customers_is_named(self, traded: Traded, forger: Forger) -> None:
        first = traded.story.straight.customer_id
        second = traded.story.returned.sold.customer_id
        tax_id: str = await forger.ask("sales", "SELECT tax_id FROM customer WHERE id = $1", first)
        await forger.reword(
            "sales", "customer.registered", lambda one: one.update(tax_id=tax_id), stream=f"customer-{second}"
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I21"}
        assert f"tax id VN:{tax_id} belongs to 2 customers: {', '.join(sorted((first, second)))}" in breached["I21"]
        assert f" is claimed by {second}, whose tax id is another one" in breached["I21"]

    async def test_a_branch_of_somebody_with_another_tax_id_is_named(self, traded: Traded, forger: Forger) -> None:
        first = traded.story.straight.customer_id
        second = traded.story.returned.sold.customer_id
        tax_id: str = await forger.ask("sales", "SELECT tax_id FROM customer WHERE id = $1", first)
        await forger.reword(
            "sales", "tax_id.claimed", lambda claimed: claimed.update(branch_of=second), stream=f"tax_id-VN:{tax_id}"
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I21"}
        assert (
            breached["I21"] == f"tax id VN:{tax_id} is claimed by {first} as a branch of {second}, who does not have it"
        )

    async def test_branches_that_share_one_are_no_breach(self, traded: Traded, forger: Forger) -> None:
        first = traded.story.straight.customer_id
        second = traded.story.returned.sold.customer_id
        tax_id: str = await forger.ask("sales", "SELECT tax_id FROM customer WHERE id = $1", first)
        its_own: str = await forger.ask("sales", "SELECT tax_id FROM customer WHERE id = $1", second)

        def shares(registered: Fact) -> None:
            registered.update(tax_id=tax_id, branch_of=first)

        await forger.reword("sales", "customer.registered", shares, stream=f"customer-{second}")
        await forger.reword(
            "sales", "tax_id.claimed", lambda one: one.update(branch_of=first), stream=f"tax_id-VN:{its_own}"
        )
        breached = await breaches_of(forger)
        # The claim under its own number is what is left of the lie.
        assert breached.keys() == {"I21"}
        assert "belongs to" not in breached["I21"]


class TestWhatDepartmentsKnow:
    async def test_an_address_that_others_know_otherwise_is_named(self, traded: Traded, forger: Forger) -> None:
        customer = traded.story.straight.customer_id
        await forger.reword(
            "sales",
            "customer.registered",
            lambda one: one.update(billing_email="elsewhere@example.com"),
            stream=f"customer-{customer}",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert f"customer {customer}: name, address, country and language for accounting: " in breached["I17"]
        assert f"customer {customer}: name, address and language for care: " in breached["I17"]

    async def test_a_stop_of_credit_that_only_sales_knows_is_named(self, traded: Traded, forger: Forger) -> None:
        customer = traded.story.late_case.partition(":")[0]
        await forger.reword(
            "accounting",
            "credit_account.stopped",
            lambda stopped: stopped.update(reason=""),
            stream=f"credit_account-{customer}",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"] == f"customer {customer}: credit is stopped as sales knows, and not as accounting does"

    async def test_a_bill_that_is_late_for_sales_alone_is_named(self, traded: Traded, forger: Forger) -> None:
        order_id: str = await forger.ask(
            "accounting", "SELECT order_id FROM invoice WHERE id = $1", traded.story.part_paid_invoice
        )
        late = {"minor": 1, "currency": "VND"}
        for told in ("order.payment-received", "order.invoice-credited"):
            await forger.reword("sales", told, lambda fact: fact.update(overdue=late), stream=f"order-{order_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"].endswith(f" of order {order_id}, as sales knows it: late: 1, and should be 0")

    async def test_a_supplier_who_is_paid_for_accounting_alone_is_named(self, forger: Forger) -> None:
        await forger.rewrite("purchasing", _FAILED_INSTEAD)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"].startswith("supplier invoice ")
        assert breached["I17"].endswith(": paid as purchasing knows: 'not paid', and should be 'paid'")

    async def test_more_expected_of_a_supplier_than_was_ordered_is_named(self, forger: Forger) -> None:
        def lie(opened: Fact) -> None:
            opened["lines"][0]["quantity"] = "99"

        await forger.reword("warehouse", "expected_receipt.opened", lie)
        breached = await breaches_of(forger)
        assert "expected of line 1 of purchase order " in breached["I17"]
        assert ": 99, and should be " in breached["I17"]


_FAILED_INSTEAD = """
UPDATE events SET type = 'supplier-invoice.payment-failed', data = json_build_object(
    'supplier_payment_id', data->>'supplier_payment_id', 'reason', 'account closed', 'failed_on', data->>'made_on'
) WHERE type = 'supplier-invoice.payment-made'
"""
