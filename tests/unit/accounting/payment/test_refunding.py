"""Money is given back: proposed by one person, approved by another."""

from dataclasses import replace

import pytest

from services.accounting.payment.allocating import ExceedsFreeAmount, OtherCurrency
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import RefundApproved, RefundProposed, RefundRefused
from services.accounting.payment.receiving import PaymentUnknown, PaymentWasReturned
from services.accounting.payment.refunding import (
    ApproveRefund,
    NothingToRefund,
    OwnRefund,
    ProposeRefund,
    RefundHasLeft,
    RefundUnknown,
    RefundWasRefused,
    RefuseRefund,
)
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.accounting.payment.examples import MONDAY, RETURNED, UNKNOWN, allocation, received, usd

a_payment = spec_of(PAYMENT)
OVERPAID = received(100, allocation(1, "i1", "INV-1", 60))
PROPOSE = ProposeRefund(refund_id="r1", amount=None, reason="paid twice", by="ann", on=MONDAY)
PROPOSED = RefundProposed(refund_id="r1", amount=usd(40), reason="paid twice", proposed_by="ann", proposed_on=MONDAY)
APPROVE = ApproveRefund(refund_id="r1", by="bob", on=MONDAY)
APPROVED = RefundApproved(refund_id="r1", amount=usd(40), customer_id="ACME", approved_by="bob", approved_on=MONDAY)
REFUSE = RefuseRefund(refund_id="r1", reason="is owed", by="bob", on=MONDAY)
REFUSED = RefundRefused(refund_id="r1", reason="is owed", refused_by="bob", refused_on=MONDAY)


class TestProposing:
    def test_all_that_is_free_and_then_nothing_is(self) -> None:
        decided = a_payment.given(OVERPAID).when(PROPOSE).then(PROPOSED).then_asked_again_nothing()
        assert decided.state_after().free == usd(0)  # type: ignore[union-attr]

    def test_never_more_than_is_free(self) -> None:
        a_payment.given(OVERPAID).when(replace(PROPOSE, amount=usd(41))).then_rejected(ExceedsFreeAmount)
        a_payment.given(OVERPAID, PROPOSED).when(replace(PROPOSE, refund_id="r2")).then_rejected(NothingToRefund)
        euros = Money(minor=1, currency="EUR")
        a_payment.given(OVERPAID).when(replace(PROPOSE, amount=euros)).then_rejected(OtherCurrency)

    def test_money_of_nobody_may_go_back_to_where_it_came_from(self) -> None:
        assert len(a_payment.given(UNKNOWN).when(PROPOSE).facts) == 1


class TestDeciding:
    def test_somebody_else_approves_once(self) -> None:
        a_payment.given(OVERPAID, PROPOSED).when(APPROVE).then(APPROVED).then_asked_again_nothing()

    def test_of_unidentified_money_no_customer_is_named(self) -> None:
        proposed = replace(PROPOSED, amount=usd(100))
        (fact,) = a_payment.given(UNKNOWN, proposed).when(APPROVE).facts
        assert (fact.customer_id, fact.amount) == ("", usd(100))

    def test_nobody_approves_their_own(self) -> None:
        a_payment.given(OVERPAID, PROPOSED).when(replace(APPROVE, by="ann")).then_rejected(OwnRefund)

    def test_refused_the_money_is_free_again(self) -> None:
        decided = a_payment.given(OVERPAID, PROPOSED).when(REFUSE).then(REFUSED).then_asked_again_nothing()
        assert decided.state_after().free == usd(40)  # type: ignore[union-attr]
        a_payment.given(OVERPAID, PROPOSED, REFUSED).when(APPROVE).then_rejected(RefundWasRefused)

    def test_what_has_left_is_not_refused(self) -> None:
        a_payment.given(OVERPAID, PROPOSED, APPROVED).when(REFUSE).then_rejected(RefundHasLeft)

    @pytest.mark.parametrize("command", [APPROVE, REFUSE])
    def test_only_what_was_proposed_is_decided(self, command: object) -> None:
        a_payment.given(OVERPAID).when(command).then_rejected(RefundUnknown, field="refund_id")

    @pytest.mark.parametrize("command", [PROPOSE, APPROVE, REFUSE])
    def test_there_has_to_be_money(self, command: object) -> None:
        a_payment.when(command).then_rejected(PaymentUnknown)
        a_payment.given(UNKNOWN, RETURNED).when(command).then_rejected(PaymentWasReturned)
