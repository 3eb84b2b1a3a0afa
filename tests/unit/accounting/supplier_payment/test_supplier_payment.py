"""Supplier payments: proposed by one person, approved by another, sent, and what the bank says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.events import PayableOpened
from services.accounting.payable.paying import PayableUnknown
from services.accounting.supplier_payment.clearing import (
    ClearPayables,
    ComesToSomething,
    NotCleared,
    TakeClearingBack,
)
from services.accounting.supplier_payment.decider import SUPPLIER_PAYMENT
from services.accounting.supplier_payment.events import (
    PayableLine,
    SupplierClearingTakenBack,
    SupplierPaymentApproved,
    SupplierPaymentArrived,
    SupplierPaymentCleared,
    SupplierPaymentFailed,
    SupplierPaymentProposed,
    SupplierPaymentRefused,
    SupplierPaymentSent,
    SupplierPaymentSucceeded,
    SupplierRefundReceived,
)
from services.accounting.supplier_payment.proposing import (
    ApprovePayment,
    NothingToPay,
    OtherCurrency,
    OtherSupplier,
    OwnProposal,
    PaymentUnknown,
    PaymentWasRefused,
    PayOnHasPassed,
    ProposePayment,
    RefusePayment,
    SentAlready,
    WasCleared,
)
from services.accounting.supplier_payment.refunding import NotePaidBack, NothingPaidBack, PaidBackInTheFuture
from services.accounting.supplier_payment.sending import (
    ConfirmPayment,
    FailPayment,
    NotApproved,
    NotSent,
    SendPayment,
)
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)


def owed(reference: str, minor: int, *, supplier_id: str = "PUMPCO", currency: str = "USD") -> PayableOpened:
    return PayableOpened(
        supplier_id=supplier_id,
        purchase_order_id="p1",
        supplier_reference=reference,
        owed=Money(minor=minor, currency=currency),
        due_on=MONDAY,
        opened_on=MONDAY,
    )


a_payment = (
    spec_of(SUPPLIER_PAYMENT)
    .beside(PAYABLE, "a", owed("F-1", 100))
    .beside(PAYABLE, "b", owed("F-2", 40))
    .beside(PAYABLE, "credit", owed("F-3", -100))
    .beside(PAYABLE, "theirs", owed("G-1", 10, supplier_id="BOLTCO"))
    .beside(PAYABLE, "euros", owed("F-4", 10, currency="EUR"))
    .beside(PAYABLE, "nothing")
)


def propose(*payables: str) -> ProposePayment:
    return ProposePayment(supplier_id="PUMPCO", payable_ids=payables, pay_on=MONDAY, by="ann", on=MONDAY)


def clear(*payables: str) -> ClearPayables:
    return ClearPayables(supplier_id="PUMPCO", payable_ids=payables, by="ann", on=MONDAY)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


PROPOSED = SupplierPaymentProposed(
    supplier_id="PUMPCO",
    lines=(
        PayableLine(payable_id="a", supplier_reference="F-1", amount=usd(100)),
        PayableLine(payable_id="b", supplier_reference="F-2", amount=usd(40)),
    ),
    amount=usd(140),
    pay_on=MONDAY,
    proposed_by="ann",
    proposed_on=MONDAY,
)
APPROVED = SupplierPaymentApproved(approved_by="bob", approved_on=MONDAY)
REFUSED = SupplierPaymentRefused(payable_ids=("a", "b"), reason="not yet", refused_by="bob", refused_on=MONDAY)
SENT = SupplierPaymentSent(
    supplier_id="PUMPCO",
    payable_ids=("a", "b"),
    amount=usd(140),
    entry_id="e1",
    sent_by="cid",
    sent_on=MONDAY,
)
SUCCEEDED = SupplierPaymentSucceeded(confirmed_by="cid", confirmed_on=MONDAY)
FAILED = SupplierPaymentFailed(
    payable_ids=("a", "b"),
    entry_id="e1",
    reversal_id="r1",
    reason="no such account",
    noted_by="cid",
    failed_on=MONDAY,
)
ARRIVED = SupplierPaymentArrived(
    supplier_id="PUMPCO",
    payable_ids=("a", "b"),
    amount=usd(140),
    entry_id="e2",
    confirmed_by="cid",
    confirmed_on=MONDAY,
)
APPROVE = ApprovePayment(by="bob", on=MONDAY)
REFUSE = RefusePayment(reason="not yet", by="bob", on=MONDAY)
SEND = SendPayment(entry_id="e1", by="cid", on=MONDAY)
CONFIRM = ConfirmPayment(entry_id="e2", by="cid", on=MONDAY)
FAIL = FailPayment(reversal_id="r1", reason="no such account", by="cid", on=MONDAY)
CLEARED = SupplierPaymentCleared(
    supplier_id="PUMPCO",
    lines=(
        PayableLine(payable_id="a", supplier_reference="F-1", amount=usd(100)),
        PayableLine(payable_id="credit", supplier_reference="F-3", amount=usd(-100)),
    ),
    cleared_by="ann",
    cleared_on=MONDAY,
)
TAKEN_BACK = SupplierClearingTakenBack(
    payable_ids=("a", "credit"), reason="of another bill", taken_back_by="bob", taken_back_on=MONDAY
)
TAKE_BACK = TakeClearingBack(reason="of another bill", by="bob", on=MONDAY)
APPROVED_ONE = (PROPOSED, APPROVED)
SENT_ONE = (*APPROVED_ONE, SENT)
FAILED_ONE = (*SENT_ONE, FAILED)


class TestProposing:
    def test_what_is_owed_is_proposed_once_each(self) -> None:
        a_payment.when(propose("a", "b", "a")).then(PROPOSED).then_asked_again_nothing()

    def test_a_credit_of_the_supplier_is_set_off(self) -> None:
        (fact,) = a_payment.when(propose("a", "b", "credit")).facts
        assert fact.amount == usd(40)

    def test_it_has_to_come_to_something(self) -> None:
        a_payment.when(propose("a", "credit")).then_rejected(NothingToPay, field="payables")

    def test_one_supplier_one_currency(self) -> None:
        a_payment.when(propose("a", "theirs")).then_rejected(OtherSupplier, field="payables")
        a_payment.when(propose("a", "euros")).then_rejected(OtherCurrency, field="payables")

    def test_only_what_is_owed(self) -> None:
        a_payment.when(propose("a", "nothing")).then_rejected(PayableUnknown, field="payables")

    def test_not_for_a_day_that_has_passed(self) -> None:
        late = replace(propose("a"), pay_on=MONDAY - timedelta(1))
        a_payment.when(late).then_rejected(PayOnHasPassed, field="pay_on")


class TestDeciding:
    def test_somebody_else_approves_once(self) -> None:
        a_payment.given(PROPOSED).when(APPROVE).then(APPROVED).then_asked_again_nothing()
        for history in (SENT_ONE, FAILED_ONE, (*SENT_ONE, SUCCEEDED)):
            a_payment.given(*history).when(APPROVE).then_nothing()

    def test_nobody_approves_their_own(self) -> None:
        a_payment.given(PROPOSED).when(replace(APPROVE, by="ann")).then_rejected(OwnProposal)

    @pytest.mark.parametrize("history", [(PROPOSED,), APPROVED_ONE])
    def test_it_is_refused_until_the_bank_has_it(self, history: tuple[object, ...]) -> None:
        a_payment.given(*history).when(REFUSE).then(REFUSED).then_asked_again_nothing()

    @pytest.mark.parametrize("history", [SENT_ONE, FAILED_ONE, (*SENT_ONE, SUCCEEDED)])
    def test_then_it_is_too_late(self, history: tuple[object, ...]) -> None:
        a_payment.given(*history).when(REFUSE).then_rejected(SentAlready)

    @pytest.mark.parametrize("command", [APPROVE, SEND])
    def test_what_was_refused_stays_refused(self, command: object) -> None:
        a_payment.given(PROPOSED, REFUSED).when(command).then_rejected(PaymentWasRefused)


class TestSending:
    def test_an_approved_payment_is_sent_once(self) -> None:
        a_payment.given(*APPROVED_ONE).when(SEND).then(SENT).then_asked_again_nothing()
        a_payment.given(*FAILED_ONE).when(SEND).then_nothing()

    def test_one_that_nobody_approved_is_not(self) -> None:
        a_payment.given(PROPOSED).when(SEND).then_rejected(NotApproved)

    def test_the_bank_carries_it_out(self) -> None:
        a_payment.given(*SENT_ONE).when(CONFIRM).then(SUCCEEDED).then_asked_again_nothing()

    @pytest.mark.parametrize("history", [SENT_ONE, (*SENT_ONE, SUCCEEDED)])
    def test_or_it_fails_at_once_or_days_later(self, history: tuple[object, ...]) -> None:
        a_payment.given(*history).when(FAIL).then(FAILED).then_asked_again_nothing()

    def test_a_failure_may_be_none_and_fail_again_under_its_new_entry(self) -> None:
        a_payment.given(*FAILED_ONE).when(CONFIRM).then(ARRIVED).then_asked_again_nothing()
        again = replace(FAIL, reversal_id="r2")
        (fact,) = a_payment.given(*FAILED_ONE, ARRIVED).when(again).facts
        assert (fact.entry_id, fact.reversal_id) == ("e2", "r2")

    @pytest.mark.parametrize("history", [(PROPOSED,), APPROVED_ONE, (PROPOSED, REFUSED)])
    @pytest.mark.parametrize("command", [CONFIRM, FAIL])
    def test_the_bank_says_nothing_of_what_it_does_not_have(self, command: object, history: tuple[object, ...]) -> None:
        a_payment.given(*history).when(command).then_rejected(NotSent)

    @pytest.mark.parametrize("command", [APPROVE, REFUSE, SEND, CONFIRM, FAIL])
    def test_there_has_to_be_a_payment(self, command: object) -> None:
        a_payment.when(command).then_rejected(PaymentUnknown)

    def test_facts_that_do_not_fit_change_nothing(self) -> None:
        before = a_payment.given(PROPOSED).state
        assert a_payment.given(PROPOSED, SENT, SUCCEEDED, FAILED, ARRIVED).state == before


class TestClearing:
    def test_what_comes_to_nothing_is_cleared_once(self) -> None:
        a_payment.when(clear("a", "credit", "a")).then(CLEARED).then_asked_again_nothing()
        for history in ((PROPOSED,), FAILED_ONE, (CLEARED, TAKEN_BACK)):
            a_payment.given(*history).when(clear("a", "credit")).then_nothing()

    @pytest.mark.parametrize("payables", [("a",), ("credit",), ("a", "b", "credit")])
    def test_more_or_less_than_nothing_is_not(self, payables: tuple[str, ...]) -> None:
        a_payment.when(clear(*payables)).then_rejected(ComesToSomething, field="payables")

    def test_one_supplier_one_currency(self) -> None:
        a_payment.when(clear("a", "credit", "theirs")).then_rejected(OtherSupplier, field="payables")
        a_payment.when(clear("a", "credit", "euros")).then_rejected(OtherCurrency, field="payables")

    def test_only_what_is_owed(self) -> None:
        a_payment.when(clear("a", "credit", "nothing")).then_rejected(PayableUnknown, field="payables")

    @pytest.mark.parametrize("command", [APPROVE, REFUSE, SEND, CONFIRM, FAIL])
    def test_no_bank_gets_it_and_nobody_approves_it(self, command: object) -> None:
        a_payment.given(CLEARED).when(command).then_rejected(WasCleared)
        a_payment.given(CLEARED, TAKEN_BACK).when(command).then_rejected(WasCleared)
        a_payment.given(CLEARED).when(propose("a", "b")).then_nothing()

    @pytest.mark.parametrize("command", [REFUSE, FAIL])
    def test_who_refuses_it_is_told_to_take_it_back_unless_that_was_done(self, command: object) -> None:
        standing = a_payment.given(CLEARED).when(command).rejection
        taken_back = a_payment.given(CLEARED, TAKEN_BACK).when(command).rejection
        assert standing is not None
        assert taken_back is not None
        assert standing.detail == "take the clearing back instead"
        assert taken_back.detail == "the clearing is taken back already"

    def test_it_is_taken_back_once(self) -> None:
        a_payment.given(CLEARED).when(TAKE_BACK).then(TAKEN_BACK).then_asked_again_nothing()

    def test_what_was_not_cleared_is_not_taken_back(self) -> None:
        a_payment.when(TAKE_BACK).then_rejected(PaymentUnknown)
        for history in ((PROPOSED,), APPROVED_ONE, SENT_ONE, (*SENT_ONE, SUCCEEDED), FAILED_ONE, (PROPOSED, REFUSED)):
            a_payment.given(*history).when(TAKE_BACK).then_rejected(NotCleared)

    def test_facts_that_do_not_fit_change_nothing(self) -> None:
        before = a_payment.given(PROPOSED).state
        assert a_payment.given(PROPOSED, TAKEN_BACK).state == before


class TestRefunds:
    NOTE = NotePaidBack(
        supplier_id="PUMPCO", payable_ids=("b", "credit"), entry_id="e1", received_on=MONDAY, by="ann", on=MONDAY
    )
    RECEIVED = SupplierRefundReceived(
        supplier_id="PUMPCO",
        lines=(
            PayableLine(payable_id="b", supplier_reference="F-2", amount=usd(40)),
            PayableLine(payable_id="credit", supplier_reference="F-3", amount=usd(-100)),
        ),
        amount=usd(-60),
        entry_id="e1",
        noted_by="ann",
        received_on=MONDAY,
    )

    def test_what_was_paid_back_is_noted_once(self) -> None:
        a_payment.when(self.NOTE).then(self.RECEIVED).then_asked_again_nothing()
        a_payment.given(PROPOSED).when(self.NOTE).then_nothing()

    def test_it_is_for_less_than_nothing_and_there(self) -> None:
        more = replace(self.NOTE, payable_ids=("a", "credit"))
        a_payment.when(more).then_rejected(NothingPaidBack, field="payables")
        early = replace(self.NOTE, received_on=MONDAY + timedelta(1))
        a_payment.when(early).then_rejected(PaidBackInTheFuture, field="received_on")

    def test_it_may_fail_and_be_none_like_any_payment(self) -> None:
        (failed,) = a_payment.given(self.RECEIVED).when(FAIL).facts
        assert (failed.payable_ids, failed.entry_id) == (("b", "credit"), "e1")
        (arrived,) = a_payment.given(self.RECEIVED, failed).when(CONFIRM).facts
        assert (arrived.amount, arrived.entry_id) == (usd(-60), "e2")
        a_payment.given(self.RECEIVED).when(REFUSE).then_rejected(SentAlready)
