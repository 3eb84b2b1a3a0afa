"""Billing: what is delivered is billed once, and never more than was ordered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.accounting.billing.bill import BillCharge, BillLine, Term
from services.accounting.billing.decider import BILLING
from services.accounting.billing.delivering import (
    BillDelivery,
    BillUnbilled,
    ClearUnbilled,
    NothingBillable,
    NothingUnbilled,
)
from services.accounting.billing.events import (
    BillingCancelled,
    BillingOpened,
    DeliveryLeftUnbilled,
    GoodsBilled,
    MovedQuantity,
    OrderedLine,
    ShipmentHeardEarly,
    ShipmentNoted,
    ShipmentReturnNoted,
    UnbilledCleared,
)
from services.accounting.billing.opening import CancelBilling, OpenBilling
from services.accounting.billing.shipping import NoteReturn, NoteShipment
from services.accounting.billing.state import AwaitingOrder, Open
from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.events import TaxCodeNamed, TaxRateSet
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
a_billing = spec_of(BILLING)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


LINE = BillLine(
    line_no=1,
    sku="PUMP-40",
    description="Pump",
    quantity=Decimal(3),
    unit_price=Decimal("33.333333"),
    net=usd(10000),
    tax_code="VAT10",
)
FREIGHT = BillCharge(kind="freight", description="Freight", amount=usd(1000), tax_code="VAT10")
STATED_TAX = BillCharge(kind="tax", description="Sales tax", amount=usd(77), tax_code="")
TERMS = (Term(percent=Decimal(100), due_in_days=30),)
OPEN = OpenBilling(
    contract_id="C-1",
    customer_id="ACME",
    currency="USD",
    lines=(LINE,),
    charges=(FREIGHT, STATED_TAX),
    terms=TERMS,
    placed_by="s.rep",
    placed_on=MONDAY,
)
OPENED = BillingOpened(
    contract_id="C-1",
    customer_id="ACME",
    lines=(OrderedLine(line=LINE, expected=usd(11000)),),
    charges=(FREIGHT, STATED_TAX),
    charges_expected=usd(1177),
    expected=usd(12177),
    terms=TERMS,
    placed_by="s.rep",
    placed_on=MONDAY,
)
CANCELLED = BillingCancelled(reason="no longer needed", cancelled_on=TUESDAY)


def moved(quantity: int | str, line_no: int = 1) -> tuple[MovedQuantity, ...]:
    return (MovedQuantity(line_no=line_no, quantity=Decimal(quantity)),)


def ship(quantity: int | str, shipment_id: str = "S-1") -> NoteShipment:
    return NoteShipment(shipment_id=shipment_id, quantities=moved(quantity), on=TUESDAY)


def deliver(quantity: int | str, shipment_id: str = "S-1", line_no: int = 1) -> BillDelivery:
    return BillDelivery(shipment_id=shipment_id, quantities=moved(quantity, line_no), on=WEDNESDAY)


def after(*commands: Any) -> Specification[Any]:
    """An open billing after these commands."""
    spec = a_billing.given(OPENED)
    for command in commands:
        decided = spec.when(command)
        assert decided.rejection is None
        spec = spec.given(*decided.facts)
    return spec


def billed_net(spec: Specification[Any]) -> int:
    return sum(line.net.minor for fact in spec.history if isinstance(fact, GoodsBilled) for line in fact.lines)


class TestOpening:
    def taxed(self) -> Specification[Any]:
        rate = TaxRateSet(percent=Decimal(10), valid_from=date(2009, 1, 1), valid_until=None, set_by="m", set_on=MONDAY)
        return a_billing.beside(TAX_CODE, "VAT10", TaxCodeNamed(name="VAT", named_on=MONDAY), rate)

    def test_it_expects_goods_and_charges_with_tax(self) -> None:
        self.taxed().when(OPEN).then(OPENED).then_asked_again_nothing()

    def test_a_code_without_a_rate_is_expected_untaxed(self) -> None:
        decided = a_billing.beside(TAX_CODE, "VAT10").when(OPEN)
        assert decided.facts[0].expected == usd(10000 + 1000 + 77)

    def test_what_was_heard_of_its_shipments_before_follows_at_once(self) -> None:
        early = self.taxed()
        for command in (ship(1), deliver(1), ship(2, "S-2"), NoteReturn(shipment_id="S-2", on=WEDNESDAY)):
            decided = early.when(command).then_asked_again_nothing()
            assert [type(fact) for fact in decided.facts] == [ShipmentHeardEarly]
            early = early.given(*decided.facts)
        assert isinstance(early.state, AwaitingOrder)
        facts = early.when(OPEN).facts
        assert [type(fact) for fact in facts] == [
            BillingOpened,
            ShipmentNoted,
            GoodsBilled,
            ShipmentNoted,
            ShipmentReturnNoted,
        ]
        late = after(ship(1), deliver(1), ship(2, "S-2"), NoteReturn(shipment_id="S-2", on=WEDNESDAY))
        assert BILLING.fold(facts) == late.state


class TestCancelling:
    def test_it_is_cancelled_once(self) -> None:
        command = CancelBilling(reason="no longer needed", on=TUESDAY)
        after().when(command).then(CANCELLED).then_asked_again_nothing()
        a_billing.when(command).then_nothing()


class TestShipping:
    def test_a_part_takes_its_share_and_the_first_takes_the_charges(self) -> None:
        (noted,) = after().when(ship(1)).then_asked_again_nothing().facts
        assert (noted.expected, noted.charges_expected) == (usd(3667 + 1177), usd(1177))

    def test_all_parts_take_exactly_what_was_expected(self) -> None:
        spec = after(ship(1), ship(1, "S-2"), ship(1, "S-3"))
        shares = [fact.expected.minor for fact in spec.history if isinstance(fact, ShipmentNoted)]
        assert shares == [3667 + 1177, 3666, 3667]

    def test_what_came_back_can_leave_again_with_the_charges(self) -> None:
        back = NoteReturn(shipment_id="S-1", on=WEDNESDAY)
        after(ship(3)).when(back).then(
            ShipmentReturnNoted(customer_id="ACME", shipment_id="S-1", owed_again=True, returned_on=WEDNESDAY)
        ).then_asked_again_nothing()
        (noted,) = after(ship(3), back).when(ship(3, "S-2")).facts
        assert noted.expected == OPENED.expected

    def test_what_was_lost_and_turned_up_at_the_customer_left_after_all_and_is_billed_once(self) -> None:
        lost = NoteReturn(shipment_id="S-1", on=WEDNESDAY)
        noted, billed = after(ship(3), lost).when(deliver(3)).then_asked_again_nothing().facts
        assert isinstance(noted, ShipmentNoted)
        assert noted.expected == OPENED.expected
        assert isinstance(billed, GoodsBilled)
        assert billed.lines == (LINE,)

    def test_a_cancelled_order_calls_for_nothing_again(self) -> None:
        cancel = CancelBilling(reason="no longer needed", on=TUESDAY)
        (fact,) = after(ship(3), cancel).when(NoteReturn(shipment_id="S-1", on=WEDNESDAY)).facts
        assert fact.owed_again is False

    def test_only_what_is_on_its_way_comes_back(self) -> None:
        after(ship(3), deliver(3)).when(NoteReturn(shipment_id="S-1", on=WEDNESDAY)).then_nothing()
        after().when(NoteReturn(shipment_id="S-1", on=WEDNESDAY)).then_nothing()


class TestDelivering:
    def test_it_is_billed_once_with_the_charges(self) -> None:
        (billed,) = after(ship(3)).when(deliver(3)).then_asked_again_nothing().facts
        assert billed == GoodsBilled(
            contract_id="C-1",
            customer_id="ACME",
            shipment_id="S-1",
            currency="USD",
            lines=(LINE,),
            charges=(FREIGHT, replace(STATED_TAX, on_goods=usd(10000))),
            terms=TERMS,
            delivered_on=WEDNESDAY,
            billed_on=WEDNESDAY,
        )

    def test_stated_tax_is_on_all_goods_of_the_order_as_far_as_they_may_still_come(self) -> None:
        (billed,) = after(ship(1)).when(deliver(1)).facts
        assert [charge.on_goods for charge in billed.charges] == [None, usd(10000)]
        cancelled = after(ship(1), CancelBilling(reason="no longer needed", on=TUESDAY), deliver(1))
        (billed,) = cancelled.when(BillUnbilled(shipment_id="S-1", on=WEDNESDAY)).facts
        assert [charge.on_goods for charge in billed.charges] == [None, None]

    def test_what_was_never_said_to_leave_left_first(self) -> None:
        facts = after().when(deliver(3)).then_asked_again_nothing().facts
        assert [type(fact) for fact in facts] == [ShipmentNoted, GoodsBilled]

    def test_what_was_billed_so_far_is_rounded_and_charges_do_not_come_again(self) -> None:
        spec = after(deliver(1), deliver(1, "S-2"), deliver(1, "S-3"))
        bills = [fact for fact in spec.history if isinstance(fact, GoodsBilled)]
        assert [bill.lines[0].net.minor for bill in bills] == [3333, 3334, 3333]
        assert [len(bill.charges) for bill in bills] == [2, 0, 0]

    def test_charges_wait_for_an_invoice_that_covers_what_they_take_off(self) -> None:
        sample = replace(LINE, line_no=2, sku="SAMPLE", quantity=Decimal(1), net=usd(0))
        off = BillCharge(kind="rounding", description="", amount=usd(-50), tax_code="")
        opened = replace(
            OPENED,
            lines=(*OPENED.lines, OrderedLine(line=sample, expected=usd(0))),
            charges=(off,),
            charges_expected=usd(-50),
            expected=usd(10950),
        )
        spec = a_billing.given(opened)
        bills: list[GoodsBilled] = []
        for command in (deliver(1, line_no=2), deliver(1, "S-2"), deliver(2, "S-3")):
            decided = spec.when(command).then_asked_again_nothing()
            spec = spec.given(*decided.facts)
            bills.append(decided.facts[-1])
        assert [bill.charges for bill in bills] == [(), (off,), ()]
        state = spec.state
        assert isinstance(state, Open)
        assert state.charges_billed

    def test_more_than_was_ordered_is_left_unbilled(self) -> None:
        facts = after().when(deliver(5)).then_asked_again_nothing().facts
        left = DeliveryLeftUnbilled(
            shipment_id="S-1", quantities=moved(2), because="exceeds-order", delivered_on=WEDNESDAY
        )
        assert facts[-1] == left
        assert billed_net(after(deliver(5))) == 10000

    def test_a_line_that_was_never_ordered_is_left_unbilled(self) -> None:
        facts = after().when(deliver(1, line_no=9)).facts
        assert [type(fact) for fact in facts] == [ShipmentNoted, DeliveryLeftUnbilled]

    def test_a_line_that_a_shipment_names_twice_is_billed_as_one(self) -> None:
        twice = BillDelivery(shipment_id="S-1", quantities=(*moved(1), *moved(2)), on=WEDNESDAY)
        assert after().when(twice).facts[-1].lines == (LINE,)


class TestUnbilled:
    CANCEL = CancelBilling(reason="no longer needed", on=TUESDAY)

    def test_goods_of_a_cancelled_order_wait_for_a_person(self) -> None:
        after(ship(3), self.CANCEL).when(deliver(3)).then(
            DeliveryLeftUnbilled(
                shipment_id="S-1", quantities=moved(3), because="order-cancelled", delivered_on=WEDNESDAY
            )
        ).then_asked_again_nothing()

    def test_they_can_be_billed_after_all(self) -> None:
        spec = after(ship(3), self.CANCEL, deliver(3))
        decided = spec.when(BillUnbilled(shipment_id="S-1", on=date(2026, 3, 9))).then_asked_again_nothing()
        (billed,) = decided.facts
        assert (billed.delivered_on, billed.billed_on) == (WEDNESDAY, date(2026, 3, 9))
        state = decided.state_after()
        assert isinstance(state, Open)
        assert state.unbilled == ()

    def test_they_can_be_let_go(self) -> None:
        command = ClearUnbilled(shipment_id="S-1", reason="scrap", by="m", on=WEDNESDAY)
        cleared = UnbilledCleared(
            customer_id="ACME", shipment_id="S-1", reason="scrap", cleared_by="m", cleared_on=WEDNESDAY
        )
        after(self.CANCEL, deliver(3)).when(command).then(cleared).then_asked_again_nothing()

    def test_what_exceeds_the_order_cannot_be_billed(self) -> None:
        after(deliver(5)).when(BillUnbilled(shipment_id="S-1", on=WEDNESDAY)).then_rejected(NothingBillable)

    @pytest.mark.parametrize(
        "command",
        [
            BillUnbilled(shipment_id="S-9", on=WEDNESDAY),
            ClearUnbilled(shipment_id="S-9", reason="scrap", by="m", on=WEDNESDAY),
        ],
    )
    def test_an_unknown_shipment_left_nothing(self, command: Any) -> None:
        a_billing.when(command).then_rejected(NothingUnbilled, field="shipment_id")
        after().when(command).then_rejected(NothingUnbilled, field="shipment_id")
