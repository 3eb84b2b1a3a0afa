"""Whatever is done with a payment, no cent of it is lost or used twice, on the payment and on the invoices."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import AccountOpened
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.state import Posted
from services.accounting.payment.allocating import AllocatePayment, ReturnPayment
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.events import (
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentReleased,
    PaymentReturned,
    PaymentVoided,
)
from services.accounting.payment.receiving import IdentifyPayment, ReceivePayment
from services.accounting.payment.refunding import ApproveRefund, NoteFailedRefund, ProposeRefund, RefuseRefund
from services.accounting.payment.releasing import ReleasePayment
from services.accounting.payment.settling import reopen, settle
from services.accounting.payment.state import PROPOSED, Identified, Unidentified
from services.accounting.payment.voiding import VoidPayment
from services.accounting.settlement_policy.decider import THE_SETTLEMENT_POLICY
from services.accounting.settlement_policy.events import Tolerance
from services.accounting.settlement_policy.state import SettlementPolicy
from shared.kernel.decider import Given, StreamId
from shared.kernel.money import total
from shared.kernel.rejection import Rejection
from tests.unit.accounting.payment.examples import MONDAY, invoiced, usd

INVOICES = ("i1", "i2", "i3")
TOLERATES = SettlementPolicy(version=1, tolerances=(Tolerance(most=usd(3), percent=Decimal(5)),))
RECEIVE = st.builds(
    ReceivePayment,
    amount=st.integers(1, 400).map(usd),
    received_on=st.just(MONDAY),
    reference=st.just(""),
    payer=st.just(""),
    bank_reference=st.just("B"),
    customer_id=st.sampled_from(["", "ACME"]),
    named=st.lists(st.sampled_from(INVOICES), max_size=2).map(tuple),
    others=st.lists(st.sampled_from(INVOICES), max_size=3).map(tuple),
    by=st.just("ann"),
    on=st.just(MONDAY),
)
SENDS = st.one_of(
    RECEIVE,
    st.builds(
        IdentifyPayment,
        customer_id=st.sampled_from(["", "ACME"]),
        named=st.lists(st.sampled_from(INVOICES), max_size=1).map(tuple),
        others=st.lists(st.sampled_from(INVOICES), max_size=3).map(tuple),
        by=st.just("ann"),
        on=st.just(MONDAY),
    ),
    st.builds(ReleasePayment, reason=st.just("wrong"), by=st.just("ann"), on=st.just(MONDAY)),
    st.builds(
        AllocatePayment,
        request_id=st.uuids().map(str),
        invoice_id=st.sampled_from(INVOICES),
        amount=st.none() | st.integers(1, 90).map(usd),
        by=st.just("ann"),
        on=st.just(MONDAY),
    ),
    st.builds(
        ProposeRefund,
        refund_id=st.sampled_from(["r1", "r2"]),
        amount=st.none() | st.integers(1, 90).map(usd),
        reason=st.just("why"),
        by=st.just("ann"),
        on=st.just(MONDAY),
    ),
    st.builds(ApproveRefund, refund_id=st.sampled_from(["r1", "r2"]), by=st.just("bob"), on=st.just(MONDAY)),
    st.builds(
        RefuseRefund,
        refund_id=st.sampled_from(["r1", "r2"]),
        reason=st.just("no"),
        by=st.just("bob"),
        on=st.just(MONDAY),
    ),
    st.builds(
        NoteFailedRefund,
        refund_id=st.sampled_from(["r1", "r2"]),
        reason=st.just("closed"),
        by=st.just("ann"),
        on=st.just(MONDAY),
    ),
    st.builds(ReturnPayment, reason=st.just("bounced"), by=st.just("ann"), on=st.just(MONDAY)),
    st.builds(VoidPayment, reason=st.just("mistyped"), by=st.just("ann"), on=st.just(MONDAY)),
)


@dataclass
class Books:
    """One payment and three invoices, moved as the reactions move them."""

    payment: Any = PAYMENT.initial
    invoices: dict[str, Any] = field(
        default_factory=lambda: {
            name: INVOICE.fold([invoiced(name, (MONDAY, 70), (MONDAY, 30), customer_id="ACME")]) for name in INVOICES
        }
    )

    def given(self) -> Given:
        states: dict[StreamId, Any] = {INVOICE.stream(name): state for name, state in self.invoices.items()}
        opened = AccountOpened(customer_name="Acme", currency="USD", opened_on=MONDAY)
        return Given({**states, CREDIT_ACCOUNT.stream("ACME"): CREDIT_ACCOUNT.fold([opened])})

    def ask(self, command: Any) -> None:
        try:
            facts = PAYMENT.decide(command, self.payment, self.given())
        except Rejection:
            return
        for fact in facts:
            self.payment = PAYMENT.evolve(self.payment, fact)
            self._follow(fact)
        assert PAYMENT.decide(command, self.payment, self.given()) == [], "asked twice"

    def _follow(self, fact: Any) -> None:
        match fact:
            case PaymentReceived(allocations=made) | PaymentIdentified(allocations=made):
                sends = settle("p", made, MONDAY)
            case PaymentAllocated(allocation=one, left=left):
                sends = settle("p", [one], MONDAY, is_all=not left)
            case (
                PaymentReleased(allocations=gone) | PaymentReturned(allocations=gone) | PaymentVoided(allocations=gone)
            ):
                sends = reopen("p", gone, "why", MONDAY)
            case _:
                return
        for send in sends:
            name = send.to.partition("-")[2]
            decided = INVOICE.decide(send.command, self.invoices[name], Given({THE_SETTLEMENT_POLICY: TOLERATES}))
            assert decided, "an allocation is never refused by its invoice, nor known to it before"
            self.invoices[name] = INVOICE.fold(decided, self.invoices[name])

    def check(self) -> None:
        settled = {name: self._settled(invoice) for name, invoice in self.invoices.items()}
        allocated = usd(0)
        if isinstance(self.payment, Identified):
            allocated = self.payment.allocated
            for name in INVOICES:
                mine = (one.amount for one in self.payment.allocations if one.invoice_id == name)
                assert settled[name] == total(mine, "USD")
        assert total(settled.values(), "USD") == allocated
        if isinstance(self.payment, Unidentified | Identified):
            proposed = total((one.amount for one in self.payment.refunds if one.status == PROPOSED), "USD")
            parts = allocated + self.payment.free + self.payment.refunded + proposed
            assert parts == self.payment.receipt.amount
            assert self.payment.free.minor >= 0

    @staticmethod
    def _settled(invoice: Posted) -> Any:
        assert all(one.open.minor >= 0 for one in invoice.instalments)
        assert all(not one.open for one in invoice.instalments if one.let_off), "what is let off closes its instalment"
        assert invoice.let_off <= TOLERATES.tolerated(invoice.total)
        return total((one.settled for one in invoice.instalments), "USD")


@given(first=RECEIVE, commands=st.lists(SENDS, max_size=14))
def test_every_cent_is_in_exactly_one_place(first: ReceivePayment, commands: list[Any]) -> None:
    books = Books()
    for command in (first, *commands):
        books.ask(command)
        books.check()
