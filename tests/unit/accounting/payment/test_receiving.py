"""Money comes in: recognised by its reference, or waiting for somebody who knows."""

from dataclasses import replace
from datetime import date, timedelta

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import AccountOpened
from services.accounting.invoice.decider import INVOICE
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import (
    PaymentIdentified,
    PaymentReleased,
    RefundApproved,
    RefundFailed,
    RefundProposed,
    RefundRefused,
)
from services.accounting.payment.receiving import (
    BankReferenceTaken,
    CameFromCreditNote,
    CustomerUnknown,
    IdentifiedAlready,
    IdentifyPayment,
    InvoiceNamesNobody,
    KeepCustomerCredit,
    NothingReceived,
    PaymentUnknown,
    PaymentWasReturned,
    ReceivedInTheFuture,
    ReceivePayment,
)
from services.accounting.payment.refunding import ApproveRefund, RefundHasLeft, RefundWasRefused
from services.accounting.payment.releasing import ReleasePayment
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.accounting.payment.examples import KEPT, MONDAY, RETURNED, UNKNOWN, allocation, invoiced, received, usd

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=MONDAY)
PROPOSED = RefundProposed(refund_id="r", amount=usd(90), reason="too much", proposed_by="ann", proposed_on=MONDAY)
REFUNDED = RefundApproved(refund_id="r", amount=usd(90), customer_id="ACME", approved_by="bob", approved_on=MONDAY)
FAILED = RefundFailed(
    refund_id="r", amount=usd(90), customer_id="ACME", reason="paid back", noted_by="ann", failed_on=MONDAY
)
a_payment = (
    spec_of(PAYMENT)
    .beside(INVOICE, "i1", invoiced("INV-1", (MAY, 60), (JUNE, 40)))
    .beside(INVOICE, "i2", invoiced("INV-2", (APRIL, 30)))
    .beside(INVOICE, "euros", invoiced("INV-3", (APRIL, 30), currency="EUR"))
    .beside(INVOICE, "theirs", invoiced("INV-4", (APRIL, 500), customer_id="BOLT"))
    .beside(INVOICE, "nobody's")
    .beside(CREDIT_ACCOUNT, "ACME", OPENED)
    .beside(CREDIT_ACCOUNT, "GHOST")
)


def receive(minor: int, *named: str, others: tuple[str, ...] = (), customer_id: str = "") -> ReceivePayment:
    return ReceivePayment(
        amount=usd(minor),
        received_on=MONDAY,
        reference="thanks",
        payer="Acme Ltd",
        bank_reference="B-1",
        customer_id=customer_id,
        named=named,
        others=others,
        by="ann",
        on=MONDAY,
    )


class TestTheSameMoneyAgain:
    """Under one bank reference there is one payment: what is said of it anew is refused, not dropped."""

    def test_another_payer_is_other_money(self) -> None:
        again = replace(receive(100), payer="Bolt Ltd")
        a_payment.given(received(100)).when(again).then_rejected(BankReferenceTaken)

    def test_another_day_is_other_money(self) -> None:
        again = replace(receive(100), received_on=MONDAY - timedelta(days=1), on=MONDAY + timedelta(days=2))
        a_payment.given(received(100)).when(again).then_rejected(BankReferenceTaken)

    def test_a_day_that_is_not_said_is_no_other_day(self) -> None:
        later = MONDAY + timedelta(days=2)
        a_payment.given(received(100)).when(replace(receive(100), received_on=later, on=later)).then()

    def test_whose_it_is_is_said_by_identifying_it(self) -> None:
        again = replace(receive(100, customer_id="ACME"), stated_customer_id="ACME")
        a_payment.given(replace(received(100), customer_id="")).when(again).then_rejected(BankReferenceTaken)

    def test_the_customer_who_was_named_or_is_known_by_now_is_nothing_new(self) -> None:
        again = replace(receive(100, customer_id="ACME"), stated_customer_id="ACME")
        stated = replace(received(100), customer_id="", stated_customer_id="ACME")
        a_payment.given(stated).when(again).then()
        a_payment.given(received(100)).when(again).then()


class TestReceiving:
    def test_what_the_reference_names_is_settled_and_the_customer_is_known_by_it(self) -> None:
        a_payment.when(receive(100, "i1")).then(
            received(100, allocation(1, "i1", "INV-1", 100))
        ).then_asked_again_nothing()

    def test_a_part_settles_a_part(self) -> None:
        a_payment.when(receive(70, "i1")).then(received(70, allocation(1, "i1", "INV-1", 70)))

    def test_what_is_left_goes_to_the_oldest_due(self) -> None:
        a_payment.when(receive(110, "i1", others=("i1", "i2"))).then(
            received(110, allocation(1, "i1", "INV-1", 100), allocation(2, "i2", "INV-2", 10))
        )

    def test_without_a_name_the_oldest_due_is_first_instalment_by_instalment(self) -> None:
        decided = a_payment.when(receive(100, others=("i1", "i2"), customer_id="ACME"))
        decided.then(received(100, allocation(1, "i2", "INV-2", 30), allocation(2, "i1", "INV-1", 70)))

    def test_too_much_stays_with_the_customer(self) -> None:
        state = a_payment.when(receive(150, "i1", others=("i2",))).state_after()
        assert (state.free, state.allocated) == (usd(20), usd(130))  # type: ignore[union-attr]

    def test_hints_that_do_not_hold_settle_nothing(self) -> None:
        hinted = receive(100, others=("euros", "theirs", "nobody's"), customer_id="ACME")
        a_payment.when(hinted).then(received(100))

    def test_a_reference_that_names_two_customers_names_none(self) -> None:
        a_payment.when(receive(100, "i1", "theirs")).then(UNKNOWN)

    def test_nothing_known_it_waits(self) -> None:
        a_payment.when(receive(100)).then(UNKNOWN).then_asked_again_nothing()
        a_payment.when(receive(100, "nobody's")).then(UNKNOWN)

    def test_a_customer_that_we_have_not_heard_of_is_no_reason_to_refuse_money(self) -> None:
        a_payment.when(receive(100, customer_id="GHOST")).then(UNKNOWN)

    def test_nothing_is_no_payment(self) -> None:
        a_payment.when(receive(0, "i1")).then_rejected(NothingReceived, field="amount.minor")

    def test_money_is_noted_when_it_is_there(self) -> None:
        early = replace(receive(5, "i1"), received_on=MONDAY + timedelta(1))
        a_payment.when(early).then_rejected(ReceivedInTheFuture, field="received_on")

    def test_one_bank_reference_is_one_payment(self) -> None:
        for history in ((UNKNOWN,), (received(100),), (UNKNOWN, RETURNED)):
            a_payment.given(*history).when(receive(100)).then_nothing()
            a_payment.given(*history).when(receive(101)).then_rejected(BankReferenceTaken, field="bank_reference")

    def test_what_was_posted_only_after_it_came_is_settled_from_that_day_on(self) -> None:
        early = replace(receive(60, "i1", others=("i2",)), received_on=MONDAY - timedelta(days=1))
        (fact, *_) = a_payment.when(early).facts
        assert fact.allocations == (replace(allocation(1, "i1", "INV-1", 60), settles_on=MONDAY),)


class TestCustomerCredit:
    KEEP = KeepCustomerCredit(amount=usd(20), customer_id="ACME", invoice_id="i1", credit_note_number="CN-1", on=MONDAY)

    def test_what_a_credit_note_gives_back_is_kept_once(self) -> None:
        a_payment.when(self.KEEP).then(KEPT).then_asked_again_nothing()
        for history in ((UNKNOWN,), (UNKNOWN, RETURNED)):
            a_payment.given(*history).when(self.KEEP).then_nothing()

    def test_nobody_else_could_own_it(self) -> None:
        release = ReleasePayment(reason="why", by="ann", on=MONDAY)
        a_payment.given(KEPT).when(release).then_rejected(CameFromCreditNote)


class TestIdentifying:
    BY_CUSTOMER = IdentifyPayment(customer_id="ACME", named=(), others=("i1", "i2"), by="ann", on=MONDAY)
    BY_INVOICE = IdentifyPayment(customer_id="", named=("i1",), others=(), by="ann", on=MONDAY)

    def test_it_is_allocated_as_if_it_had_been_known(self) -> None:
        a_payment.given(UNKNOWN).when(self.BY_CUSTOMER).then(
            PaymentIdentified(
                customer_id="ACME",
                allocations=(allocation(1, "i2", "INV-2", 30), allocation(2, "i1", "INV-1", 70)),
                on_account=usd(0),
                identified_by="ann",
                identified_on=MONDAY,
                received_on=MONDAY,
                left=usd(0),
            )
        ).then_asked_again_nothing()

    def test_an_invoice_tells_whose_it_is(self) -> None:
        (fact,) = a_payment.given(UNKNOWN).when(self.BY_INVOICE).then_asked_again_nothing().facts
        assert (fact.customer_id, fact.allocations) == ("ACME", (allocation(1, "i1", "INV-1", 100),))

    def test_what_is_refunded_or_proposed_to_be_settles_nothing(self) -> None:
        proposed = RefundProposed(refund_id="r", amount=usd(30), reason="why", proposed_by="ann", proposed_on=MONDAY)
        approved = RefundApproved(refund_id="r", amount=usd(30), customer_id="", approved_by="bob", approved_on=MONDAY)
        more = replace(proposed, refund_id="s", amount=usd(20))
        history = (UNKNOWN, proposed, approved, more)
        (fact,) = a_payment.given(*history).when(self.BY_INVOICE).facts
        assert (fact.allocations[0].amount, fact.on_account) == (usd(50), usd(20))

    def test_a_customer_has_to_be_known(self) -> None:
        ghost = replace(self.BY_CUSTOMER, customer_id="GHOST")
        a_payment.given(UNKNOWN).when(ghost).then_rejected(CustomerUnknown, field="customer_id")

    def test_an_invoice_has_to_be_posted(self) -> None:
        nobody = replace(self.BY_INVOICE, named=("nobody's",))
        a_payment.given(UNKNOWN).when(nobody).then_rejected(InvoiceNamesNobody, field="invoice_id")

    def test_another_customer_needs_a_release_first(self) -> None:
        theirs = replace(self.BY_INVOICE, named=("theirs",))
        a_payment.given(received(100)).when(theirs).then_rejected(IdentifiedAlready)

    def test_there_has_to_be_money(self) -> None:
        a_payment.when(self.BY_CUSTOMER).then_rejected(PaymentUnknown)
        a_payment.given(UNKNOWN, RETURNED).when(self.BY_CUSTOMER).then_rejected(PaymentWasReturned)


class TestReleasing:
    RELEASE = ReleasePayment(reason="wrong customer", by="ann", on=MONDAY)

    def test_its_allocations_are_taken_back_and_numbers_go_on(self) -> None:
        settled = received(120, allocation(1, "i1", "INV-1", 100))
        released = PaymentReleased(
            customer_id="ACME",
            allocations=settled.allocations,
            on_account=usd(20),
            reason="wrong customer",
            released_by="ann",
            released_on=MONDAY,
        )
        a_payment.given(settled).when(self.RELEASE).then(released).then_asked_again_nothing()
        again = IdentifyPayment(customer_id="", named=("i2",), others=(), by="ann", on=MONDAY)
        (fact,) = a_payment.given(settled, released).when(again).facts
        assert fact.allocations == (allocation(2, "i2", "INV-2", 30),)

    def test_there_has_to_be_money(self) -> None:
        a_payment.when(self.RELEASE).then_rejected(PaymentUnknown)
        a_payment.given(UNKNOWN, RETURNED).when(self.RELEASE).then_rejected(PaymentWasReturned)

    def test_not_while_its_customer_has_a_part_of_it_as_their_refund(self) -> None:
        refunded = (received(150), PROPOSED, REFUNDED)
        a_payment.given(*refunded).when(self.RELEASE).then_rejected(RefundHasLeft)
        (fact,) = a_payment.given(*refunded, FAILED).when(self.RELEASE).facts
        assert fact.on_account == usd(150)

    def test_what_was_refunded_before_anybody_knew_whose_it_was_is_nobody_elses(self) -> None:
        identified = PaymentIdentified(
            customer_id="ACME", allocations=(), on_account=usd(10), identified_by="ann", identified_on=MONDAY
        )
        history = (UNKNOWN, PROPOSED, replace(REFUNDED, customer_id=""), identified)
        (fact,) = a_payment.given(*history).when(self.RELEASE).facts
        assert fact.on_account == usd(10)

    def test_what_was_proposed_for_its_customer_is_refused_by_rule(self) -> None:
        released = a_payment.given(received(150), PROPOSED).when(self.RELEASE).then_asked_again_nothing()
        refused, fact = released.facts
        assert refused == RefundRefused(
            refund_id="r", reason="released: wrong customer", refused_by="", refused_on=MONDAY
        )
        assert (fact.on_account, released.state_after().free) == (usd(150), usd(150))  # type: ignore[union-attr]
        approve = ApproveRefund(refund_id="r", by="bob", on=MONDAY)
        a_payment.given(received(150), PROPOSED, refused, fact).when(approve).then_rejected(RefundWasRefused)

    def test_what_was_proposed_before_anybody_knew_whose_it_was_waits_on(self) -> None:
        identified = PaymentIdentified(
            customer_id="ACME", allocations=(), on_account=usd(100), identified_by="ann", identified_on=MONDAY
        )
        released = a_payment.given(UNKNOWN, PROPOSED, identified).when(self.RELEASE)
        assert [type(fact) for fact in released.facts] == [PaymentReleased]
        assert released.state_after().free == usd(10)  # type: ignore[union-attr]


def test_currencies_of_amounts_are_kept() -> None:
    fact = received(5)
    assert a_payment.given(fact).state.receipt.amount == Money(minor=5, currency="USD")  # type: ignore[union-attr]
