"""Drafting, editing, and the next revision."""

from dataclasses import replace
from typing import Any

import pytest

from services.sales.quotation.drafting import (
    MOST_REVISIONS,
    CustomerIsFixed,
    DraftQuotation,
    QuotationIdTaken,
    QuotationIsInApproval,
    QuotationIsOver,
    QuotationUnknown,
    ReviseQuotation,
    TooManyRevisions,
)
from services.sales.quotation.events import QuotationDrafted
from services.sales.quotation.offer import OpenOffer, PastRevision
from services.sales.quotation.pricing import NoPriceOnThatDay
from services.sales.quotation.state import Draft, Sent
from tests.unit.sales.examples import IN_30_DAYS, MONDAY, TUESDAY, asked, line
from tests.unit.sales.quotation.quoting import (
    AFTER_EXPIRY,
    APPROVED,
    CHEAP,
    DRAFTED,
    OFFER,
    SECOND,
    STAGES,
    a_draft,
    approved,
    edited,
    expired,
    in_approval,
    nothing,
    rejected,
    sent,
)

DRAFT = DraftQuotation(offer=asked(), by="rep", on=MONDAY)
REVISE = ReviseQuotation(offer=asked(note="second", valid_until=IN_30_DAYS), by="other", on=TUESDAY)


class TestDrafting:
    def test_a_quotation_is_drafted_once(self) -> None:
        drafted = QuotationDrafted(customer_id="C1", offer=OFFER, drafted_by="rep", drafted_on=MONDAY)
        nothing.when(DRAFT).then(drafted).then_asked_again_nothing()

    def test_an_offer_that_cannot_be_priced_is_not_drafted(self) -> None:
        nothing.when(replace(DRAFT, offer=asked(line("VALVE")))).then_rejected(NoPriceOnThatDay)

    def test_another_draft_needs_another_id(self) -> None:
        a_draft.when(replace(DRAFT, offer=asked(note="other"))).then_rejected(QuotationIdTaken)

    @pytest.mark.parametrize("stage", sorted(STAGES.keys() - {"nothing", "draft"}))
    def test_what_was_quoted_is_not_drafted_again(self, stage: str) -> None:
        STAGES[stage].when(DRAFT).then_rejected(QuotationIdTaken)


class TestEditing:
    def test_a_draft_is_changed_in_place(self) -> None:
        a_draft.when(REVISE).then(edited(replace(OFFER, note="second"))).then_asked_again_nothing()

    def test_whoever_edits_becomes_a_maker(self) -> None:
        state: Any = a_draft.when(REVISE).state_after()
        assert state.makers == ("rep", "other")

    def test_an_edit_voids_the_approval(self) -> None:
        cheap = asked(line(discount_percent="20"), note="second", valid_until=IN_30_DAYS)
        decided = approved.when(replace(REVISE, offer=cheap))
        decided.then(edited(replace(CHEAP.offer, note="second"))).then_asked_again_nothing()
        assert isinstance(decided.state_after(), Draft)

    def test_nothing_changed_leaves_the_approval(self) -> None:
        cheap = asked(line(discount_percent="20"), valid_until=IN_30_DAYS)
        approved.when(replace(REVISE, offer=cheap)).then_nothing()

    def test_not_while_an_approver_looks_at_it(self) -> None:
        in_approval.when(REVISE).then_rejected(QuotationIsInApproval)

    def test_the_customer_stays(self) -> None:
        for spec in (a_draft, sent):
            spec.when(replace(REVISE, offer=asked(customer_id="C2"))).then_rejected(
                CustomerIsFixed, field="customer_id"
            )

    def test_there_has_to_be_something(self) -> None:
        nothing.when(REVISE).then_rejected(QuotationUnknown)

    @pytest.mark.parametrize("stage", ["accepted", "contracted", "withdrawn"])
    def test_what_is_settled_stays(self, stage: str) -> None:
        STAGES[stage].when(REVISE).then_rejected(QuotationIsOver)


class TestNextRevision:
    def test_of_a_sent_one_stands_beside_it(self) -> None:
        decided = sent.when(REVISE).then(SECOND).then_asked_again_nothing()
        before, after = sent.state, decided.state_after()
        assert isinstance(before, Sent)
        assert isinstance(after, Draft)
        assert after.offer.revision == 2
        assert after.makers == ("other",)
        assert after.standing == OpenOffer(offer=OFFER, approval=before.approval, sent_by="rep", sent_on=MONDAY)

    def test_the_same_words_are_not_a_revision(self) -> None:
        sent.when(replace(REVISE, offer=asked(valid_until=IN_30_DAYS))).then_nothing()

    def test_a_rejected_offer_can_be_renewed(self) -> None:
        after = rejected.when(REVISE).then(SECOND).then_asked_again_nothing().state_after()
        assert isinstance(after, Draft)
        assert after.standing is None
        assert after.past == (PastRevision(offer=OFFER, outcome="rejected", because="too dear", over_on=TUESDAY),)

    def test_an_expired_offer_can_be_renewed_in_the_same_words(self) -> None:
        renewed = replace(REVISE, offer=asked(valid_until=AFTER_EXPIRY), on=AFTER_EXPIRY)
        after = expired.when(renewed).then_asked_again_nothing().state_after()
        assert isinstance(after, Draft)
        assert (after.offer.revision, after.past[0].outcome) == (2, "expired")

    def test_there_is_a_limit(self) -> None:
        last = replace(DRAFTED, offer=replace(OFFER, revision=MOST_REVISIONS))
        worn_out = nothing.given(last, *sent.history[1:])
        worn_out.when(REVISE).then_rejected(TooManyRevisions)


def test_the_facts_of_other_stages_leave_a_quotation_as_it_is() -> None:
    for name, spec in STAGES.items():
        if name != "in approval":
            assert spec.given(APPROVED).state == spec.state, name
