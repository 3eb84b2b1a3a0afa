"""Whatever is asked of a stock item, in whatever order, its balance holds."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.warehouse.stock_item.adjusting import AdjustStock, NoteFoundRight
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.earlier import EarlierStock, before
from services.warehouse.stock_item.events import (
    GivenBackLine,
    StockAdjusted,
    StockEvent,
    StockFoundRight,
    StockInspectionCorrected,
    StockIssued,
    StockPutBack,
    StockReceived,
)
from services.warehouse.stock_item.issuing import IssueStock
from services.warehouse.stock_item.receiving import PutBackStock, ReceiveStock
from services.warehouse.stock_item.regrading import MoveInspectedStock
from services.warehouse.stock_item.reserving import GiveBackStock, ReleaseStock, ReserveStock, WaitForStock
from services.warehouse.stock_item.state import EMPTY
from services.warehouse.stock_item.valuation import cost_of, value_without
from services.warehouse.stock_item.views import read
from shared.event_store.codec import Codec, encode
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.published.purchasing import Peg

MONDAY = date(2026, 3, 2)
CODEC = Codec([STOCK_ITEM])

quantities: st.SearchStrategy[Decimal] = st.integers(1, 200_000).map(lambda units: Decimal(units).scaleb(-4))
signed: st.SearchStrategy[Decimal] = st.integers(-200_000, 200_000).map(lambda units: Decimal(units).scaleb(-4))
money: st.SearchStrategy[Money] = st.builds(
    Money, minor=st.integers(0, 10_000), currency=st.sampled_from(["USD", "EUR"])
)
documents: st.SearchStrategy[str] = st.sampled_from([f"d{number}" for number in range(12)])
orders: st.SearchStrategy[str] = st.sampled_from(["a", "b", "c", "d"])
line_nos: st.SearchStrategy[int] = st.integers(1, 3)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


class StockItemBalance(RuleBasedStateMachine):
    """Asks anything; a refusal is an answer too. What the facts move is added up beside the state."""

    def __init__(self) -> None:
        super().__init__()
        self.item = EMPTY
        self.on_hand = Decimal(0)
        self.facts: list[StockEvent] = []
        self.stood: list[tuple[Decimal, str]] = [(Decimal(0), "")]
        self.value: dict[str, int] = {}

    def ask(self, command: Any) -> None:
        """Decides, stores, folds; and asks again, which must change nothing more."""
        try:
            facts = STOCK_ITEM.decide(command, self.item, Given({}))
        except Rejection:
            return
        for fact in facts:
            stored = CODEC.event(fact.__event_name__, fact.__event_version__, encode(fact))
            assert stored == fact
            self.item = STOCK_ITEM.evolve(self.item, stored)
            self._count(stored)
            self.facts.append(stored)
            self.stood.append((self.item.on_hand, self.item.settled_by))
        if facts:
            assert not STOCK_ITEM.decide(command, self.item, Given({}))

    def _count(self, fact: Any) -> None:
        match fact:
            case StockReceived(quantity=quantity, value=value) | StockPutBack(quantity=quantity, value=value):
                self._moved(quantity, value)
            case (
                StockAdjusted(quantity=quantity, value=value) | StockInspectionCorrected(quantity=quantity, value=value)
            ):
                self._moved(quantity, value)
            case StockIssued(quantity=quantity, cost=cost):
                self._moved(-quantity, -cost)
            case _:
                pass

    def _moved(self, quantity: Decimal, value: Money) -> None:
        self.on_hand += quantity
        self.value[value.currency] = self.value.get(value.currency, 0) + value.minor

    @rule(document=documents, line_no=line_nos, quantity=quantities, value=money, pegged=orders)
    def receive(self, document: str, line_no: int, quantity: Decimal, value: Money, pegged: str) -> None:
        pegs = (Peg(order_id=pegged, order_line_no=line_no, quantity=quantity),)
        self.ask(
            ReceiveStock(
                receipt_id=document,
                line_no=line_no,
                quantity=quantity,
                value=value,
                pegs=pegs,
                on=MONDAY,
            )
        )

    @rule(document=documents, line_no=line_nos, quantity=quantities, value=money)
    def put_back(self, document: str, line_no: int, quantity: Decimal, value: Money) -> None:
        self.ask(PutBackStock(source_id=document, line_no=line_no, quantity=quantity, value=value, on=MONDAY))

    @rule(order=orders, line_no=line_nos, quantity=quantities)
    def reserve(self, order: str, line_no: int, quantity: Decimal) -> None:
        self.ask(ReserveStock(order_id=order, line_no=line_no, quantity=quantity, on=MONDAY))

    @rule(order=orders, line_no=line_nos)
    def reserve_all(self, order: str, line_no: int) -> None:
        if self.item.available:
            self.ask(ReserveStock(order_id=order, line_no=line_no, quantity=self.item.available, on=MONDAY))

    @rule(order=orders, line_no=line_nos, quantity=quantities)
    def wait(self, order: str, line_no: int, quantity: Decimal) -> None:
        if not self.item.available:
            self.ask(WaitForStock(order_id=order, line_no=line_no, quantity=quantity, on=MONDAY))

    @rule(order=orders)
    def release(self, order: str) -> None:
        self.ask(ReleaseStock(order_id=order, line_nos=(1, 2, 3), reason="cancelled", on=MONDAY))

    @rule(document=documents, order=orders, line_no=line_nos, held=quantities, awaited=quantities)
    def give_back(self, document: str, order: str, line_no: int, held: Decimal, awaited: Decimal) -> None:
        held = min(held, self.item.held_for(order, line_no))
        awaited = min(awaited, self.item.awaited_by(order, line_no))
        lines = (GivenBackLine(line_no=line_no, reserved=held, waiting=awaited),)
        self.ask(GiveBackStock(reduction_id=document, order_id=order, lines=lines, reason="fewer", on=MONDAY))

    @rule(document=documents, order=orders, line_no=line_nos, wanted=quantities)
    def issue(self, document: str, order: str, line_no: int, wanted: Decimal) -> None:
        held = self.item.held_for(order, line_no)
        if not held or self.item.value is None:
            return
        quantity = min(held, wanted)
        self.ask(
            IssueStock(
                shipment_id=document,
                order_id=order,
                line_no=line_no,
                quantity=quantity,
                cost=cost_of(quantity, self.item.on_hand, self.item.value),
                on=MONDAY,
            )
        )

    @rule(document=documents, quantity=signed, value=st.none() | st.integers(-10_000, 10_000))
    def adjust(self, document: str, quantity: Decimal, value: int | None) -> None:
        self.ask(
            AdjustStock(
                adjustment_id=document,
                quantity=quantity,
                value=None if value is None else usd(value),
                reason="counted",
                opening=False,
                on=MONDAY,
            )
        )

    @rule(document=documents, quantity=signed.filter(bool), worth=st.integers(0, 10_000))
    def regrade(self, document: str, quantity: Decimal, worth: int) -> None:
        value = usd(worth)
        if quantity < 0:
            try:
                value = -value_without(-quantity, value, self.item)
            except Rejection:
                return
        self.ask(
            MoveInspectedStock(
                correction_id=document,
                inspection_id="i",
                place="main",
                quantity=quantity,
                value=value,
                missing=(),
                reason="graded anew",
                on=MONDAY,
            )
        )

    @rule(document=documents)
    def find_right(self, document: str) -> None:
        self.ask(NoteFoundRight(count_id=document, on=MONDAY))

    @invariant()
    def what_was_on_hand_before_is_known_by_what_happened_since(self) -> None:
        for number in range(max(0, len(self.facts) - 3), len(self.facts) + 1):
            then = before(self.facts[number:], self.item)
            settling = StockAdjusted | StockFoundRight | StockInspectionCorrected
            settled_since = any(isinstance(one, settling) for one in self.facts[number:])
            on_hand, settled_by = self.stood[number]
            assert then == EarlierStock(on_hand=on_hand, settled_by=None if settled_since else settled_by)

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        assert 0 <= self.item.reserved <= self.item.on_hand
        assert sum(self.item.reservations.values(), Decimal(0)) == self.item.reserved
        assert all(quantity > 0 for quantity in self.item.reservations.values())

    @invariant()
    def on_hand_is_what_came_minus_what_went(self) -> None:
        assert self.item.on_hand == self.on_hand

    @invariant()
    def value_follows_the_goods(self) -> None:
        worth = {currency: minor for currency, minor in self.value.items() if minor}
        value = self.item.value
        assert worth == ({value.currency: value.minor} if value else {})
        assert all(minor > 0 for minor in worth.values())
        assert self.item.on_hand or not value

    @invariant()
    def nobody_waits_while_there_is(self) -> None:
        assert not (self.item.backlog and self.item.available)
        assert sum(self.item.backlog.values(), Decimal(0)) == self.item.waiting
        assert all(quantity > 0 for quantity in self.item.backlog.values())

    @invariant()
    def a_snapshot_holds_all_of_it(self) -> None:
        assert CODEC.snapshot("stock_item", "StockItem", encode(self.item)) == self.item


TestStockItemBalance = StockItemBalance.TestCase
TestStockItemBalance.settings = settings(stateful_step_count=40)


def test_thousands_of_open_reservations_stay_cheap_to_read() -> None:
    """The document that readers see does not grow with them, and neither does a decision's answer."""
    item = STOCK_ITEM.evolve(
        EMPTY,
        StockReceived(receipt_id="r", line_no=1, quantity=Decimal(5_000), value=usd(5_000_00), received_on=MONDAY),
    )
    for number in range(5_000):
        (fact,) = STOCK_ITEM.decide(
            ReserveStock(order_id=f"o{number}", line_no=1, quantity=Decimal(1), on=MONDAY), item, Given({})
        )
        item = STOCK_ITEM.evolve(item, fact)
    assert item.available == 0
    assert len(item.reservations) == 5_000
    assert len(encode(read("MAIN:PUMP", item))) < 500
