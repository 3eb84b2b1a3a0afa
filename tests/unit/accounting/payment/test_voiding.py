"""A payment that was entered in error: what is taken back, and what its bank reference is good for afterwards."""

from dataclasses import replace
from datetime import date

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import AccountOpened
from services.accounting.invoice.decider import INVOICE
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import PaymentReceived, PaymentVoided, RefundApproved, RefundProposed
from services.accounting.payment.receiving import (
    CameFromCreditNote,
    PaymentUnknown,
    PaymentWasVoided,
    ReceivePayment,
)
from services.accounting.payment.refunding import RefundHasLeft
from services.accounting.payment.releasing import ReleasePayment
from services.accounting.payment.settling import receipt_entry_id
from services.accounting.payment.state import Unidentified
from services.accounting.payment.voiding import VoidPayment
from shared.testing.specification import spec_of
from tests.unit.accounting.payment.examples import (
    KEPT,
    MONDAY,
    RETURNED,
    UNKNOWN,
    allocation,
    invoiced,
    received,
    usd,
)

OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=MONDAY)
a_payment = (
    spec_of(PAYMENT).beside(INVOICE, "i1", invoiced("INV-1", (MONDAY, 60))).beside(CREDIT_ACCOUNT, "ACME", OPENED)
)
VOID = VoidPayment(reason="typed wrong", by="bob", on=date(2026, 3, 3))
TRUE = ReceivePayment(
    amount=usd(50),
    received_on=MONDAY,
    reference="thanks",
    payer="Acme Ltd",
    bank_reference="B-1",
    customer_id="ACME",
    named=("i1",),
    others=(),
    by="bob",
    on=date(2026, 3, 3),
)
VOIDED = PaymentVoided(
    amount=usd(100),
    customer_id="ACME",
    allocations=(allocation(1, "i1", "INV-1", 60),),
    not_allocated=usd(40),
    reason="typed wrong",
    voided_by="bob",
    voided_on=date(2026, 3, 3),
)
MISTYPED = received(100, allocation(1, "i1", "INV-1", 60))


class TestVoiding:
    def test_all_of_it_is_taken_back(self) -> None:
        a_payment.given(MISTYPED).when(VOID).then(VOIDED).then_asked_again_nothing()

    def test_also_what_nobody_had_identified(self) -> None:
        a_payment.given(UNKNOWN).when(VOID).then(
            replace(VOIDED, customer_id="", allocations=(), not_allocated=usd(100))
        )

    def test_of_what_was_noted_as_returned_nothing_is_left_to_take_back(self) -> None:
        a_payment.given(UNKNOWN, RETURNED).when(VOID).then(
            replace(VOIDED, customer_id="", allocations=(), not_allocated=usd(0))
        )

    def test_not_what_was_refunded_or_never_came_from_a_bank(self) -> None:
        proposed = RefundProposed(refund_id="r1", amount=usd(1), reason="", proposed_by="ann", proposed_on=MONDAY)
        left = RefundApproved(refund_id="r1", amount=usd(1), customer_id="ACME", approved_by="bob", approved_on=MONDAY)
        a_payment.given(MISTYPED, proposed, left).when(VOID).then_rejected(RefundHasLeft)
        a_payment.given(KEPT).when(VOID).then_rejected(CameFromCreditNote)
        a_payment.when(VOID).then_rejected(PaymentUnknown)

    def test_nothing_is_done_with_it(self) -> None:
        release = ReleasePayment(reason="whose?", by="ann", on=MONDAY)
        a_payment.given(MISTYPED, VOIDED).when(release).then_rejected(PaymentWasVoided)


class TestTheTrueOne:
    def test_is_noted_as_the_second_and_its_numbers_go_on(self) -> None:
        decided = a_payment.given(MISTYPED, VOIDED).when(TRUE)
        decided.then(
            PaymentReceived(
                amount=usd(50),
                received_on=MONDAY,
                reference="thanks",
                payer="Acme Ltd",
                bank_reference="B-1",
                customer_id="ACME",
                allocations=(allocation(2, "i1", "INV-1", 50),),
                recorded_by="bob",
                receipt_no=2,
            )
        ).then_asked_again_nothing()

    def test_so_do_those_of_one_that_nobody_knows(self) -> None:
        unknown = a_payment.given(MISTYPED, VOIDED).when(replace(TRUE, customer_id="", named=())).state_after()
        assert isinstance(unknown, Unidentified)
        assert (unknown.last_allocation_no, unknown.receipt.receipt_no) == (1, 2)

    def test_has_a_journal_entry_of_its_own(self) -> None:
        assert receipt_entry_id("p") == receipt_entry_id("p", 1) != receipt_entry_id("p", 2)
