"""A company that lies about its business is caught by the invariants that the lie breaks, and by no other.

The log itself is rewritten, and its chain and all views follow it: only the departments' figures can tell.
"""

from typing import Any

from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of

Fact = dict[str, Any]


async def _receipt_entry(forger: Forger) -> str:
    found: str = await forger.ask(
        "accounting",
        "SELECT stream FROM events WHERE type = 'journal.entry-recorded' AND data->>'source' = 'goods-receipt' LIMIT 1",
    )
    return found


async def _payment_of(forger: Forger, invoice_id: str) -> str:
    found: str = await forger.ask(
        "accounting",
        "SELECT stream FROM events WHERE type = 'payment.received' AND data->'allocations'->0->>'invoice_id' = $1",
        invoice_id,
    )
    return found


class TestI3TheBooks:
    async def test_an_entry_that_does_not_balance_is_named(self, forger: Forger) -> None:
        stream = await _receipt_entry(forger)

        def lie(entry: Fact) -> None:
            entry["lines"][1]["amount"]["minor"] -= 1

        await forger.reword("accounting", "journal.entry-recorded", lie, stream=stream)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I3"}
        assert f"entry {stream.removeprefix('journal-')}: debits exceed credits by 1 minor units" in breached["I3"]
        assert "trial balance in VND: 1, and should be 0" in breached["I3"]

    async def test_a_control_account_that_is_not_its_sub_ledger_is_named(self, forger: Forger) -> None:
        def lie(entry: Fact) -> None:
            for line in entry["lines"]:
                line["amount"]["minor"] += 1_000

        await forger.reword("accounting", "journal.entry-recorded", lie, stream=await _receipt_entry(forger))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I3"}
        assert "account of inventory VND" in breached["I3"]
        assert "account of goods-received-not-invoiced" in breached["I3"]
        assert "trial balance" not in breached["I3"]


class TestI4Billing:
    async def test_a_delivered_line_on_two_invoice_lines_is_named(self, traded: Traded, forger: Forger) -> None:
        invoice_id, shipment_id = traded.story.straight.invoice_ids[0], traded.story.straight.shipment_ids[0]

        def lie(invoice: Fact) -> None:
            first, *others = invoice["lines"]
            half = first | {
                "quantity": "1",
                "net": first["net"] | {"minor": first["net"]["minor"] // 2},
                "tax": first["tax"] | {"minor": first["tax"]["minor"] // 2},
            }
            invoice["lines"] = [half, half, *others]

        await forger.reword("accounting", "invoice.posted", lie, stream=f"invoice-{invoice_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I4"}
        assert breached["I4"].startswith(f"line 1 of shipment {shipment_id} is on 2 invoice lines: INV-")

    async def test_more_units_billed_than_were_delivered_are_named(self, traded: Traded, forger: Forger) -> None:
        travelled = traded.story.straight

        def lie(invoice: Fact) -> None:
            invoice["lines"][0]["quantity"] = "3"

        await forger.reword("accounting", "invoice.posted", lie, stream=f"invoice-{travelled.invoice_ids[0]}")
        breached = await breaches_of(forger)
        # Three units at the price of two are no share of the order (I5), and other departments know of two (I17).
        assert breached.keys() == {"I4", "I5", "I17"}
        line = f"shipment line {travelled.shipment_ids[0]} 1"
        assert f"units billed or waiting of {line}: 3, and should be 2" in breached["I4"]
        assert f"line 1 of order {travelled.order_id}: 3 units billed of 2 that were ordered" in breached["I4"]

    async def test_part_invoices_that_miss_the_order_line_by_one_are_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        travelled = traded.story.short_of_stock

        def lie(invoice: Fact) -> None:
            invoice["lines"][0]["net"]["minor"] += 1

        await forger.reword("accounting", "invoice.posted", lie, stream=f"invoice-{travelled.invoice_ids[1]}")
        breached = await breaches_of(forger)
        # The books know what was earned with it (I3).
        assert breached.keys() == {"I3", "I4", "I5"}
        assert f"line 1 of order {travelled.order_id}: its 7 units are billed at 128,333,332" in breached["I4"]


class TestI5Invoices:
    async def test_a_part_that_is_a_whole_unit_away_from_its_share_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        def lie(invoice: Fact) -> None:
            line = invoice["lines"][0]
            line["net"]["minor"] += 1 if line["quantity"] == "3" else -1

        for invoice_id in traded.story.short_of_stock.invoice_ids:
            await forger.reword("accounting", "invoice.posted", lie, stream=f"invoice-{invoice_id}")
        breached = await breaches_of(forger)
        # Together they are still what the line comes to, which is all that I4 looks at.
        assert breached.keys() == {"I5"}
        assert ", line 1: 3 units at 55,000,000 VND, VAT10; 7 were ordered for 128,333,331 VND, VAT10" in breached["I5"]
        assert ", line 1: 4 units at 73,333,331 VND, VAT10; 7 were ordered for 128,333,331 VND, VAT10" in breached["I5"]

    async def test_parts_that_are_not_together_the_share_of_their_units_are_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        def lie(placed: Fact) -> None:
            placed["lines"][0]["net"]["minor"] -= 1

        order_id = traded.story.short_of_stock.order_id
        await forger.retell("sales", "sales.order.placed.v1", lie, order_id)
        breached = await breaches_of(forger)
        # Accounting expected to bill what was placed then, so that it reserves for more than is placed now (I8).
        assert breached.keys() == {"I4", "I5", "I8"}
        # Each part is less than one unit away from its share, and so the sum alone can tell.
        assert breached["I5"] == (
            f"line 1 of order {order_id}: its 7 billed units of 7 for 128,333,330 VND: "
            "128,333,331, and should be 128,333,330"
        )

    async def test_tax_by_another_rate_than_that_of_the_day_is_named(self, forger: Forger) -> None:
        await forger.reword("accounting", "tax_code.rate-set", lambda rate: rate.update(percent="8"))
        breached = await breaches_of(forger)
        # What orders were expected to come to with that tax is another sum, too (I8).
        assert breached.keys() == {"I5", "I8"}
        assert "invoice INV-" in breached["I5"]
        assert "line 1: taxed at 10 %, and VAT10 never was that on " in breached["I5"]

    async def test_a_rate_that_was_set_after_the_invoice_by_another_clock_is_no_breach(self, forger: Forger) -> None:
        await forger.rewrite(
            "accounting", "UPDATE events SET occurred_at = '2199-01-01' WHERE type = 'tax_code.rate-set'"
        )
        assert await breaches_of(forger) == {}

    async def test_tax_of_another_day_is_named(self, forger: Forger) -> None:
        await forger.reword("accounting", "tax_code.rate-set", lambda rate: rate.update(valid_until="2021-12-31"))
        breached = await breaches_of(forger)
        assert "taxed at 10 %, and VAT10 never was that on " in breached["I5"]

    async def test_a_total_that_is_not_the_sum_of_its_lines_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(invoice: Fact) -> None:
            invoice["lines"][0]["tax"]["minor"] += 1

        stream = f"invoice-{traded.story.part_paid_invoice}"
        await forger.reword("accounting", "invoice.posted", lie, stream=stream)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I5"}
        assert "line 1: tax at 10 % on" in breached["I5"]
        assert ": total: " in breached["I5"]

    async def test_more_credited_than_was_billed_is_named(self, forger: Forger) -> None:
        def lie(approved: Fact) -> None:
            approved["lines"][0]["quantity"] = "6"

        await forger.reword("accounting", "credit_note.drafted", lie)
        breached = await breaches_of(forger)
        assert ": 6 units credited, 5 billed" in breached["I5"]

    async def test_a_gap_in_the_numbers_is_named(self, forger: Forger) -> None:
        def lie(taken: Fact) -> None:
            taken["sequence"] += 1

        series = await forger.ask("accounting", "SELECT id FROM number_series WHERE id LIKE 'INV-%'")
        stream = f"number_series-{series}"
        await forger.reword("accounting", "number_series.number-taken", lie, stream=stream, newest=True)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I5"}
        assert breached["I5"] == f"series {series}, 8 issued: missing [8], twice []"


class TestI6Stock:
    async def test_units_that_nobody_received_are_named(self, forger: Forger) -> None:
        await forger.reword("warehouse", "stock.received", lambda received: received.update(quantity="6"))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"] == "on hand main MOTOR-7: 1, and should be 0"

    async def test_units_that_a_corrected_receipt_left_in_stock_are_named(self, forger: Forger) -> None:
        await forger.reword("warehouse", "stock.receipt-corrected", lambda corrected: corrected.update(quantity="1"))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"] == "on hand main MOTOR-7: 1, and should be 0"

    async def test_units_reserved_for_nobody_are_named(self, forger: Forger) -> None:
        await forger.reword(
            "warehouse",
            "stock.reserved",
            lambda reserved: reserved.update(quantity="3"),
            stream="stock_item-main:CTRL-1",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"] == "reserved main CTRL-1: 1, and should be 0"

    async def test_who_waits_for_what_no_order_is_short_of_is_named(self, forger: Forger) -> None:
        await forger.reword("warehouse", "stock.shortage-noted", lambda noted: noted.update(quantity="8"))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"] == "waited for main MOTOR-7: 1, and should be 0"

    async def test_stock_below_zero_is_named_even_when_everybody_agrees(self, forger: Forger) -> None:
        def lie(adjusted: Fact) -> None:
            adjusted["quantity"] = "1"

        await forger.reword("warehouse", "stock.adjusted", lie, stream="stock_item-main:CTRL-1")
        await forger.retell("warehouse", "warehouse.stock.adjusted.v1", lie, "main:CTRL-1")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"].startswith("main CTRL-1: -1 on hand, 0 reserved")

    async def test_a_unit_that_came_back_and_is_nowhere_is_named(self, forger: Forger) -> None:
        await forger.reword("warehouse", "shipment.returned", lambda back: back["lines"][1].update(quantity="3"))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I6"}
        assert breached["I6"].startswith("came back with shipment line ")

    async def test_what_comes_back_at_more_than_it_had_left_with_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(inspected: Fact) -> None:
            inspected["items"][0]["scrap_cost"]["minor"] += 100_000_000

        await forger.retell("warehouse", "warehouse.return.inspected.v1", lie, key=traded.story.returned.return_id)
        breached = await breaches_of(forger)
        # Scrap is worth nothing in stock; that its cost was booked otherwise, the books tell (I3).
        assert breached.keys() == {"I3", "I6"}
        assert breached["I6"].startswith(f"line 1 of order {traded.story.returned.sold.order_id}: ")


class TestI7Payments:
    async def test_a_payment_that_settles_the_invoice_of_another_customer_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        stream = await _payment_of(forger, traded.story.part_paid_invoice)
        other = traded.story.straight.customer_id
        await forger.reword(
            "accounting", "payment.received", lambda paid: paid.update(customer_id=other), stream=stream
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert f"payment {stream.removeprefix('payment-')} settles INV-" in breached["I7"]

    async def test_an_allocation_that_the_invoice_knows_otherwise_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        def lie(paid: Fact) -> None:
            paid["allocations"][0]["amount"]["minor"] -= 1

        stream = await _payment_of(forger, traded.story.part_paid_invoice)
        await forger.reword("accounting", "payment.received", lie, stream=stream)
        breached = await breaches_of(forger)
        # What is not allocated is the customer's credit, of which the books know nothing (I3).
        assert breached.keys() == {"I3", "I7"}
        assert ": settled: 1,000,000, and should be 999,999" in breached["I7"]

    async def test_an_invoice_that_is_settled_twice_over_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(settled: Fact) -> None:
            settled["allocations"][0]["amount"]["minor"] *= 100

        stream = f"invoice-{traded.story.part_paid_invoice}"
        await forger.reword("accounting", "invoice.amount-settled", lie, stream=stream)
        breached = await breaches_of(forger)
        # What is open of it is also on the receivable account (I3), in the exposure (I8) and known to sales (I17).
        assert breached.keys() == {"I3", "I7", "I8", "I17"}
        assert (
            "instalment 1: 100,000,000 VND settled, 0 VND credited and 0 VND written off of 37,537,500 VND"
            in breached["I7"]
        )

    async def test_a_refund_that_left_twice_and_is_owed_too_little_is_named(self, forger: Forger) -> None:
        def lie(posted: Fact) -> None:
            posted["amount"]["minor"] -= 1

        await forger.reword("accounting", "invoice.reclaim-posted", lie)
        breached = await breaches_of(forger)
        # It is another amount than on the receivable account (I3) and in the exposure (I8) too.
        assert breached.keys() == {"I3", "I7", "I8"}
        assert ": what was refunded before the bank took it back, and who owes it: " in breached["I7"]

    async def test_a_refund_that_left_twice_and_that_nobody_owes_is_named(self, forger: Forger) -> None:
        await forger.reword(
            "accounting", "invoice.reclaim-posted", lambda posted: posted.update(payment_id="BANK-NOBODY")
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert "500,000 VND was refunded before the bank took it back, nobody owes it" in breached["I7"]
        assert "reclaims a refund of BANK-NOBODY, which never came in" in breached["I7"]


class TestI17Agreement:
    async def test_a_shipped_quantity_that_sales_knows_otherwise_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(shipped: Fact) -> None:
            shipped["lines"][0]["quantity"] = "1"

        order_id = traded.story.straight.order_id
        await forger.reword("sales", "order.goods-shipped", lie, stream=f"order-{order_id}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"] == f"shipped as sales knows, order line {order_id} 1: 1, and should be 2"

    async def test_a_line_that_is_for_more_in_the_warehouse_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(made: Fact) -> None:
            made["lines"][0]["ordered"] = "3"

        order_id = traded.story.straight.order_id
        await forger.reword("warehouse", "reservation.made", lie, stream=f"reservation-{order_id}")
        breached = await breaches_of(forger)
        assert f"units that the warehouse knows of order line {order_id} 1: 3, and should be 2" in breached["I17"]

    async def test_an_amount_open_that_sales_knows_otherwise_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(credited: Fact) -> None:
            credited["open"]["minor"] = 0

        await forger.reword("sales", "order.invoice-credited", lie)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert "as sales knows it: open: 0 VND, and should be 60,325,000 VND" in breached["I17"]

    async def test_a_receipt_that_purchasing_knows_otherwise_is_named(self, forger: Forger) -> None:
        def lie(corrected: Fact) -> None:
            corrected["receipt"]["lines"][0]["accepted"] = "2"

        await forger.reword("purchasing", "purchase-order.receipt-corrected", lie)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"].startswith("received as purchasing knows, purchase line ")
        assert breached["I17"].endswith(" 1: 6, and should be 7")

    async def test_a_receipt_that_its_receiver_corrected_is_named(self, forger: Forger) -> None:
        told = "warehouse.goods.receipt-corrected.v1"
        receipt_id: str = await forger.ask("warehouse", "SELECT key FROM outbox WHERE type = $1", told)
        await forger.retell(
            "warehouse", told, lambda corrected: corrected.update(corrected_by="wim.storekeeper"), receipt_id
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert breached["I17"].startswith(f"receipt {receipt_id} was corrected by wim.storekeeper for the reason")

    async def test_a_supplier_invoice_released_by_its_recorder_is_named(self, forger: Forger) -> None:
        await forger.reword(
            "purchasing", "supplier-invoice.approved", lambda approved: approved.update(approved_by="bao.buyer")
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert "differs, and was released by bao.buyer" in breached["I17"]

    async def test_a_price_that_only_a_rule_approved_is_named(self, forger: Forger) -> None:
        await forger.reword("purchasing", "supplier-invoice.approved", lambda approved: approved.update(released=False))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert "line 1: 13250001 a unit was approved by rule, 13250000 was ordered" in breached["I17"]
