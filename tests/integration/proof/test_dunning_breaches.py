"""A company that duns somebody for what they do not owe is caught by I7."""

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
