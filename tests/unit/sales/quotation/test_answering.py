"""Accepted, rejected, expired."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.sales.quotation.answering import (
    AcceptQuotation,
    ExpireQuotation,
    NothingToAnswer,
    OfferHasExpired,
    RejectQuotation,
    RevisionNotCurrent,
)
from services.sales.quotation.decider import QUOTATION, VALIDITY, deadlines
from services.sales.quotation.drafting import QuotationIsOver, QuotationUnknown
from services.sales.quotation.offer import PastRevision
from services.sales.quotation.state import Accepted, Draft, Expired, Quotation, Rejected
from shared.kernel.decider import DeadlinePassed, NoDeadline
from shared.testing.specification import Specification
from tests.unit.sales.examples import IN_30_DAYS, TUESDAY
from tests.unit.sales.quotation.quoting import (
    ACCEPTED,
    AFTER_EXPIRY,
    EXPIRED,
    OFFER,
    PASSED,
    REJECTED,
    SECOND,
    SENT,
    STAGES,
    SUBMITTED,
    SUPERSEDED,
    WITHDRAWN,
    a_draft,
    accepted,
    approved,
    contracted,
    expired,
    in_approval,
    nothing,
    second,
    second_draft,
    sent,
)

ACCEPT = AcceptQuotation(revision=1, accepted_by="Hoa", document_sha256="", by="rep", on=TUESDAY)
REJECT = RejectQuotation(reason="too dear", competitor="Acme", on=TUESDAY)
EXPIRE = ExpireQuotation(on=AFTER_EXPIRY)
second_in_approval = second_draft.given(second(SUBMITTED))
second_approved = second_draft.given(second(PASSED))
second_sent = second_approved.given(SUPERSEDED, second(SENT))
PREPARING = [second_draft, second_in_approval, second_approved]
UNSENT = [a_draft, in_approval, approved]


class TestAccepting:
    def test_the_customer_accepts_once(self) -> None:
        state = sent.when(ACCEPT).then(ACCEPTED).then_asked_again_nothing().state_after()
        assert isinstance(state, Accepted)
        assert (state.customer_id, state.revision, state.currency) == ("C1", 1, "USD")
        assert (state.lines, state.charges, state.net) == (OFFER.lines, OFFER.charges, OFFER.net)
        assert (state.terms, state.warranty_months, state.deliver_to) == (OFFER.terms, 12, "12 Lê Lợi")
        assert (state.accepted_by, state.accepted_on) == ("Hoa", TUESDAY)

    def test_what_became_a_contract_was_accepted(self) -> None:
        contracted.when(ACCEPT).then_nothing()

    def test_only_the_revision_that_was_sent_last(self) -> None:
        second_sent.when(ACCEPT).then_rejected(RevisionNotCurrent, field="revision")
        second_sent.when(replace(ACCEPT, revision=2)).then(replace(ACCEPTED, revision=2))
        sent.when(replace(ACCEPT, revision=2)).then_rejected(RevisionNotCurrent)

    @pytest.mark.parametrize("preparing", PREPARING)
    def test_what_it_holds_while_we_prepare_the_next(self, preparing: Specification[Quotation]) -> None:
        state = preparing.when(ACCEPT).then(ACCEPTED).then_asked_again_nothing().state_after()
        assert isinstance(state, Accepted)
        assert state.revision == 1
        assert [(past.offer.revision, past.outcome) for past in state.past] == [(2, "dropped")]

    def test_not_what_we_prepare(self) -> None:
        second_draft.when(replace(ACCEPT, revision=2)).then_rejected(RevisionNotCurrent)

    def test_until_the_last_valid_day(self) -> None:
        sent.when(replace(ACCEPT, on=IN_30_DAYS)).then(replace(ACCEPTED, accepted_on=IN_30_DAYS))
        sent.when(replace(ACCEPT, on=AFTER_EXPIRY)).then_rejected(OfferHasExpired)
        expired.when(ACCEPT).then_rejected(OfferHasExpired)

    def test_not_what_was_never_sent(self) -> None:
        nothing.when(ACCEPT).then_rejected(QuotationUnknown)
        for spec in UNSENT:
            spec.when(ACCEPT).then_rejected(NothingToAnswer)

    def test_not_what_is_over(self) -> None:
        for stage in ("rejected", "withdrawn"):
            STAGES[stage].when(ACCEPT).then_rejected(QuotationIsOver)
        for spec in (accepted, contracted):
            spec.when(replace(ACCEPT, revision=2)).then_rejected(QuotationIsOver, field="revision")


class TestRejecting:
    def test_the_customer_says_no_once(self) -> None:
        state = sent.when(REJECT).then(REJECTED).then_asked_again_nothing().state_after()
        assert isinstance(state, Rejected)
        assert (state.reason, state.competitor) == ("too dear", "Acme")

    def test_what_is_being_prepared_goes_on(self) -> None:
        state = second_draft.when(REJECT).then(REJECTED).then_asked_again_nothing().state_after()
        assert isinstance(state, Draft)
        assert state.offer.revision == 2
        assert state.standing is None
        assert state.past == (PastRevision(offer=OFFER, outcome="rejected", because="too dear", over_on=TUESDAY),)

    def test_not_what_was_never_sent(self) -> None:
        nothing.when(REJECT).then_rejected(QuotationUnknown)
        for spec in UNSENT:
            spec.when(REJECT).then_rejected(NothingToAnswer)

    @pytest.mark.parametrize("stage", ["accepted", "contracted", "expired", "withdrawn"])
    def test_not_what_is_over(self, stage: str) -> None:
        STAGES[stage].when(REJECT).then_rejected(QuotationIsOver)


class TestExpiring:
    def test_an_offer_expires_after_its_last_valid_day(self) -> None:
        sent.when(replace(EXPIRE, on=IN_30_DAYS)).then_nothing()
        state = sent.when(EXPIRE).then(EXPIRED).then_asked_again_nothing().state_after()
        assert isinstance(state, Expired)

    def test_what_is_being_prepared_goes_on(self) -> None:
        state = second_draft.when(EXPIRE).then(EXPIRED).then_asked_again_nothing().state_after()
        assert isinstance(state, Draft)
        assert (state.standing, state.past[0].outcome) == (None, "expired")

    @pytest.mark.parametrize("stage", sorted(STAGES.keys() - {"sent"}))
    def test_what_the_customer_does_not_hold_does_not_expire(self, stage: str) -> None:
        STAGES[stage].when(EXPIRE).then_nothing()

    def test_the_deadline_asks_for_it(self) -> None:
        midnight = datetime(2026, 4, 2, tzinfo=UTC)
        passed = DeadlinePassed(stream=QUOTATION.stream("Q1"), name=VALIDITY, due=midnight, now=midnight)
        assert QUOTATION.on_deadline[VALIDITY](passed) == EXPIRE

    @pytest.mark.parametrize("fact", [ACCEPTED, REJECTED, WITHDRAWN, SUPERSEDED])
    def test_an_answer_ends_the_watch(self, fact: object) -> None:
        assert list(deadlines(fact, sent.given(fact).state)) == [NoDeadline(VALIDITY)]  # type: ignore[arg-type]

    def test_a_draft_leaves_it_running(self) -> None:
        assert list(deadlines(SECOND, second_draft.state)) == []
