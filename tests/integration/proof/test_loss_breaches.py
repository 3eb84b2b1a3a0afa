"""What is lost, given up, contested, written or earned without those who have to know is caught: I3, I7, I17."""

import json
from typing import Any

from deploy.proof.books import CONTROLS
from services.accounting.ledger.roles import ROLES
from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of
from tests.integration.proof.trading import LET_OFF

Fact = dict[str, Any]


class TestWriteOffs:
    async def test_another_amount_than_two_persons_gave_up_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(approved: Fact) -> None:
            approved["invoices"][0]["amount"]["minor"] += 1
            approved["amount"]["minor"] += 1

        case, lost = traded.story.late_case, traded.story.lost_invoice
        await forger.reword("accounting", "dunning_case.write-off-approved", lie, stream=f"dunning_case-{case}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert f"written off of invoice, by decision {lost} {case}.1.1: 77,000, and should be 77,001" in breached["I7"]
        assert f"dunning case {case}: write-off 1: approved of what was proposed: " in breached["I7"]

    async def test_a_write_off_by_one_person_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.late_case
        await forger.reword(
            "accounting",
            "dunning_case.write-off-approved",
            lambda approved: approved.update(approved_by="anh.accountant"),
            stream=f"dunning_case-{case}",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert breached["I7"] == f"dunning case {case}: write-off 1: approved by anh.accountant, who proposed it"

    async def test_a_write_off_that_nobody_decided_is_named(self, traded: Traded, forger: Forger) -> None:
        lost = traded.story.lost_invoice
        await forger.reword(
            "accounting",
            "invoice.written-off",
            lambda written_off: written_off.update(write_off_id="nobody"),
            stream=f"invoice-{lost}",
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert f"written off of invoice, by decision {lost} nobody: 77,000, and should be 0" in breached["I7"]

    async def test_a_loss_on_another_account_is_named(self, forger: Forger) -> None:
        stream = await forger.ask(
            "accounting",
            "SELECT stream FROM events WHERE type = 'journal.entry-recorded' AND data->>'source' = 'write-off' LIMIT 1",
        )

        def lie(entry: Fact) -> None:
            for line in entry["lines"]:
                if line["role"] == "bad-debt":
                    line["role"] = "sales-returns"

        await forger.reword("accounting", "journal.entry-recorded", lie, stream=stream)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I3"}
        assert "account of bad-debt VND: 0, and should be 77,000" in breached["I3"]
        assert "account of sales-returns VND: " in breached["I3"]

    def test_every_account_that_documents_post_to_is_looked_at(self) -> None:
        assert sorted(control.role for control in CONTROLS) == sorted(ROLES)


class TestLostParcels:
    async def test_a_parcel_that_its_order_does_not_miss_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(missed: Fact) -> None:
            missed["lines"][0]["quantity"] = "0"

        order = traded.story.lost_parcel
        await forger.reword("warehouse", "reservation.goods-returned", lie, stream=f"reservation-{order}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I17"}
        assert f"left with reservations, order line {order} 1: 1, and should be 0" in breached["I17"]

    async def test_a_parcel_that_sales_believes_to_be_out_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(lost: Fact) -> None:
            lost["lines"] = lost["lines"][1:]

        order = traded.story.lost_parcel
        await forger.reword("sales", "order.shipment-lost", lie, stream=f"order-{order}")
        breached = await breaches_of(forger)
        assert f"returned as sales knows, order line {order} 1: 0, and should be 1" in breached["I17"]

    async def test_a_parcel_that_is_no_loss_in_the_books_is_named(self, forger: Forger) -> None:
        stream = await forger.ask(
            "accounting",
            "SELECT stream FROM events WHERE type = 'journal.entry-recorded' AND data->>'text' LIKE 'Shipment % lost'",
        )

        def lie(entry: Fact) -> None:
            for line in entry["lines"]:
                if line["role"] == "scrap-loss":
                    line["role"] = "warranty-cost"

        await forger.reword("accounting", "journal.entry-recorded", lie, stream=stream)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I3"}
        assert "account of scrap-loss VND: " in breached["I3"]
        assert "account of warranty-cost VND: " in breached["I3"]


class TestSmallDifferences:
    async def test_more_than_is_tolerated_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(policy: Fact) -> None:
            policy["tolerances"][0]["most"]["minor"] = LET_OFF - 1

        await forger.reword("accounting", "settlement_policy.set", lie)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert "invoice R-30001, instalment 1: 200 VND let off of 2,000,000 VND" in breached["I7"]
        assert "invoice R-30001: 200 VND let off, and 199 minor units are tolerated" in breached["I7"]

    async def test_another_amount_than_its_facts_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(let_off: Fact) -> None:
            let_off["amount"]["minor"] -= 1
            let_off["allocations"][0]["amount"]["minor"] -= 1

        stream = f"invoice-{traded.story.short_invoice}"
        await forger.reword("accounting", "invoice.small-difference-let-off", lie, stream=stream)
        breached = await breaches_of(forger)
        assert "account of small-differences VND: 200, and should be 199" in breached["I3"]
        assert "invoice R-30001, instalment 1: let off 199 VND, and 1 VND is open" in breached["I7"]

    async def test_one_that_a_policy_never_was_for_is_named(self, traded: Traded, forger: Forger) -> None:
        stream = f"invoice-{traded.story.short_invoice}"
        await forger.reword(
            "accounting",
            "invoice.small-difference-let-off",
            lambda let_off: let_off.update(policy_version=2),
            stream=stream,
        )
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert "version 2 tolerates 0 minor units" in breached["I7"]


class TestDisputes:
    async def test_more_contested_than_its_disputes_contest_is_named(self, traded: Traded, forger: Forger) -> None:
        def lie(opened: Fact) -> None:
            opened["amount"]["minor"] -= 1

        await forger.reword("accounting", "dispute.opened", lie)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert breached["I7"] == "invoice R-20001: disputed: 300,000, and should be 299,999"


class TestLetters:
    async def test_a_reminder_without_a_letter_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.watched_case
        issued = {
            "reminder_no": 1,
            "case_no": 0,
            "level": 0,
            "level_name": "",
            "customer_id": case.partition(":")[0],
            "addressee": {"name": "A", "email": "", "country": "VN", "language": ""},
            "instalments": [],
            "charges": [],
            "total": {"minor": 5_000_000, "currency": "VND"},
            "issued_on": "2026-04-10",
        }
        await forger.rewrite("accounting", _ISSUE_INSTEAD, f"dunning_case-{case}", json.dumps(issued))
        breached = await breaches_of(forger)
        assert f"reminder 1 of dunning case {case} was issued, and there is no letter" in breached["I7"]


class TestMoneyOnAccount:
    async def test_money_that_a_dunning_case_knows_otherwise_is_named(self, forger: Forger) -> None:
        def lie(noted: Fact) -> None:
            noted["held"]["minor"] += 1

        await forger.reword("accounting", "dunning_case.money-on-account-noted", lie, newest=True)
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert ": on account of payment " in breached["I7"]


_ISSUE_INSTEAD = """
UPDATE events SET type = 'dunning_case.reminder-issued', data = $2::text::json WHERE event_id = (
    SELECT event_id FROM events WHERE type = 'dunning_case.review-scheduled' AND stream = $1 ORDER BY version LIMIT 1
)
"""
