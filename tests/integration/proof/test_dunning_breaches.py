"""A company that duns somebody for what they do not owe is caught by I7."""

import json
from typing import Any

from tests.integration.proof.conftest import Traded
from tests.integration.proof.forging import Forger, breaches_of

Fact = dict[str, Any]


class TestDunning:
    async def test_more_than_is_open_of_an_invoice_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.watched_case

        def lie(watched: Fact) -> None:
            watched["invoice"]["instalments"][0]["open"]["minor"] += 1

        await forger.reword("accounting", "dunning_case.invoice-watched", lie, stream=f"dunning_case-{case}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert breached["I7"] == (f"dunning case {case}: open of R-10492: 5,000,001 VND, and should be 5,000,000 VND")

    async def test_an_invoice_of_somebody_else_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.watched_case

        def lie(watched: Fact) -> None:
            watched["invoice"]["invoice_id"] = traded.story.part_paid_invoice

        await forger.reword("accounting", "dunning_case.invoice-watched", lie, stream=f"dunning_case-{case}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert f"dunning case {case} watches R-10492, no invoice of its debtor" in breached["I7"]

    async def test_a_contested_part_that_nobody_contests_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.watched_case

        def lie(watched: Fact) -> None:
            watched["invoice"]["disputed"]["minor"] = 5_000_001

        await forger.reword("accounting", "dunning_case.invoice-watched", lie, stream=f"dunning_case-{case}")
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert f"dunning case {case}: disputed of R-10492: 5,000,001 VND, and should be 0 VND" in breached["I7"]
        assert f"dunning case {case}: more of R-10492 is disputed than open" in breached["I7"]

    async def test_interest_for_the_same_days_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.watched_case
        first, second = _reckoned("2026-03-01", "2026-03-31"), _reckoned("2026-03-30", "2026-04-10")
        claimed = {
            "charge_id": "1.2.interest",
            "kind": "interest",
            "case_no": 1,
            "level": 2,
            "amount": {"minor": 56_164, "currency": "VND"},
            "interest_on": [first, second],
            "claimed_on": "2026-04-10",
        }
        await forger.rewrite("accounting", _CLAIM_INSTEAD, f"dunning_case-{case}", json.dumps(claimed))
        breached = await breaches_of(forger)
        assert (
            f"dunning case {case}: 1.2.interest and 1.2.interest charge interest for the same days before 2026-03-31"
            in breached["I7"]
        )
        # Nor does what it claims count in the exposure.
        customer, _, _ = case.rpartition(":")
        assert f"exposure by documents, customer {customer} charges: 0, and should be 56,164" in breached["I8"]

    async def test_a_debtor_who_is_late_and_whom_no_case_runs_after_is_named(
        self, traded: Traded, forger: Forger
    ) -> None:
        case = traded.story.late_case
        resolved = {"case_no": 1, "level": 0, "customer_id": case.partition(":")[0], "resolved_on": "2026-04-10"}
        await forger.rewrite("accounting", _RESOLVE_AT_LAST, f"dunning_case-{case}", json.dumps(resolved))
        breached = await breaches_of(forger)
        assert breached.keys() == {"I7"}
        assert "is overdue, and no dunning case runs for it" in breached["I7"]

    async def test_a_letter_that_left_and_was_never_written_is_named(self, traded: Traded, forger: Forger) -> None:
        case = traded.story.watched_case
        left = {"reminder_no": 7, "left_on": "2026-04-10"}
        await forger.rewrite("accounting", _LETTER_INSTEAD, f"dunning_case-{case}", json.dumps(left))
        breached = await breaches_of(forger)
        said = f"reminder 7 of dunning case {case} has left, as the case knows it, and its letter is never written"
        assert said in breached["I7"]


_RESOLVE_AT_LAST = """
UPDATE events SET type = 'dunning_case.resolved', data = $2::text::json WHERE event_id = (
    SELECT event_id FROM events WHERE stream = $1 ORDER BY version DESC LIMIT 1
)
"""
_LETTER_INSTEAD = """
UPDATE events SET type = 'dunning_case.letter-left', data = $2::text::json WHERE event_id = (
    SELECT event_id FROM events WHERE type = 'dunning_case.review-scheduled' AND stream = $1 ORDER BY version LIMIT 1
)
"""
_CLAIM_INSTEAD = """
UPDATE events SET type = 'dunning_case.charge-claimed', data = $2::text::json WHERE event_id = (
    SELECT event_id FROM events WHERE type = 'dunning_case.review-scheduled' AND stream = $1 ORDER BY version LIMIT 1
)
"""


def _reckoned(from_day: str, until: str) -> Fact:
    principal = {"minor": 5_000_000, "currency": "VND"}
    days = {"from_day": from_day, "until": until, "percent": "10"}
    return {"invoice_id": "I-1", "instalment_no": 1, "principal": principal, **days}
