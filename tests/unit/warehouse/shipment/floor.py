"""The warehouse in memory, with hands: hears orders, takes goods in, answers over HTTP."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import httpx2

from services.warehouse.composition import SERVICE
from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.state import Reservation
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.state import Shipment
from services.warehouse.stock_item.adjusting import AdjustStock
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.receiving import ReceiveStock
from services.warehouse.stock_item.state import StockItem
from shared.event_store.unit import Cause
from shared.handling.work import ByKey, Done, Work
from shared.kernel.decider import Decider, Send
from shared.kernel.money import Money
from shared.published.accounting import CreditDeliveryBlockedV1, CreditDeliveryUnblockedV1
from shared.published.purchasing import Peg
from shared.published.sales import (
    OrderCancelledV1,
    OrderConfirmedV1,
    OrderHeldV1,
    OrderHoldReleasedV1,
    OrderLine,
    OrderReductionRequestedV1,
    OrderShippingAgainRequestedV1,
    WantedLine,
)
from shared.testing.company import MemoryCompany

MONDAY: Final = date(2026, 3, 2)
NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROOF: Final = "0f" * 32
Told = (
    OrderConfirmedV1
    | OrderCancelledV1
    | OrderReductionRequestedV1
    | OrderShippingAgainRequestedV1
    | OrderHeldV1
    | OrderHoldReleasedV1
    | CreditDeliveryBlockedV1
    | CreditDeliveryUnblockedV1
)
_NAMES: Final = UUID(int=7)


def confirmed(order_id: str, *lines: tuple[str, str], ship_from: tuple[str, ...] = ("MAIN",)) -> OrderConfirmedV1:
    """An order of ``("PUMP", "5")`` and so on, numbered from 1."""
    return OrderConfirmedV1(
        order_id=order_id,
        contract_id="c1",
        customer_id="acme",
        lines=tuple(
            OrderLine(
                line_no=number,
                sku=sku,
                description=sku,
                quantity=Decimal(quantity),
                unit_price=Decimal(3),
                net=Money.of(3 * Decimal(quantity), "USD"),
                tax_code="S",
            )
            for number, (sku, quantity) in enumerate(lines, 1)
        ),
        ship_from=ship_from,
        deliver_to="1 Main Street",
        requested_on=date(2026, 3, 9),
        warranty_months=24,
        confirmed_on=MONDAY,
    )


def cancelled(order_id: str) -> OrderCancelledV1:
    """The order is called off."""
    return OrderCancelledV1(
        order_id=order_id,
        contract_id="c1",
        customer_id="acme",
        reason="changed their mind",
        cancelled_on=MONDAY,
    )


def wanted(order_id: str, *quantities: str | None, reduction_id: str = "r1") -> OrderReductionRequestedV1:
    """The customer wants so many units of line 1, of line 2 and so on; of None as many as before."""
    return OrderReductionRequestedV1(
        order_id=order_id,
        contract_id="c1",
        customer_id="acme",
        reduction_id=reduction_id,
        lines=tuple(
            WantedLine(line_no=number, quantity=Decimal(quantity))
            for number, quantity in enumerate(quantities, 1)
            if quantity is not None
        ),
        reason="fewer will do",
        requested_by="s.rep",
        requested_on=MONDAY,
    )


def again(
    order_id: str, *, request_id: str = "a1", ship_from: tuple[str, ...] = ("MAIN",), skus: tuple[str, ...] = ("PUMP",)
) -> OrderShippingAgainRequestedV1:
    """What came back of the order is to go once more."""
    return OrderShippingAgainRequestedV1(
        order_id=order_id,
        contract_id="c1",
        customer_id="acme",
        request_id=request_id,
        skus=skus,
        ship_from=ship_from,
        reason="they are back from holiday",
        requested_by="s.rep",
        requested_on=MONDAY,
    )


def held(order_id: str, name: str = "export") -> OrderHeldV1:
    """A person in sales holds the order."""
    return OrderHeldV1(
        order_id=order_id,
        contract_id="c1",
        customer_id="acme",
        name=name,
        reason="the licence is awaited",
        held_by="s.rep",
        held_at=NOON,
    )


def hold_released(order_id: str, name: str = "export") -> OrderHoldReleasedV1:
    """They released that hold."""
    return OrderHoldReleasedV1(
        order_id=order_id,
        contract_id="c1",
        customer_id="acme",
        name=name,
        reason="the licence is here",
        released_by="s.boss",
        released_at=NOON,
    )


def peg(order_id: str, quantity: str, line_no: int = 1) -> Peg:
    """Bought for that order."""
    return Peg(order_id=order_id, order_line_no=line_no, quantity=Decimal(quantity))


@dataclass
class Floor:
    """One warehouse department with a clerk."""

    company: MemoryCompany
    client: httpx2.AsyncClient
    _asked: int = 0

    @property
    def department(self) -> Any:
        return self.company.departments["warehouse"]

    async def hear(self, told: Told, *, times: int = 1) -> None:
        """Sales or accounting told it: through the consumer, with its inbox."""
        await self.company.tell("warehouse", told, key=told.order_id, times=times)

    async def ask(self, *commands: tuple[str, Any]) -> Done:
        """Commands to stock items, as documents of the department send them."""
        self._asked += 1
        done: Done = await self.department.runtime.writer.perform(
            Work(
                sends=tuple(Send(command, STOCK_ITEM.stream(identity)) for identity, command in commands),
                cause=Cause(
                    command_id=_NAMES,
                    actor="w.clerk",
                    correlation_id=_NAMES,
                    causation_id=_NAMES,
                    occurred_at=self.company.clock.now(),
                ),
                once=ByKey(scope="floor", key=str(self._asked), fingerprint=""),
            )
        )
        return done

    async def receive(self, sku: str, quantity: str, *pegs: Peg, warehouse: str = "MAIN", minor: int = 1000) -> None:
        """A receipt of one line, of purchase order PO1."""
        receipt = ReceiveStock(
            receipt_id=f"receipt-{self._asked}",
            line_no=1,
            quantity=Decimal(quantity),
            value=Money(minor=minor, currency="USD"),
            pegs=pegs,
            on=MONDAY,
            purchase_order_id="PO1",
        )
        await self.ask((stock_id(warehouse, sku), receipt))

    async def open_with(self, sku: str, quantity: str, minor: int, warehouse: str = "MAIN") -> None:
        """Opening stock."""
        opening = AdjustStock(
            adjustment_id="opening",
            quantity=Decimal(quantity),
            value=Money(minor=minor, currency="USD"),
            reason="opening stock",
            opening=True,
            on=MONDAY,
        )
        await self.ask((stock_id(warehouse, sku), opening))

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx2.Response:
        """A write by the clerk."""
        self._asked += 1
        return await self.client.post(
            f"/warehouse{path}",
            json={} if body is None else body,
            headers={"Idempotency-Key": key or f"post-{self._asked}"},
        )

    async def done(self, path: str, body: Any = None) -> None:
        """A write that has to succeed."""
        answer = await self.post(path, body)
        assert answer.status_code == 200, answer.text

    async def refused(self, path: str, body: Any = None) -> tuple[int, str]:
        """A write that has to be refused: its status and code."""
        answer = await self.post(path, body)
        return answer.status_code, answer.json()["code"]

    async def get(self, path: str, **query: str) -> Any:
        """A read by the clerk."""
        answer = await self.client.get(f"/warehouse{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def shipments(self, **query: str) -> list[Any]:
        """The shipments that a list shows."""
        found: list[Any] = (await self.get("/shipments", **query))["items"]
        return found

    async def deliver(self, shipment_id: str) -> None:
        """The four requests of the straight path."""
        await self.done(f"/shipments/{shipment_id}/picking")
        await self.done(f"/shipments/{shipment_id}/packing", {"packages": 1})
        await self.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL"})
        await self.done(f"/shipments/{shipment_id}/delivery", {"signed_by": "Grace", "proof_sha256": PROOF})

    async def take_back(self, shipment_id: str, *, is_out: bool = False) -> None:
        """It goes out, unless it has, and nobody takes it."""
        if not is_out:
            await self.done(f"/shipments/{shipment_id}/picking")
            await self.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL"})
        await self.done(f"/shipments/{shipment_id}/delivery-failure", {"reason": "nobody there"})
        await self.done(f"/shipments/{shipment_id}/return", {"reason": "nobody there"})

    async def inspect(self, shipment_id: str, good: str, scrap: str = "0", line_no: int = 1) -> None:
        """So many units of a line that came back are good, and so many scrap."""
        seen = {"lines": [{"line_no": line_no, "good": good, "scrap": scrap, "finding": "looked at"}]}
        answer = await self.post(f"/shipments/{shipment_id}/inspections", seen)
        assert answer.status_code == 201, answer.text

    async def count(self, sku: str, units: str, warehouse: str = "MAIN") -> httpx2.Response:
        """Handed in by the clerk; the answer to its approval by somebody else."""
        lines = [{"sku": sku, "counted": units}]
        sheet = {"warehouse": warehouse, "currency": "USD", "reason": "monthly count", "lines": lines}
        handed_in = await self.post("/stock-counts", sheet)
        if handed_in.status_code != 201:
            return handed_in
        return await self.boss(f"/stock-counts/{handed_in.json()['id']}/approval")

    async def boss(self, path: str, body: Any = None) -> httpx2.Response:
        """A write by the manager."""
        self._asked += 1
        headers = {
            "Authorization": f"Bearer {self.company.token('w.boss', 'warehouse.manager')}",
            "Idempotency-Key": f"boss-{self._asked}",
        }
        return await self.client.post(f"/warehouse{path}", json={} if body is None else body, headers=headers)

    def told(self) -> list[str]:
        """The types of what was published, in order within each topic."""
        return [row.type for rows in self.department.store.outbox.values() for row in rows]

    def answers(self, reduction_id: str) -> list[Any]:
        """What others heard of that reduction."""
        rows = [row for rows in self.department.store.outbox.values() for row in rows]
        told = [json.loads(row.data) for row in rows if row.type == "warehouse.reservation.reduced.v1"]
        return [one for one in told if one["reduction_id"] == reduction_id]

    def last_told(self, kind: str) -> Any:
        """The newest published fact of that type, as others read it."""
        rows = [row for rows in self.department.store.outbox.values() for row in rows if row.type == kind]
        return json.loads(rows[-1].data)

    def states(self, decider: Decider[Any]) -> dict[str, Any]:
        """Every aggregate of that kind, folded from the store."""
        codec = self.department.runtime.department.codec
        found: dict[str, Any] = {}
        for stream, stored in self.department.store.streams.items():
            category, _, identity = stream.partition("-")
            if category == decider.category:
                facts = [codec.event(one.type, one.schema_version, one.data) for one in stored]
                found[identity] = decider.fold(facts)
        return found

    @property
    def stock(self) -> dict[str, StockItem]:
        return self.states(STOCK_ITEM)

    @property
    def reservations(self) -> dict[str, Reservation]:
        return self.states(RESERVATION)

    @property
    def loads(self) -> dict[str, Shipment]:
        return self.states(SHIPMENT)


@asynccontextmanager
async def open_floor(*roles: str, seed: int = 1) -> AsyncIterator[Floor]:
    """A new warehouse, and a clerk at its API."""
    company = await MemoryCompany.open([SERVICE], seed=seed)
    headers = {"Authorization": f"Bearer {company.token('w.clerk', *(roles or ('warehouse.clerk',)))}"}
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=company), base_url="http://company", headers=headers
    ) as client:
        yield Floor(company, client)
