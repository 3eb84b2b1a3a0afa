"""Approval: by the limits, or by somebody who did not make it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.sales.customer.decider import CUSTOMER
from services.sales.policy.decider import MAIN, POLICY
from services.sales.policy.events import PolicySet
from services.sales.policy.state import DEFAULTS
from services.sales.quotation.approving import (
    ApproveQuotation,
    MakerMayNotApprove,
    NotInApproval,
    RefuseApproval,
    SubmitQuotation,
)
from services.sales.quotation.drafting import DraftQuotation, QuotationIsOver, QuotationUnknown
from services.sales.quotation.events import QuotationSubmitted
from services.sales.quotation.offer import ApprovalReason
from services.sales.quotation.pricing import RequestedOffer
from services.sales.quotation.state import Approved, Draft
from shared.kernel.money import Money
from shared.published.sales import Charge, InstalmentTerm
from tests.unit.sales.examples import MONDAY, REGISTERED, asked, line
from tests.unit.sales.quotation.quoting import (
    APPROVED,
    CHEAP,
    CHEAP_REASONS,
    DRAFTED,
    PASSED,
    POLICY_0,
    REFUSED,
    STAGES,
    SUBMITTED,
    a_cheap_draft,
    a_draft,
    approved,
    drafted,
    edited,
    in_approval,
    nothing,
    passed,
)

SUBMIT = SubmitQuotation(by="rep", on=MONDAY)
APPROVE = ApproveQuotation(by="boss", on=MONDAY)
REFUSE = RefuseApproval(reason="too cheap", by="boss", on=MONDAY)
SETTLED = ["sent", "accepted", "contracted", "rejected", "expired", "withdrawn"]
STRICT = PolicySet(
    amount_limits=(Money(minor=39_800, currency="USD"),),
    other_amount_limit=None,
    line_discount_percent=Decimal(0),
    document_discount_percent=Decimal(0),
    free_prices_need_approval=True,
    validity_days=30,
    set_by="boss",
    set_on=MONDAY,
)
FREELY = PolicySet(
    amount_limits=DEFAULTS.amount_limits,
    other_amount_limit=DEFAULTS.other_amount_limit,
    line_discount_percent=DEFAULTS.line_discount_percent,
    document_discount_percent=DEFAULTS.document_discount_percent,
    free_prices_need_approval=False,
    validity_days=30,
    set_by="boss",
    set_on=MONDAY,
)


def reasons(offer: RequestedOffer, *policy: PolicySet) -> list[tuple[str, int | None, str, str | None]]:
    """Why that offer needs approval; nothing when it does not."""
    decided = nothing.beside(POLICY, MAIN, *policy).given(drafted(offer)).when(SUBMIT)
    (fact,) = decided.facts
    if not isinstance(fact, QuotationSubmitted):
        return []
    return [_told(reason) for reason in fact.reasons]


def _told(reason: ApprovalReason) -> tuple[str, int | None, str, str | None]:
    limit = None if reason.limit is None else str(reason.limit)
    return reason.rule, reason.line_no, str(reason.actual), limit


def instalments(*terms: tuple[str, int]) -> tuple[InstalmentTerm, ...]:
    """Percents, and days after the invoice."""
    return tuple(InstalmentTerm(percent=Decimal(percent), due_in_days=days) for percent, days in terms)


class TestLimits:
    def test_what_is_at_the_limits_needs_no_approval(self) -> None:
        at_discount = line("A", unit_price="100", discount_percent="15", tax_code="S")
        assert reasons(asked(at_discount, document_discount_percent="15"), FREELY) == []
        assert reasons(asked(line("A", quantity="1", unit_price="50000", tax_code="S")), FREELY) == []
        assert reasons(asked(line(unit_price="180"))) == []

    def test_a_discount_beyond_the_limit_needs_it(self) -> None:
        beyond = line("A", unit_price="100", discount_percent="15.0001", tax_code="S")
        assert reasons(asked(beyond, document_discount_percent="20"), FREELY) == [
            ("document-discount", None, "20", "15"),
            ("line-discount", 1, "15.0001", "15"),
        ]

    def test_a_discount_is_one_however_it_is_typed(self) -> None:
        def discounts(**typed: str) -> list[str]:
            return [actual for rule, _, actual, _ in reasons(asked(line(**typed))) if rule == "line-discount"]

        assert discounts(unit_price="99.50") == ["50.00"]
        assert [discounts(unit_price="169.15"), discounts(unit_price="169.14")] == [[], ["15.01"]]
        assert discounts(unit_price="190", discount_percent="12") == ["15.98"]
        assert discounts(unit_price="398", discount_percent="50") == ["50"]

    def test_a_price_below_the_floor_needs_it(self) -> None:
        assert reasons(asked(line(), line(unit_price="179.99"))) == [("below-floor-price", 2, "179.99", "180.00")]

    def test_both_discounts_count_against_the_floor(self) -> None:
        found = reasons(asked(line(discount_percent="5"), document_discount_percent="5"))
        assert [(rule, line_no) for rule, line_no, *_ in found] == [("below-floor-price", 1)]

    def test_an_amount_above_the_limit_needs_it_with_its_charges(self) -> None:
        freight = Charge(kind="freight", description="", amount=Money(minor=1, currency="USD"), tax_code="STANDARD")
        dear = line("A", quantity="1", unit_price="50000", tax_code="S")
        assert reasons(asked(dear, charges=(freight,)), FREELY) == [("amount", None, "50000.01", "50000.00")]

    def test_a_rounding_does_not_bring_it_below_the_limit(self) -> None:
        off = Charge(kind="rounding", description="", amount=Money(minor=-99, currency="USD"), tax_code="")
        dear = line("A", quantity="1", unit_price="50000.50", tax_code="S")
        assert reasons(asked(dear, charges=(off,)), FREELY) == [("amount", None, "50000.50", "50000.00")]

    def test_a_stated_price_needs_it_unless_the_policy_says_otherwise(self) -> None:
        free = line("A", quantity="1", unit_price="1", tax_code="S")
        assert reasons(asked(free), FREELY) == []
        assert reasons(asked(free)) == [("free-price", 1, "1", None)]
        assert reasons(asked(free), STRICT) == [("free-price", 1, "1", None)]

    def test_who_leaves_out_the_price_list_does_not_leave_out_the_approval(self) -> None:
        cheap = line("PUMP", quantity="10", unit_price="1", tax_code="STANDARD")
        assert reasons(asked(cheap, price_list="")) == [("free-price", 1, "1", None)]

    def test_another_tax_code_than_the_lists_needs_it(self) -> None:
        assert reasons(asked(line(tax_code="STANDARD"))) == []
        untaxed = asked(line(), line(quantity="3", tax_code="EXEMPT"), document_discount_percent="1")
        assert reasons(untaxed) == [("tax-code", 2, "591.03", None)]
        assert reasons(asked(line("A", unit_price="1", tax_code="EXEMPT")), FREELY) == []

    @pytest.mark.parametrize(
        ("offered", "found"),
        [
            ([("100", 3650)], [("terms", None, "3650", "30")]),
            ([("50", 0), ("50", 31)], [("terms", None, "31", "30")]),
            ([("100", 30)], []),
            ([("10", 0), ("90", 30)], []),
        ],
    )
    def test_terms_need_it_when_a_share_is_due_later_than_agreed(
        self, offered: list[tuple[str, int]], found: list[tuple[str, int | None, str, str | None]]
    ) -> None:
        assert reasons(asked(terms=instalments(*offered))) == found

    def test_the_whole_of_the_agreed_terms_counts(self) -> None:
        deposit = nothing.beside(CUSTOMER, "C1", replace(REGISTERED, terms=instalments(("30", 0), ("70", 30))))
        later = asked(terms=instalments(("20", 0), ("80", 30)))
        (draft,) = deposit.when(DraftQuotation(offer=later, by="rep", on=MONDAY)).facts
        (fact,) = deposit.given(draft).when(SUBMIT).facts
        assert isinstance(fact, QuotationSubmitted)
        assert [_told(reason) for reason in fact.reasons] == [("terms", None, "30", "0")]

    def test_what_older_drafts_do_not_tell_is_not_held_against_them(self) -> None:
        offer = drafted(asked(terms=instalments(("100", 90)))).offer
        nothing.given(replace(DRAFTED, offer=replace(offer, agreed_terms=None))).when(SUBMIT).then(PASSED)

    def test_what_older_drafts_do_not_tell_of_the_lists_tax_code_is_not_either(self) -> None:
        offer = drafted(asked(line(tax_code="EXEMPT"))).offer
        older = replace(offer, lines=tuple(replace(one, list_tax_code="") for one in offer.lines))
        nothing.given(replace(DRAFTED, offer=older)).when(SUBMIT).then(PASSED)

    def test_the_policy_of_the_day_counts(self) -> None:
        assert reasons(asked(), STRICT) == []
        assert reasons(asked(line(quantity="3")), STRICT) == [("amount", None, "597.00", "398.00")]
        lifted = replace(STRICT, amount_limits=())
        assert reasons(asked(line(quantity="300")), lifted) == []


class TestSubmitting:
    def test_within_the_limits_it_is_approved_at_once(self) -> None:
        a_draft.when(SUBMIT).then(PASSED).then_asked_again_nothing()

    def test_beyond_them_it_waits_with_the_reasons(self) -> None:
        a_cheap_draft.when(SUBMIT).then(SUBMITTED).then_asked_again_nothing()

    def test_the_version_of_the_policy_is_kept(self) -> None:
        (fact,) = a_cheap_draft.beside(POLICY, MAIN, STRICT).when(SUBMIT).facts
        assert isinstance(fact, QuotationSubmitted)
        assert (fact.policy.version, fact.policy.line_discount_percent) == (1, Decimal(0))

    def test_there_has_to_be_something(self) -> None:
        nothing.when(SUBMIT).then_rejected(QuotationUnknown)

    @pytest.mark.parametrize("stage", SETTLED)
    def test_what_was_sent_is_not_submitted(self, stage: str) -> None:
        STAGES[stage].when(SUBMIT).then_rejected(QuotationIsOver)


class TestApproving:
    def test_another_person_approves_it_once(self) -> None:
        state = in_approval.when(APPROVE).then(APPROVED).then_asked_again_nothing().state_after()
        assert isinstance(state, Approved)
        assert (state.approval.reasons, state.approval.policy) == (CHEAP_REASONS, POLICY_0)

    def test_its_maker_does_not(self) -> None:
        in_approval.when(replace(APPROVE, by="rep")).then_rejected(MakerMayNotApprove)

    def test_neither_does_who_edited_it(self) -> None:
        edited_by_boss = a_cheap_draft.given(edited(replace(CHEAP.offer, note="x"), by="boss"), SUBMITTED)
        edited_by_boss.when(APPROVE).then_rejected(MakerMayNotApprove)
        edited_by_boss.when(replace(APPROVE, by="rep")).then_rejected(MakerMayNotApprove)

    def test_who_submitted_it_without_making_it_may(self) -> None:
        a_cheap_draft.given(replace(SUBMITTED, submitted_by="boss")).when(APPROVE).then(APPROVED)

    def test_only_what_waits_is_approved(self) -> None:
        nothing.when(APPROVE).then_rejected(QuotationUnknown)
        passed.when(APPROVE).then_rejected(NotInApproval)
        approved.when(replace(APPROVE, by="another")).then_rejected(NotInApproval)
        for stage in ["draft", *SETTLED]:
            STAGES[stage].when(APPROVE).then_rejected(NotInApproval)


class TestRefusing:
    def test_it_goes_back_with_the_reason(self) -> None:
        state = in_approval.when(REFUSE).then(REFUSED).then_asked_again_nothing().state_after()
        assert isinstance(state, Draft)
        assert state.refusal is not None
        assert (state.refusal.reason, state.makers) == ("too cheap", ("rep",))

    def test_it_can_be_submitted_again(self) -> None:
        in_approval.given(REFUSED).when(SUBMIT).then(SUBMITTED)

    def test_an_edit_answers_the_refusal(self) -> None:
        state = in_approval.given(REFUSED, edited(replace(CHEAP.offer, note="x"))).state
        assert isinstance(state, Draft)
        assert state.refusal is None

    def test_only_what_waits_is_refused(self) -> None:
        nothing.when(REFUSE).then_rejected(QuotationUnknown)
        in_approval.given(REFUSED).when(replace(REFUSE, by="another")).then_rejected(NotInApproval)
        for stage in ["draft", "approved", *SETTLED]:
            STAGES[stage].when(REFUSE).then_rejected(NotInApproval)
