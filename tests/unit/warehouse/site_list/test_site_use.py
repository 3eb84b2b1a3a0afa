"""Whatever brings goods to a site, or is to bring some, is noted at the list by the transaction that says so."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from services.warehouse.composition import DEPARTMENT
from services.warehouse.expected_receipt.events import ReceiptExpected
from services.warehouse.returned_goods.events import ReturnExpected
from services.warehouse.shipment.events import ShipmentReturned
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_count.events import StockCounted
from services.warehouse.stock_item.events import (
    BackorderFilled,
    ShortageNoted,
    StockAdjusted,
    StockIssued,
    StockPutBack,
    StockReceived,
)
from shared.kernel.decider import Fact, Send, StreamId
from shared.kernel.money import Money

MONDAY = date(2026, 3, 2)
ONE, NOTHING = Decimal(1), Money.of(0, "USD")


def adjusted(quantity: int) -> StockAdjusted:
    return StockAdjusted(
        adjustment_id="K-1",
        quantity=Decimal(quantity),
        value=NOTHING,
        reason="counted",
        opening=False,
        adjusted_on=MONDAY,
    )


def sends_after(data: Any, stream: str) -> list[Send]:
    fact = Fact(
        data=data,
        stream=StreamId(stream),
        version=1,
        event_id=uuid4(),
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
        actor="wim",
        correlation_id=uuid4(),
    )
    return [send for policy in DEPARTMENT.policies_for(type(data)) for send in policy(fact)]


EXPECTED = ReceiptExpected(supplier_id="V-1", warehouse="north", lines=(), sent_on=MONDAY, expected_on=MONDAY)
RETURN = ReturnExpected(
    order_id="O-1",
    contract_id="C-1",
    customer_id="B-1",
    warehouse="north",
    deliver_to="Hà Nội",
    items=(),
    expected_by=MONDAY,
)
COUNTED = StockCounted(
    warehouse="north.scrap",
    currency="USD",
    opening=False,
    reason="spring",
    lines=(),
    counted_by="wim",
    counted_on=MONDAY,
)
RECEIVED = StockReceived(receipt_id="G-1", line_no=1, quantity=ONE, value=NOTHING, received_on=MONDAY)
PUT_BACK = StockPutBack(source_id="S-1", line_no=1, quantity=ONE, value=NOTHING, put_back_on=MONDAY)
TURNED_UP = ShipmentReturned(
    order_id="O-1",
    warehouse="north.repair",
    lines=(),
    reason="found behind a shelf",
    returned_on=MONDAY,
    to_inspect=True,
    was_lost=True,
)
SHORT = ShortageNoted(order_id="O-1", line_no=1, quantity=ONE, noted_on=MONDAY)


@pytest.mark.parametrize(
    ("data", "stream"),
    [
        (EXPECTED, "expected_receipt-PO-1"),
        (RETURN, "returned_goods-R-1"),
        (COUNTED, "stock_count-K-1"),
        (RECEIVED, "stock_item-north:PUMP-40"),
        (PUT_BACK, "stock_item-north.repair:PUMP-40"),
        (TURNED_UP, "shipment-S-1"),
        (SHORT, "stock_item-north:PUMP-40"),
        (adjusted(2), "stock_item-north:PUMP-40"),
    ],
)
def test_what_comes_or_is_to_come_uses_its_site(data: Any, stream: str) -> None:
    assert Send(NoteSiteUse(code="north", used_by=stream), SITE_LIST_STREAM) in sends_after(data, stream)


@pytest.mark.parametrize(
    "data",
    [
        adjusted(-2),
        StockIssued(shipment_id="S-1", order_id="O-1", line_no=1, quantity=ONE, cost=NOTHING, issued_on=MONDAY),
        BackorderFilled(order_id="O-1", line_no=1, quantity=ONE, cause_id="G-1", filled_on=MONDAY),
    ],
)
def test_what_leaves_or_is_there_does_not(data: Any) -> None:
    assert [send for send in sends_after(data, "stock_item-north:PUMP-40") if send.to == SITE_LIST_STREAM] == []
