"""What customers send back at the warehouse: expected, received, inspected; what is sent in its place."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.reactions.when_free_goods_granted_reserve_them import when_free_goods_granted_reserve_them
from services.warehouse.reactions.when_return_approved_expect_goods import when_return_approved_expect_goods
from services.warehouse.reactions.when_return_not_accepted_send_goods_back import (
    when_return_not_accepted_send_goods_back,
)
from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import FirstShipment
from services.warehouse.reservation.making import MakeReservation, OrderedLine
from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.events import FreeGoodsGranted, ReceivedItem, ReturnInspected
from services.warehouse.returned_goods.expecting import ApprovedItem, ExpectReturn, WithdrawReturn
from services.warehouse.returned_goods.receiving import (
    REPAIR,
    Graded,
    GrantFreeGoods,
    InspectReturn,
    MoreThanApproved,
    MoreThanReceived,
    NotAnItem,
    NothingInspected,
    ReceiveReturn,
    ReturnNotExpected,
)
from services.warehouse.returned_goods.state import Withdrawn
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import (
    DeliveryTerms,
    FreeOfCharge,
    ShipmentDelivered,
    ShipmentLine,
    ShipmentPlanned,
    ShipmentShipped,
    ShippedLine,
)
from services.warehouse.shipment.planning import ShipmentUnknown
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockPutBack
from shared.kernel.decider import Fact
from shared.kernel.money import Money
from shared.published.care import ReturnApprovedV1, ReturnItem, ReturnNotAcceptedV1
from shared.testing.specification import Specification, spec_of

DAY = date(2026, 3, 2)
TERMS = DeliveryTerms(contract_id="CT", customer_id="C1", deliver_to="Kho 2", requested_on=DAY, warranty_months=24)
COST = Money(minor=1000, currency="USD")
SHIPPED = (
    ShipmentPlanned(
        order_id="O1",
        warehouse="main",
        terms=TERMS,
        lines=(ShipmentLine(line_no=1, sku="PUMP-40", quantity=Decimal(3)),),
        cause_id="O1",
        remainder_of="",
        planned_on=DAY,
    ),
    ShipmentShipped(
        order_id="O1",
        warehouse="main",
        lines=(ShippedLine(line_no=1, sku="PUMP-40", quantity=Decimal(3), cost=COST),),
        carrier="",
        tracking_number="",
        shipped_on=DAY,
    ),
)
DELIVERED = ShipmentDelivered(signed_by="Trần", proof_sha256="0" * 64, delivered_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
EXPECT = ExpectReturn(
    order_id="O1",
    contract_id="CT",
    customer_id="C1",
    warehouse="main",
    items=(ApprovedItem(item_no=1, line_no=1, sku="PUMP-40", shipment_id="S1", quantity=Decimal(3)),),
    expected_by=DAY,
)
RECEIVE = ReceiveReturn(
    receipt_id="R1", items=(ReceivedItem(item_no=1, quantity=Decimal(3), condition="dented"),), by="wim", on=DAY
)
ONE_EACH = Graded(item_no=1, good=Decimal(1), repair=Decimal(1), scrap=Decimal(1), finding="mixed")
INSPECT = InspectReturn(inspection_id="I1", items=(ONE_EACH,), by="wim", on=DAY)


def unheard() -> Specification[Any]:
    return spec_of(RETURNED_GOODS).beside(SHIPMENT, "S1", *SHIPPED, DELIVERED)


def after(*commands: Any) -> Specification[Any]:
    """The goods after these commands."""
    specification = unheard()
    for command in commands:
        specification = specification.given(*specification.when(command).facts)
    return specification


def heard(data: Any) -> Fact[Any]:
    """A fact about these goods, as a reaction is given it."""
    return Fact(
        data=data,
        stream=RETURNED_GOODS.stream("RT"),
        version=1,
        event_id=uuid4(),
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
        actor="care",
        correlation_id=uuid4(),
    )


class TestExpecting:
    def test_they_are_known_with_what_they_had_cost(self) -> None:
        (fact,) = unheard().when(EXPECT).then_asked_again_nothing().facts
        assert (fact.items[0].shipped_cost, fact.deliver_to) == (COST, "Kho 2")

    def test_what_was_sent_for_returned_goods_is_known_by_its_own_cost(self) -> None:
        free = FreeOfCharge(return_id="RT", order_id="O1", kind="replacement")
        planned = replace(SHIPPED[0], terms=replace(TERMS, free_of_charge=free))
        left = replace(SHIPPED[1], lines=(replace(SHIPPED[1].lines[0], cost=Money(minor=90, currency="USD")),))
        approved = ReturnItem(item_no=1, line_no=1, sku="PUMP-40", shipment_id="S1", quantity=Decimal(3))
        for item, cost, kind in (
            (approved, COST.minor, ""),
            (replace(approved, last_shipment_id="X1"), 90, "replacement"),
        ):
            told = ReturnApprovedV1(
                return_id="RT2",
                order_id="O1",
                contract_id="CT",
                customer_id="C1",
                warehouse="main",
                items=(item,),
                expected_by=DAY,
                approved_on=DAY,
            )
            (send,) = when_return_approved_expect_goods(heard(told))
            assert send.given == (SHIPMENT.stream(item.last_shipment_id or "S1"),)
            both = unheard().beside(SHIPMENT, "X1", planned, left, DELIVERED)
            (fact,) = both.when(send.command).facts
            assert (fact.items[0].shipped_cost.minor, fact.items[0].kind) == (cost, kind)

    def test_only_what_was_delivered_comes_back(self) -> None:
        spec_of(RETURNED_GOODS).beside(SHIPMENT, "S1", *SHIPPED).when(EXPECT).then_rejected(ShipmentUnknown)
        other = replace(EXPECT, items=(replace(EXPECT.items[0], line_no=2),))
        unheard().when(other).then_rejected(ShipmentUnknown)

    def test_what_was_given_up_and_comes_is_taken_in(self) -> None:
        withdraw = WithdrawReturn(reason="too late", on=DAY)
        assert isinstance(after(EXPECT).when(withdraw).then_asked_again_nothing().state_after(), Withdrawn)
        after(EXPECT, withdraw).when(RECEIVE).then_asked_again_nothing()
        unheard().when(withdraw).then_nothing()


class TestReceiving:
    def test_in_parts_never_more_than_was_approved(self) -> None:
        part = replace(RECEIVE, items=(replace(RECEIVE.items[0], quantity=Decimal(2)),))
        after(EXPECT).when(part).then_asked_again_nothing()
        after(EXPECT, part).when(replace(RECEIVE, receipt_id="R2")).then_rejected(
            MoreThanApproved, field="items.0.quantity"
        )

    def test_only_what_is_in_the_return(self) -> None:
        unheard().when(RECEIVE).then_rejected(ReturnNotExpected)
        other = replace(RECEIVE, items=(replace(RECEIVE.items[0], item_no=2),))
        after(EXPECT).when(other).then_rejected(NotAnItem)
        after(EXPECT).when(replace(RECEIVE, items=RECEIVE.items * 2)).then_rejected(NotAnItem)


class TestInspecting:
    def test_each_unit_at_no_more_than_it_had_cost(self) -> None:
        (fact,) = after(EXPECT, RECEIVE).when(INSPECT).then_asked_again_nothing().facts
        assert isinstance(fact, ReturnInspected)
        item = fact.items[0]
        assert (item.good_value.minor, item.repair_value.minor, item.scrap_cost.minor) == (333, 333, 333)

    def test_only_what_is_here_and_was_not_looked_at(self) -> None:
        after(EXPECT).when(INSPECT).then_rejected(MoreThanReceived)
        after(EXPECT, RECEIVE, INSPECT).when(replace(INSPECT, inspection_id="I2")).then_rejected(MoreThanReceived)
        nothing = replace(ONE_EACH, good=Decimal(0), repair=Decimal(0), scrap=Decimal(0))
        after(EXPECT, RECEIVE).when(replace(INSPECT, items=(nothing,))).then_rejected(NothingInspected)

    @given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
    def test_never_more_comes_back_than_left(self, good: int, repair: int, scrap: int) -> None:
        graded = replace(ONE_EACH, good=Decimal(good), repair=Decimal(repair), scrap=Decimal(scrap))
        for fact in after(EXPECT, RECEIVE).when(replace(INSPECT, items=(graded,))).facts:
            (item,) = fact.items
            assert (item.good_value + item.repair_value + item.scrap_cost).minor <= COST.minor


class TestGivingInstead:
    grant = GrantFreeGoods(
        grant_id="G1", return_id="RT", kind=REPAIR, line_no=1, sku="PUMP-40", quantity=Decimal(1), on=DAY
    )

    def test_it_goes_to_where_the_goods_had_gone(self) -> None:
        (fact,) = after(EXPECT).when(self.grant).then_asked_again_nothing().facts
        assert isinstance(fact, FreeGoodsGranted)
        assert fact.terms.deliver_to == "Kho 2"
        assert fact.terms.free_of_charge is not None
        unheard().when(self.grant).then_rejected(ReturnNotExpected)

    def test_what_is_set_apart_goes_to_no_order(self) -> None:
        there = StockPutBack(source_id="I1", line_no=1, quantity=Decimal(5), value=COST, put_back_on=DAY)
        request = MakeReservation(
            terms=TERMS,
            lines=(OrderedLine(line_no=1, sku="PUMP-40", quantity=Decimal(2)),),
            ship_from=tuple(FirstShipment(warehouse=name, shipment_id=name) for name in ("main.repair", "main")),
            on=DAY,
        )
        stock = spec_of(RESERVATION).beside(SITE_LIST, "main").beside(STOCK_ITEM, "main.repair:PUMP-40", there)
        stock = stock.beside(STOCK_ITEM, "main:PUMP-40")
        (made,) = stock.when(request).facts
        assert (made.lines[0].short, made.short_in) == (2, "main")
        (granted,) = after(EXPECT).when(self.grant).facts
        (freely,) = stock.when(replace(request, terms=granted.terms)).facts
        assert [(part.warehouse, part.quantity) for part in freely.lines[0].parts] == [("main.repair", 2)]

    @pytest.mark.parametrize(
        ("kind", "grade", "places"),
        [
            ("replacement", "", ["main"]),
            ("repair", "", ["main.repair", "main"]),
            ("not-accepted", "good", ["main"]),
            ("not-accepted", "repair", ["main.repair", "main"]),
            ("not-accepted", "scrap", ["main.scrap", "main"]),
        ],
    )
    def test_they_come_from_where_the_inspection_put_them(self, kind: str, grade: str, places: list[str]) -> None:
        (granted,) = after(EXPECT).when(replace(self.grant, kind=kind, grade=grade)).facts
        (send,) = when_free_goods_granted_reserve_them(heard(granted))
        assert [source.warehouse for source in send.command.ship_from] == places

    @pytest.mark.parametrize(
        ("kind", "places"), [("replacement", ["rma", "main"]), (REPAIR, ["rma.repair", "rma", "main"])]
    )
    def test_or_from_the_site_that_the_goods_had_left(self, kind: str, places: list[str]) -> None:
        elsewhere = after(replace(EXPECT, warehouse="rma"))
        (granted,) = elsewhere.when(replace(self.grant, kind=kind)).facts
        (send,) = when_free_goods_granted_reserve_them(heard(granted))
        assert [source.warehouse for source in send.command.ship_from] == places

    def test_what_was_not_accepted_is_told_once_and_sent_as_what_it_is(self) -> None:
        told = ReturnNotAcceptedV1(
            return_id="RT",
            grant_id="G2",
            order_id="O1",
            item=ReturnItem(item_no=1, line_no=1, sku="PUMP-40", shipment_id="S1", quantity=Decimal(1)),
            grade="scrap",
            reason="dropped by them",
            granted_on=DAY,
        )
        (send,) = when_return_not_accepted_send_goods_back(heard(told))
        (granted,) = after(EXPECT).when(send.command).then_asked_again_nothing().facts
        assert isinstance(granted, FreeGoodsGranted)
        free = granted.terms.free_of_charge
        assert (granted.grade, free.kind if free else "") == ("scrap", "not-accepted")
