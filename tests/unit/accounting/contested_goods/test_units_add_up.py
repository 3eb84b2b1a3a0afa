"""Whatever is complained about, credited and delivered: no unit of an invoice is contested, or credited, twice."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.contesting import (
    HearContestedAgain,
    HearContestEnded,
    HearGoodsContested,
    NoteInvoicePosted,
)
from services.accounting.contested_goods.crediting import NoteUnitsCreditCancelled, NoteUnitsCredited
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.contested_goods.events import CreditedUnits
from services.accounting.contested_goods.state import ContestedGoods
from shared.kernel.clock import derived_id
from shared.kernel.decider import Given
from tests.unit.accounting.billing import reduced
from tests.unit.accounting.contested_goods.pumps import DAY

NOTHING = Decimal(0)
ORDERED = 7
_units = st.integers(1, ORDERED)
_one = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(st.just("deliver"), _units),
    st.tuples(st.just("complain"), _units),
    st.tuples(st.just("decide"), _one, st.sampled_from(("for-customer", "for-us"))),
    st.tuples(st.just("reopen"), _one),
    st.tuples(st.just("credit"), _one, _units),
    st.tuples(st.just("credit_for"), _one, _units),
    st.tuples(st.just("cancel"), _one),
)


class Order:
    """Seven units of a line, of which no more is complained about, or comes back, than is there."""

    def __init__(self) -> None:
        self.goods: ContestedGoods = CONTESTED_GOODS.initial
        self.billing = reduced.after()
        self.billed: dict[str, Decimal] = {}
        self.credits: dict[str, tuple[str, str, Decimal]] = {}
        self.notes = 0

    def tell(self, command: Any) -> None:
        given = Given({BILLING.stream("O-1"): self.billing.state})
        self.goods = CONTESTED_GOODS.fold(CONTESTED_GOODS.decide(command, self.goods, given), self.goods)

    def claimed(self, invoice_id: str, but: str = "") -> Decimal:
        """What complaints that stand, and credit notes, have of the invoice; without those of one complaint."""
        claims = {"": NOTHING}
        for one, complained in self.goods.complaints.items():
            claims[one] = complained.units.get(invoice_id, NOTHING) if complained.stands else NOTHING
        for one in claims:
            credited = sum(
                (units for of, why, units in self.credits.values() if (of, why) == (invoice_id, one)), NOTHING
            )
            claims[one] = max(claims[one], credited)
        return sum((units for one, units in claims.items() if not but or one != but), NOTHING)

    def room(self, but: str = "") -> Decimal:
        """How many units are delivered and not claimed."""
        return sum((units - self.claimed(one, but) for one, units in self.billed.items()), NOTHING)

    def deliver(self, units: int) -> None:
        left = ORDERED - sum(self.billed.values(), NOTHING)
        quantity = min(units, int(left))
        if not quantity:
            return
        shipment = f"S-{len(self.billed) + 1}"
        for command in (reduced.ship(quantity, shipment), reduced.deliver(quantity, shipment)):
            self.billing = self.billing.given(*self.billing.when(command).facts)
        invoice_id = str(derived_id("invoice", shipment))
        self.billed[invoice_id] = Decimal(quantity)
        self.tell(NoteInvoicePosted(order_id="O-1", invoice_id=invoice_id, units={1: Decimal(quantity)}, on=DAY))

    def complain(self, units: int) -> None:
        waiting = sum((one.quantity or NOTHING for one in self.goods.complaints.values() if one.stands), NOTHING)
        quantity = min(Decimal(units), self.room() if self.billed else ORDERED - waiting)
        if not quantity:
            return
        complaint_id = f"CP-{len(self.goods.complaints) + 1}"
        self.tell(
            HearGoodsContested(
                order_id="O-1",
                complaint_id=complaint_id,
                customer_id="ACME",
                line_no=1,
                note="they leak",
                by="care",
                on=DAY,
                quantity=quantity,
            )
        )
        if self.billed:
            assert sum(self.goods.complaints[complaint_id].units.values()) == quantity

    def _complaint(self, place: int) -> str:
        known = list(self.goods.complaints)
        return known[place % len(known)] if known else ""

    def decide(self, place: int, outcome: str) -> None:
        complaint_id = self._complaint(place)
        self.tell(HearContestEnded(complaint_id=complaint_id, outcome=outcome, reason="why", by="care", on=DAY))

    def reopen(self, place: int) -> None:
        complaint_id = self._complaint(place)
        complained = self.goods.complaints.get(complaint_id)
        # Decided while some of its goods were to come, it would be about goods of others, as there are none besides.
        if complained and (complained.is_open or (complained.quantity or NOTHING) <= self.room(but=complaint_id)):
            again = HearContestedAgain(order_id="O-1", complaint_id=complaint_id, note="why", by="care", on=DAY)
            self.tell(again)

    def credit(self, place: int, units: int) -> None:
        """Units came back because of nothing."""
        if self.billed:
            invoice_id = list(self.billed)[place % len(self.billed)]
            self._credit(invoice_id, "", min(Decimal(units), self.billed[invoice_id] - self.claimed(invoice_id)))

    def credit_for(self, place: int, units: int) -> None:
        """Units came back because of the complaint that is about them."""
        complaint_id = self._complaint(place)
        if not complaint_id or not self.goods.complaints[complaint_id].stands:
            return
        for invoice_id, held in self.goods.complaints[complaint_id].units.items():
            back = sum((one[2] for one in self.credits.values() if one[:2] == (invoice_id, complaint_id)), NOTHING)
            self._credit(invoice_id, complaint_id, min(Decimal(units), held - back))

    def _credit(self, invoice_id: str, complaint_id: str, units: Decimal) -> None:
        if units <= 0:
            return
        self.notes += 1
        note = f"c{self.notes}"
        self.credits[note] = (invoice_id, complaint_id, units)
        taken = (CreditedUnits(line_no=1, quantity=units), CreditedUnits(line_no=2, quantity=Decimal(1)))
        self.tell(NoteUnitsCredited(invoice_id=invoice_id, credit_note_id=note, units=taken, complaint_id=complaint_id))

    def cancel(self, place: int) -> None:
        if self.credits:
            note = list(self.credits)[place % len(self.credits)]
            del self.credits[note]
            self.tell(NoteUnitsCreditCancelled(credit_note_id=note))


@given(st.lists(st.integers(1, 4), max_size=2), st.lists(STEPS, min_size=4, max_size=24))
def test_what_is_contested_and_credited_of_an_invoice_is_never_more_than_it_bills(
    shipments: list[int], steps: list[Any]
) -> None:
    order = Order()
    for what, *about in (*(("deliver", units) for units in shipments), *steps):
        getattr(order, what)(*about)
        for invoice_id, billed in order.billed.items():
            assert order.claimed(invoice_id) <= billed
