"""What becomes of a debtor, decided without a server: their invoices and their dunning case, day by day.

Every fact goes through the codec, as it would through the store, and every invoice is a real one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from services.accounting.debtor.decider import DEBTOR
from services.accounting.dunning_case.account import DebtorAccount
from services.accounting.dunning_case.charging import ReopenCharges, SettleCharges
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.events import ReminderIssued
from services.accounting.dunning_case.handing_over import NoteLetterLeft
from services.accounting.dunning_case.holding import WatchPayment
from services.accounting.dunning_case.parts import Clearing
from services.accounting.dunning_case.reviewing import NoteReviewDue, ReviewCase
from services.accounting.dunning_case.state import Running, Watched
from services.accounting.dunning_case.watching import WatchInvoice
from services.accounting.dunning_case.writing_off import ApproveWriteOff, ProposeWriteOff
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.dunning_policy.events import BankReconciled, DunningLevel, DunningPolicySet
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import EndDispute, MarkDisputed
from services.accounting.invoice.events import DueInstalment, InvoiceTakenOver
from services.accounting.invoice.settling import NoteFallenDue, NoteNearDue, ReopenAmount, SettleInvoice
from services.accounting.invoice.writing_off import ReverseWriteOff, WriteOffInvoice
from services.accounting.payment.decider import PAYMENT
from shared.event_store.codec import Codec, encode
from shared.kernel.decider import Given
from shared.testing.specification import Specification, spec_of
from tests.unit.accounting.examples import usd
from tests.unit.accounting.invoice.billed import POSTED

DUE: Final = date(2026, 4, 1)
"""A Wednesday."""
DAY: Final = timedelta(days=1)
CUSTOMER: Final = "ACME"
CASE: Final = "ACME:USD"
_CODEC: Final = Codec([DUNNING_CASE, INVOICE, DUNNING_POLICY, PAYMENT])


def level(
    name: str, days: int, *, gap: int = 0, fee: int = 0, interest: str = "0", stops: bool = False, **more: Any
) -> DunningLevel:
    return DunningLevel(
        name=name,
        days_past_due=days,
        gap_working_days=gap,
        fees=(usd(fee),) if fee else (),
        interest_percent=Decimal(interest),
        stops_credit=stops,
        **more,
    )


LEVELS: Final = (
    level("Reminder", 5),
    level("Second notice", 12, gap=5, fee=2000, interest="7.3"),
    level("Final notice", 20, gap=5, fee=4000, interest="7.3", stops=True),
)
POLICY: Final = DunningPolicySet(
    remind_days_before=3,
    levels=LEVELS,
    minimum_amounts=(),
    clearing_order=("costs", "interest", "principal"),
    most_promises=2,
    promise_within_days=14,
    holiday_country="",
    set_by="the.boss",
    set_on=date(2026, 3, 2),
)
"""Interest of 7.3 % is 0.02 a day for each 100.00: 20 minor units a day for 1,000.00."""


def policy(**changes: Any) -> DunningPolicySet:
    return replace(POLICY, **changes)


class Story:
    """A debtor of 1,000.00, due on Wednesday, 1 April 2026, and what comes after."""

    def __init__(self, rules: DunningPolicySet = POLICY, *, on: date = DUE - 14 * DAY) -> None:
        self.rules = rules
        self.day = on
        self.facts: list[Any] = []
        self.invoices: dict[str, list[Any]] = {}
        self.payments: dict[str, list[Any]] = {}
        self.reconciled: list[Any] = []
        self._state: Any = DUNNING_CASE.initial
        self._folded: dict[str, tuple[int, Any]] = {}
        self.letters_leave = True
        self._settlements = 0
        self._proposals = 0

    @property
    def case(self) -> Any:
        """The case as it stands."""
        return self._state

    @property
    def running(self) -> Running:
        assert isinstance(self._state, Running), self._state
        return self._state

    @property
    def account(self) -> DebtorAccount:
        assert isinstance(self._state, Watched | Running), self._state
        return self._state.account

    def of(self, kind: type) -> list[Any]:
        """The facts of one kind, in order."""
        return [fact for fact in self.facts if isinstance(fact, kind)]

    @property
    def spec(self) -> Specification[Any]:
        """The case so far, to be asked something else."""
        spec = spec_of(DUNNING_CASE).given(*self.facts).beside(DUNNING_POLICY, MAIN, self.rules, *self.reconciled)
        spec = spec.beside(DEBTOR, CUSTOMER)
        for invoice_id, history in self.invoices.items():
            spec = spec.beside(INVOICE, invoice_id, *history)
        for payment_id, history in self.payments.items():
            spec = spec.beside(PAYMENT, payment_id, *history)
        return spec

    def ask(self, command: Any) -> list[Any]:
        """The case is asked something, which it does not refuse."""
        states: dict[Any, Any] = {
            DUNNING_POLICY.stream(MAIN): DUNNING_POLICY.fold([self.rules, *self.reconciled]),
            DEBTOR.stream(CUSTOMER): DEBTOR.initial,
        }
        states |= {INVOICE.stream(name): self._posted(name) for name in self.invoices}
        states |= {PAYMENT.stream(name): PAYMENT.fold(history) for name, history in self.payments.items()}
        facts = [self._stored(fact) for fact in DUNNING_CASE.decide(command, self._state, Given(states))]
        self._state = DUNNING_CASE.fold(facts, self._state)
        self.facts += facts
        return facts

    def bill(self, invoice_id: str = "I-1", minor: int = 100_000, *, due: date = DUE) -> "Story":
        """An invoice of the debtor; it is watched once its day is near."""
        self.invoices[invoice_id] = [
            InvoiceTakenOver(
                number=f"N-{invoice_id}",
                customer_id=CUSTOMER,
                amount=usd(minor),
                invoiced_on=min(due, self.day),
                due_on=due,
                taken_over_by="a.clerk",
                taken_over_on=self.day,
            )
        ]
        self._noted()
        return self

    def bill_in_instalments(self, *due: date) -> "Story":
        """I-1, which asks for 10.00 on each of these days."""
        parts = tuple(DueInstalment(instalment_no=no, due_on=on, amount=usd(1_000)) for no, on in enumerate(due, 1))
        total = usd(1_000 * len(due))
        self.invoices["I-1"] = [replace(POSTED, posted_on=self.day, total=total, instalments=parts)]
        self._noted()
        return self

    def until(self, day: date) -> "Story":
        """Lets the days pass, that one included, with a review on each day that the case asks for."""
        while self.day < day:
            self.day += DAY
            self._noted()
            self.review_if_due()
        return self

    def review_if_due(self) -> None:
        """As the deadline does on the day of the review."""
        for _ in range(2):
            if self.ask(NoteReviewDue(on=self.day)):
                self._mailed(self.ask(ReviewCase(on=self.day)))

    def _mailed(self, facts: Sequence[Any]) -> None:
        """As the mail room does, unless letters lie here."""
        for fact in facts:
            if self.letters_leave and isinstance(fact, ReminderIssued):
                self.ask(NoteLetterLeft(reminder_no=fact.reminder_no, on=self.day))

    def pay(self, minor: int, invoice_id: str = "I-1", *, on: date | None = None) -> str:
        """Money for an invoice; the name under which it may bounce."""
        self._settlements += 1
        name = f"P-{self._settlements}.1"
        paid_on = on or self.day
        command = SettleInvoice(payment_id=name, instalment_no=None, amount=usd(minor), on=paid_on)
        self._invoice(invoice_id, command, paid_on=paid_on)
        return name

    def bounce(self, name: str, invoice_id: str = "I-1") -> None:
        """The money did not stay."""
        self._invoice(invoice_id, ReopenAmount(payment_id=name, reason="no funds", on=self.day))

    def clear(self, minor: int | None = None) -> str:
        """Money for charges, oldest first; for all that is open when no amount is given."""
        left = self.account.charged if minor is None else usd(minor)
        clearings: list[Clearing] = []
        for charge in self.account.open_charges:
            taken = min(left, charge.open)
            if taken.minor > 0:
                clearings.append(Clearing(charge_id=charge.charge_id, amount=taken))
                left = left - taken
        self._settlements += 1
        name = f"P-{self._settlements}.charges.1"
        if clearings:
            self.ask(SettleCharges(settlement_id=name, clearings=tuple(clearings), on=self.day))
        return name

    def restore(self, name: str) -> None:
        """The money for charges did not stay."""
        self.ask(ReopenCharges(settlement_id=name, reason="no funds", on=self.day))

    def dispute(self, minor: int, invoice_id: str = "I-1") -> None:
        self._invoice(invoice_id, MarkDisputed(dispute_id="D-1", amount=usd(minor), on=self.day))

    def agree(self, invoice_id: str = "I-1") -> None:
        """The dispute is over."""
        self._invoice(invoice_id, EndDispute(dispute_id="D-1", on=self.day))

    def hold(self, payment_id: str, *history: Any) -> None:
        """That happened to a payment of the debtor, of which the case hears."""
        self.payments.setdefault(payment_id, []).extend(self._stored(fact) for fact in history)
        self.ask(WatchPayment(payment_id=payment_id, customer_id=CUSTOMER, currency="USD", on=self.day))

    def reconcile(self, until: date | None) -> None:
        """Accounting says how far the bank is reconciled."""
        self.reconciled.append(BankReconciled(until=until, noted_by="a.clerk", noted_on=self.day))

    def write_off(self, *invoice_ids: str, with_charges: bool = True) -> None:
        """Two persons give up."""
        self.ask(
            ProposeWriteOff(
                invoice_ids=invoice_ids, with_charges=with_charges, reason="gone", by="a.clerk", on=self.day
            )
        )
        (approved, *_) = self.ask(ApproveWriteOff(by="the.boss", on=self.day))
        for lost in approved.invoices:
            self._proposals += 1
            command = WriteOffInvoice(
                write_off_id=f"W-{self._proposals}", amount=lost.amount, reason="gone", by="the.boss", on=self.day
            )
            self._invoice(lost.invoice_id, command)

    def reverse_write_off(self, invoice_id: str = "I-1") -> None:
        self._invoice(invoice_id, ReverseWriteOff(reason="found", by="the.boss", on=self.day))

    def watch(self, invoice_id: str, *, paid_on: date | None = None) -> Sequence[Any]:
        return self.ask(
            WatchInvoice(invoice_id=invoice_id, customer_id=CUSTOMER, currency="USD", on=self.day, paid_on=paid_on)
        )

    def open_of(self, invoice_id: str) -> int:
        """What is open of the invoice, in minor units."""
        minor: int = self._posted(invoice_id).open.minor
        return minor

    def _posted(self, invoice_id: str) -> Any:
        """From where it was folded to last: a story asks for its invoices on every day."""
        history = self.invoices[invoice_id]
        known, state = self._folded.get(invoice_id, (0, INVOICE.initial))
        if known < len(history):
            state = INVOICE.fold(history[known:], state)
            self._folded[invoice_id] = len(history), state
        return state

    def _noted(self) -> None:
        for invoice_id in self.invoices:
            for command in (NoteNearDue(on=self.day), NoteFallenDue(on=self.day)):
                self._invoice(invoice_id, command)

    def _invoice(self, invoice_id: str, command: Any, *, paid_on: date | None = None) -> None:
        facts = INVOICE.decide(command, self._posted(invoice_id), Given({}))
        self.invoices[invoice_id] += [self._stored(fact) for fact in facts]
        if facts:
            self.watch(invoice_id, paid_on=paid_on)

    @staticmethod
    def _stored(fact: Any) -> Any:
        return _CODEC.event(fact.__event_name__, fact.__event_version__, encode(fact))


def late(rules: DunningPolicySet = POLICY, *, until: date) -> Story:
    """ACME owes 1,000.00 and has let their day pass."""
    return Story(rules).bill().until(until)
