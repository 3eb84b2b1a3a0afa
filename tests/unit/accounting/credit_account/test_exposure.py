"""The exposure is the sum of its buckets, counted once, never negative, and nothing when everything is settled."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.accounting.credit_account.charging import CountCharges
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import AccountOpened
from services.accounting.credit_account.explaining import Recorded, explain, explain_charges
from services.accounting.credit_account.limiting import LiftStop, SetLimit, StopAccount
from services.accounting.credit_account.lowering import LowerReservedCredit
from services.accounting.credit_account.moving import (
    MoveBackFromShipped,
    MoveInvoiceExposure,
    MoveToInvoiced,
    MoveToShipped,
)
from services.accounting.credit_account.reserving import GiveBackCredit, ReserveCredit
from services.accounting.credit_account.state import Buckets, Open
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.testing.specification import spec_of
from tests.unit.accounting.credit_account.charges import case_with

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORDERS = some.sampled_from(["O-1", "O-2", "O-3"])
SHIPMENTS = some.sampled_from(["a", "b"])
AMOUNTS = some.integers(0, 1000).map(lambda minor: Money(minor=minor, currency="USD"))


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def recorded(version: int, fact: Any) -> Recorded:
    """The fact as the record has it."""
    return Recorded(
        version=version,
        event="",
        event_id=f"e{version}",
        occurred_at=NOON,
        actor="rep",
        reason=None,
        causation_id="",
        fact=fact,
    )


def summed(account: Open) -> Buckets:
    """The buckets of all orders, added up anew."""
    result = Buckets.empty(account.currency)
    for order in account.orders.values():
        result = result.changed(Buckets.empty(account.currency), order.buckets)
    return result


class Account(RuleBasedStateMachine):
    """One account to which anything happens, in any order, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Any] = [AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)]
        self.state = CREDIT_ACCOUNT.fold(self.history)

    def happen(self, command: Any, beside: dict[Any, Any] | None = None) -> None:
        facts = CREDIT_ACCOUNT.decide(command, self.state, Given(beside or {}))
        self.state = CREDIT_ACCOUNT.fold(facts, self.state)
        self.history += facts

    @rule(order_id=ORDERS, amount=AMOUNTS.filter(bool))
    def reserve(self, order_id: str, amount: Money) -> None:
        self.happen(ReserveCredit(order_id=order_id, amount=amount, placed_by="s.rep", on=TODAY))

    @rule(limit=some.none() | AMOUNTS)
    def set_limit(self, limit: Money | None) -> None:
        self.happen(SetLimit(limit=limit, reason="bank report", by="m", on=TODAY))

    @rule()
    def stop(self) -> None:
        self.happen(StopAccount(reason="lawyers", by="m", on=TODAY))

    @rule()
    def lift(self) -> None:
        self.happen(LiftStop(reason="paid", by="m", on=TODAY))

    @rule(order_id=ORDERS)
    def give_back(self, order_id: str) -> None:
        self.happen(GiveBackCredit(order_id=order_id, on=TODAY))

    @rule(order_id=ORDERS, amount=AMOUNTS)
    def lower(self, order_id: str, amount: Money) -> None:
        self.happen(LowerReservedCredit(order_id=order_id, amount=amount, on=TODAY))

    @rule(order_id=ORDERS, shipment=SHIPMENTS, amount=AMOUNTS)
    def ship(self, order_id: str, shipment: str, amount: Money) -> None:
        command = MoveToShipped(order_id=order_id, shipment_id=order_id + shipment, amount=amount, on=TODAY)
        self.happen(command)

    @rule(order_id=ORDERS, shipment=SHIPMENTS, owed_again=some.booleans())
    def come_back(self, order_id: str, shipment: str, owed_again: bool) -> None:
        command = MoveBackFromShipped(
            order_id=order_id, shipment_id=order_id + shipment, owed_again=owed_again, on=TODAY
        )
        self.happen(command)

    @rule(order_id=ORDERS, shipment=SHIPMENTS, amount=AMOUNTS)
    def invoice(self, order_id: str, shipment: str, amount: Money) -> None:
        name = order_id + shipment
        command = MoveToInvoiced(order_id=order_id, shipment_id=name, invoice_id=name, total=amount, on=TODAY)
        self.happen(command)

    @rule(order_id=ORDERS, shipment=SHIPMENTS, not_overdue=AMOUNTS, overdue=AMOUNTS)
    def pay_or_fall_due(self, order_id: str, shipment: str, not_overdue: Money, overdue: Money) -> None:
        self.happen(
            MoveInvoiceExposure(
                order_id=order_id,
                invoice_id=order_id + shipment,
                not_overdue=not_overdue,
                overdue=overdue,
                because="paid",
                on=TODAY,
            )
        )

    @rule(minor=some.integers(0, 900), because=some.sampled_from(["claimed", "paid", "reopened"]))
    def charge(self, minor: int, because: str) -> None:
        self.happen(CountCharges(case_id="ACME:USD", because=because, on=TODAY), case_with(minor))

    @rule()
    def settle_everything(self) -> None:
        assert isinstance(self.state, Open)
        for order_id, order in dict(self.state.orders).items():
            self.happen(GiveBackCredit(order_id=order_id, on=TODAY))
            for name in order.shipped:
                self.happen(MoveBackFromShipped(order_id=order_id, shipment_id=name, owed_again=False, on=TODAY))
            for name in order.invoices:
                self.happen(
                    MoveInvoiceExposure(
                        order_id=order_id,
                        invoice_id=name,
                        not_overdue=usd(0),
                        overdue=usd(0),
                        because="paid",
                        on=TODAY,
                    )
                )
        self.happen(CountCharges(case_id="ACME:USD", because="paid", on=TODAY), case_with(0))
        assert isinstance(self.state, Open)
        assert self.state.total == usd(0)
        assert (self.state.orders, self.state.charges) == ({}, {})

    @invariant()
    def buckets_are_the_sum_of_the_orders_and_never_negative(self) -> None:
        assert isinstance(self.state, Open)
        exposure = self.state.exposure
        assert exposure == summed(self.state)
        assert min(exposure.reserved, exposure.shipped, exposure.open, exposure.overdue).minor >= 0

    @invariant()
    def every_bucket_is_explained_by_its_movements(self) -> None:
        assert isinstance(self.state, Open)
        whole = Buckets.empty("USD")
        history = [recorded(version, fact) for version, fact in enumerate(self.history, start=1)]
        for order in explain(self.state, history):
            explained = Buckets.empty("USD")
            for movement in order.movements:
                explained = explained.changed(Buckets.empty("USD"), movement.change)
            assert explained == order.buckets
            whole = whole.changed(Buckets.empty("USD"), explained)
        assert whole == self.state.exposure
        charges = explain_charges(self.state, history)
        charged = total((move.change for one in charges for move in one.movements), "USD")
        assert whole.total + charged == self.state.total

    @invariant()
    def no_goods_are_blocked_while_the_customer_fits(self) -> None:
        assert isinstance(self.state, Open)
        if self.state.standing in ("ok", "watch"):
            assert self.state.blocked == {}

    @invariant()
    def a_stopped_customer_gets_nothing_more(self) -> None:
        assert isinstance(self.state, Open)
        if self.state.stopped_because is not None:
            unshipped = {order_id for order_id, order in self.state.orders.items() if order.reserved}
            assert unshipped <= self.state.blocked.keys()


TestExposure = Account.TestCase
TestExposure.settings = settings(stateful_step_count=25)

an_account = spec_of(CREDIT_ACCOUNT)
OPENED = AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY)


class TestMoving:
    def test_one_order_is_counted_once_all_the_way(self) -> None:
        commands = [
            ReserveCredit(order_id="O-1", amount=usd(300), placed_by="s.rep", on=TODAY),
            MoveToShipped(order_id="O-1", shipment_id="S-1", amount=usd(300), on=TODAY),
            MoveToInvoiced(order_id="O-1", shipment_id="S-1", invoice_id="I-1", total=usd(310), on=TODAY),
            MoveInvoiceExposure(
                order_id="O-1", invoice_id="I-1", not_overdue=usd(0), overdue=usd(310), because="fell-due", on=TODAY
            ),
            MoveInvoiceExposure(
                order_id="O-1", invoice_id="I-1", not_overdue=usd(0), overdue=usd(0), because="paid", on=TODAY
            ),
        ]
        spec, seen = an_account.given(OPENED), []
        for command in commands:
            spec = spec.given(*spec.when(command).then_asked_again_nothing().facts)
            assert isinstance(spec.state, Open)
            exposure = spec.state.exposure
            seen.append([one.minor for one in (exposure.reserved, exposure.shipped, exposure.open, exposure.overdue)])
        assert seen == [[300, 0, 0, 0], [0, 300, 0, 0], [0, 0, 310, 0], [0, 0, 0, 310], [0, 0, 0, 0]]
        assert isinstance(spec.state, Open)
        assert spec.state.orders == {}

    def test_goods_of_an_order_that_reserved_less_count_in_full(self) -> None:
        command = MoveToShipped(order_id="O-1", shipment_id="S-1", amount=usd(300), on=TODAY)
        (fact,) = an_account.given(OPENED).when(command).facts
        assert (fact.amount, fact.from_order) == (usd(300), usd(0))

    def test_a_bounced_payment_counts_again_after_the_order_was_forgotten(self) -> None:
        command = MoveInvoiceExposure(
            order_id="O-1", invoice_id="I-1", not_overdue=usd(0), overdue=usd(50), because="reopened", on=TODAY
        )
        state = an_account.given(OPENED).when(command).state_after()
        assert isinstance(state, Open)
        assert state.exposure.overdue == usd(50)

    def test_what_has_no_order_may_be_owed_in_several_currencies(self) -> None:
        account = spec_of(CREDIT_ACCOUNT).given(AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY))
        facts: list[Any] = []
        for invoice_id, amount in (("a", usd(5)), ("b", Money(minor=7, currency="EUR")), ("c", usd(3))):
            owed = MoveToInvoiced(order_id="", shipment_id="", invoice_id=invoice_id, total=amount, on=TODAY)
            facts += account.given(*facts).when(owed).facts
        state = account.given(*facts).state
        assert isinstance(state, Open)
        assert state.exposure.open == usd(8)
        nothing = Money.zero("EUR")
        paid = MoveInvoiceExposure(
            order_id="", invoice_id="b", not_overdue=nothing, overdue=nothing, because="settled", on=TODAY
        )
        after = account.given(*facts, *account.given(*facts).when(paid).facts).state
        assert isinstance(after, Open)
        assert after.orders.keys() == {""}
        history = [AccountOpened(customer_name="Acme", currency="USD", opened_on=TODAY), *facts]
        explained = explain(state, [recorded(no, one) for no, one in enumerate(history, 1)])
        assert [(one.order_id, one.currency, len(one.movements)) for one in explained] == [
            ("", "USD", 2),
            ("", "EUR", 1),
        ]

    def test_an_unopened_account_counts_nothing(self) -> None:
        for command in (
            MoveToShipped(order_id="O-1", shipment_id="S-1", amount=usd(300), on=TODAY),
            MoveBackFromShipped(order_id="O-1", shipment_id="S-1", owed_again=True, on=TODAY),
            MoveToInvoiced(order_id="O-1", shipment_id="S-1", invoice_id="I-1", total=usd(310), on=TODAY),
        ):
            an_account.when(command).then_nothing()


@over(some.lists(AMOUNTS.filter(bool), min_size=1, max_size=8), some.integers(0, 2000))
def test_without_a_person_the_limit_is_never_exceeded(amounts: list[Money], limit: int) -> None:
    state = CREDIT_ACCOUNT.fold([OPENED])
    commands: list[Any] = [SetLimit(limit=usd(limit), reason="bank report", by="m", on=TODAY)]
    commands += [
        ReserveCredit(order_id=f"O-{number}", amount=amount, placed_by="s.rep", on=TODAY)
        for number, amount in enumerate(amounts)
    ]
    for command in commands:
        state = CREDIT_ACCOUNT.fold(CREDIT_ACCOUNT.decide(command, state, Given({})), state)
    assert isinstance(state, Open)
    assert state.exposure.total.minor <= limit
    waiting = total((one.amount for one in state.held.values()), "USD")
    assert state.exposure.total + waiting == total(amounts, "USD")
