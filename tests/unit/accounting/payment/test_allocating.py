"""Money on account is used, and money that the bank takes back is lost."""

from dataclasses import replace
from datetime import timedelta

from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.payment.allocating import (
    AllocatePayment,
    ExceedsFreeAmount,
    ExceedsOpenAmount,
    MatchPayment,
    NothingToAllocate,
    NotIdentified,
    OtherCurrency,
    OtherCustomersInvoice,
    ReturnPayment,
)
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import PaymentAllocated, PaymentReturned
from services.accounting.payment.receiving import CameFromCreditNote, PaymentUnknown, PaymentWasReturned
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.accounting.payment.examples import KEPT, MONDAY, RETURNED, UNKNOWN, allocation, invoiced, received, usd

a_payment = (
    spec_of(PAYMENT)
    .beside(INVOICE, "i1", invoiced("INV-1", (MONDAY, 60)))
    .beside(INVOICE, "euros", invoiced("INV-3", (MONDAY, 30), currency="EUR"))
    .beside(INVOICE, "theirs", invoiced("INV-4", (MONDAY, 30), customer_id="BOLT"))
    .beside(INVOICE, "nobody's")
)
ALLOCATE = AllocatePayment(request_id="q1", invoice_id="i1", amount=None, by="ann", on=MONDAY)
ON_ACCOUNT = received(100)


class TestAllocating:
    def test_as_much_as_there_is_to_settle(self) -> None:
        a_payment.given(ON_ACCOUNT).when(ALLOCATE).then(
            PaymentAllocated(
                request_id="q1",
                customer_id="ACME",
                allocation=allocation(1, "i1", "INV-1", 60),
                allocated_by="ann",
                allocated_on=MONDAY,
                left=usd(40),
                received_on=MONDAY,
            )
        ).then_asked_again_nothing()

    def test_as_much_as_is_left(self) -> None:
        (fact,) = a_payment.given(received(10)).when(ALLOCATE).facts
        assert fact.allocation.amount == usd(10)

    def test_another_request_may_settle_more_of_the_same_invoice(self) -> None:
        first = a_payment.given(ON_ACCOUNT).when(replace(ALLOCATE, amount=usd(20)))
        (fact,) = (
            a_payment.given(ON_ACCOUNT, *first.facts).when(replace(ALLOCATE, request_id="q2", amount=usd(5))).facts
        )
        assert fact.allocation == allocation(2, "i1", "INV-1", 5)

    def test_customer_credit_is_used_like_money(self) -> None:
        (fact,) = a_payment.given(KEPT).when(ALLOCATE).facts
        assert fact.allocation.amount == usd(20)

    def test_never_more_than_is_free_or_open(self) -> None:
        history = a_payment.given(ON_ACCOUNT)
        history.when(replace(ALLOCATE, amount=usd(101))).then_rejected(ExceedsFreeAmount, field="amount")
        history.when(replace(ALLOCATE, amount=usd(61))).then_rejected(ExceedsOpenAmount, field="amount")
        history.when(replace(ALLOCATE, amount=usd(0))).then_rejected(NothingToAllocate, field="amount")

    def test_only_of_the_same_customer_in_the_same_currency(self) -> None:
        history = a_payment.given(ON_ACCOUNT)
        history.when(replace(ALLOCATE, invoice_id="theirs")).then_rejected(OtherCustomersInvoice)
        history.when(replace(ALLOCATE, invoice_id="euros")).then_rejected(OtherCurrency, field="invoice_id")
        euros = Money(minor=5, currency="EUR")
        history.when(replace(ALLOCATE, amount=euros)).then_rejected(OtherCurrency, field="amount")
        history.when(replace(ALLOCATE, invoice_id="nobody's")).then_rejected(InvoiceUnknown)

    def test_only_money_that_is_there_and_known(self) -> None:
        a_payment.when(ALLOCATE).then_rejected(PaymentUnknown)
        a_payment.given(UNKNOWN).when(ALLOCATE).then_rejected(NotIdentified)
        a_payment.given(UNKNOWN, RETURNED).when(ALLOCATE).then_rejected(PaymentWasReturned)


class TestMatching:
    MATCH = MatchPayment(request_id="q1", others=("i2", "i1"), by="ann", on=MONDAY)

    def test_what_is_free_settles_what_else_they_owe_oldest_first(self) -> None:
        spec = a_payment.beside(INVOICE, "i2", invoiced("INV-2", (MONDAY - timedelta(days=1), 30)))
        matched = spec.given(ON_ACCOUNT).when(self.MATCH)
        facts = matched.facts
        assert [one.allocation for one in facts] == [
            allocation(1, "i2", "INV-2", 30),
            allocation(2, "i1", "INV-1", 60),
        ]
        assert [(one.left, one.received_on) for one in facts] == [(usd(70), MONDAY), (usd(10), MONDAY)]

    def test_asked_again_there_is_nothing_left_to_do(self) -> None:
        history = a_payment.beside(INVOICE, "i2")
        first = history.given(received(60)).when(self.MATCH)
        history.given(received(60), *first.facts).when(self.MATCH).then_rejected(NothingToAllocate)
        history.given(KEPT).when(replace(self.MATCH, others=())).then_rejected(NothingToAllocate)

    def test_only_money_that_is_there_and_known(self) -> None:
        a_payment.when(self.MATCH).then_rejected(PaymentUnknown)
        a_payment.given(UNKNOWN).when(self.MATCH).then_rejected(NotIdentified)
        a_payment.given(UNKNOWN, RETURNED).when(self.MATCH).then_rejected(PaymentWasReturned)


class TestReturning:
    BOUNCE = ReturnPayment(reason="called back", by="ann", on=MONDAY)

    def test_all_of_it_is_gone_once(self) -> None:
        settled = received(100, allocation(1, "i1", "INV-1", 60))
        a_payment.given(settled).when(self.BOUNCE).then(
            PaymentReturned(
                amount=usd(100),
                customer_id="ACME",
                allocations=settled.allocations,
                not_allocated=usd(40),
                reason="called back",
                noted_by="ann",
                returned_on=MONDAY,
            )
        ).then_asked_again_nothing()

    def test_also_when_nobody_knew_whose_it_was(self) -> None:
        a_payment.given(UNKNOWN).when(self.BOUNCE).then(RETURNED)

    def test_what_no_bank_gave_no_bank_takes(self) -> None:
        a_payment.given(KEPT).when(self.BOUNCE).then_rejected(CameFromCreditNote)
        a_payment.when(self.BOUNCE).then_rejected(PaymentUnknown)
