"""A company that lies about what came back, and what was given or charged for it, is caught by I5, I6 and I17."""

from typing import Any

from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of

Fact = dict[str, Any]


class TestReturns:
    async def test_a_returned_unit_that_was_put_among_those_for_sale_is_named(self, forger: Forger) -> None:
        def lie(put_back: Fact) -> None:
            put_back["quantity"] = "2"

        await forger.reword("warehouse", "stock.put-back", lie, stream="stock_item-main.repair:PUMP-40")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"] == "on hand main.repair PUMP-40: 2, and should be 1"

    async def test_a_unit_that_is_settled_twice_is_named(self, traded: Traded, forger: Forger) -> None:
        return_id = traded.story.returned.return_id

        def lie(granted: Fact) -> None:
            granted["item"]["quantity"] = "2"

        await forger.reword("care", "customer_return.scrap-agreed", lie, stream=f"customer_return-{return_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert f"return {return_id}, item 1: 3 approved, 3 received, 4 settled" in breached["I17"]

    async def test_a_remedy_that_was_taken_back_though_the_goods_left_is_named(self, forger: Forger) -> None:
        asked = "SELECT data->>'{}' FROM events WHERE type = 'customer_return.revocation-requested'"
        grant = await forger.ask("care", asked.format("grant_id"))
        revocation = await forger.ask("care", asked.format("revocation_id"))

        def lie(kept_back: Fact) -> None:
            kept_back["quantity"] = "0"

        await forger.retell("warehouse", "warehouse.replacement.kept-back.v1", lie, key=grant)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"] == f"taken back of what was granted, revocation {revocation}: 1, and should be 0"

    async def test_a_revocation_that_nobody_answered_is_named(self, traded: Traded, forger: Forger) -> None:
        return_id = traded.story.returned.return_id

        def lie(asked: Fact) -> None:
            asked["revocation_id"] = "another"

        stream = f"customer_return-{return_id}"
        await forger.reword("care", "customer_return.revocation-requested", lie, stream=stream)
        breached = await breaches_of(forger)
        assert f"return {return_id}, revocation of grant " in breached["I17"]
        assert ": the warehouse has not answered" in breached["I17"]

    async def test_a_returned_unit_that_the_warranty_forgot_is_named(self, traded: Traded, forger: Forger) -> None:
        returned = traded.story.returned

        def lie(claimed: Fact) -> None:
            claimed["units"][0]["quantity"] = "2"

        await forger.reword("care", "warranty.units-claimed", lie, stream=f"warranty-{returned.sold.order_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"] == f"held on the warranty by return {returned.return_id}: 1, and should be 2"

    async def test_a_kept_unit_that_was_paid_for_and_is_not_covered_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        charged = traded.story.charged

        def lie(units: Fact) -> None:
            units["kind"] = "kept-goods"

        stream = f"customer_return-{charged.repaired}"
        await forger.reword("care", "customer_return.units-charged", lie, stream=stream)
        breached = await breaches_of(forger)
        assert f"covered beside what was delivered, by return {charged.repaired}: 0, and should be 1" in breached["I17"]

    async def test_a_replacement_that_is_billed_is_named(self, traded: Traded, forger: Forger) -> None:
        returned = traded.story.returned

        def lie(invoice: Fact) -> None:
            invoice["shipment_id"] = returned.replacement_shipment_id

        await forger.reword("accounting", "invoice.posted", lie, stream=f"invoice-{returned.sold.invoice_ids[0]}")
        breached = await breaches_of(forger)
        # The goods that were sold are then billed by nobody (I4), and still on their way to an invoice (I8).
        assert breached.keys() == {"I4", "I8", "I17"}
        assert f"bills shipment {returned.replacement_shipment_id}, which was free of charge" in breached["I17"]


class TestChargedReturns:
    async def test_a_repair_that_is_billed_at_another_price_is_named(self, traded: Traded, forger: Forger) -> None:
        charged = traded.story.charged

        def lie(units: Fact) -> None:
            units["unit_price"]["minor"] = 1

        await forger.retell("care", "care.return.charged.v1", lie, key=charged.repaired)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I5"}
        assert f"charge {charged.repaired}.charge1" in breached["I5"]

    async def test_a_repair_in_another_currency_than_the_order_is_named(self, traded: Traded, forger: Forger) -> None:
        charged = traded.story.charged

        def lie(units: Fact) -> None:
            units["unit_price"]["currency"] = "USD"

        await forger.retell("care", "care.return.charged.v1", lie, key=charged.repaired)
        breached = await breaches_of(forger)
        assert f"charge {charged.repaired}.charge1: currency of its price: 'USD', and should be 'VND'" in breached["I5"]

    async def test_an_invoice_for_a_return_that_nobody_charged_is_named(self, traded: Traded, forger: Forger) -> None:
        charged = traded.story.charged

        def lie(invoice: Fact) -> None:
            invoice["return_id"] = charged.replaced

        stream = f"invoice-{charged.invoice['invoice_id']}"
        await forger.reword("accounting", "invoice.posted", lie, stream=stream)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I5"}
        assert "customer, return, and what is billed for what" in breached["I5"]

    async def test_a_repair_that_was_charged_and_not_granted_is_named(self, traded: Traded, forger: Forger) -> None:
        charged = traded.story.charged

        def lie(units: Fact) -> None:
            units["item"]["quantity"] = "2"

        stream = f"customer_return-{charged.repaired}"
        await forger.reword("care", "customer_return.units-charged", lie, stream=stream)
        await forger.retell("care", "care.return.charged.v1", lie, key=charged.repaired)
        breached = await breaches_of(forger)
        assert "2 repaired and 0 kept units charged" in breached["I5"]
