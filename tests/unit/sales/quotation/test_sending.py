"""Sending an offer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.decider import CUSTOMER
from services.sales.quotation.decider import VALIDITY, deadlines
from services.sales.quotation.drafting import QuotationIsInApproval, QuotationIsOver, QuotationUnknown
from services.sales.quotation.offer import PastRevision
from services.sales.quotation.sending import ApprovalNeeded, SendQuotation, ValidityHasPassed
from services.sales.quotation.state import Sent
from shared.kernel.decider import Deadline
from tests.unit.sales.examples import BLOCKED, IN_30_DAYS, MONDAY, REGISTERED, TUESDAY
from tests.unit.sales.quotation.quoting import (
    AFTER_EXPIRY,
    OFFER,
    PASSED,
    SENT,
    STAGES,
    SUPERSEDED,
    a_cheap_draft,
    a_draft,
    approved,
    in_approval,
    nothing,
    passed,
    second,
    second_draft,
    sent,
)

SEND = SendQuotation(by="rep", on=MONDAY)


class TestSending:
    def test_a_draft_within_the_limits_is_approved_by_that(self) -> None:
        a_draft.when(SEND).then(PASSED, SENT).then_asked_again_nothing()

    def test_a_draft_beyond_them_is_refused_with_the_reasons(self) -> None:
        refused = a_cheap_draft.when(SEND).then_rejected(ApprovalNeeded).rejection
        assert refused is not None
        assert [reason["rule"] for reason in refused.facts["reasons"]] == ["line-discount", "below-floor-price"]
        assert refused.facts["policy_version"] == 0

    def test_what_was_approved_is_sent_once(self) -> None:
        approved.when(SEND).then(SENT).then_asked_again_nothing()
        passed.when(SEND).then(SENT).then_asked_again_nothing()

    def test_what_waits_for_approval_is_not_sent(self) -> None:
        in_approval.when(SEND).then_rejected(QuotationIsInApproval)

    def test_the_last_valid_day_is_the_last_to_send_it(self) -> None:
        approved.when(replace(SEND, on=IN_30_DAYS)).then(replace(SENT, sent_on=IN_30_DAYS))
        for spec in (a_draft, approved):
            spec.when(replace(SEND, on=AFTER_EXPIRY)).then_rejected(ValidityHasPassed, field="valid_until")

    def test_a_customer_who_was_blocked_meanwhile_gets_nothing(self) -> None:
        for spec in (a_draft, approved):
            spec.beside(CUSTOMER, "C1", REGISTERED, BLOCKED).when(SEND).then_rejected(CustomerIsBlocked)

    def test_there_has_to_be_something(self) -> None:
        nothing.when(SEND).then_rejected(QuotationUnknown)

    @pytest.mark.parametrize("stage", ["accepted", "contracted", "rejected", "expired", "withdrawn"])
    def test_what_is_over_is_not_sent(self, stage: str) -> None:
        STAGES[stage].when(SEND).then_rejected(QuotationIsOver)


class TestNextRevision:
    def test_it_supersedes_the_one_that_the_customer_holds(self) -> None:
        decided = second_draft.when(replace(SEND, on=TUESDAY))
        passed_second = replace(PASSED, revision=2, approved_on=TUESDAY)
        decided.then(passed_second, SUPERSEDED, replace(SENT, revision=2, sent_on=TUESDAY))
        state = decided.then_asked_again_nothing().state_after()
        assert isinstance(state, Sent)
        assert state.offer.revision == 2
        assert state.past == (
            PastRevision(offer=OFFER, outcome="superseded", because="by revision 2", over_on=TUESDAY),
        )


class TestWatching:
    def test_a_sent_offer_is_watched_until_its_last_valid_day_is_over(self) -> None:
        assert list(deadlines(SENT, sent.state)) == [Deadline(VALIDITY, datetime(2026, 4, 2, tzinfo=UTC))]

    def test_a_renewed_offer_is_watched_anew(self) -> None:
        after = second_draft.given(PASSED, SUPERSEDED, second(SENT)).state
        (kept,) = deadlines(SENT, after)
        assert isinstance(kept, Deadline)
