"""Purchasing in memory: people ask over HTTP, other departments are heard."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx2

from services.purchasing.composition import SERVICE
from shared.kernel.money import Money, price_of
from shared.published.corrections import GoodsReceiptCorrectedV1
from shared.published.free_goods import ReplacementReservedV1
from shared.published.sales import OrderCancelledV1
from shared.published.warehouse import (
    GoodsReceivedV1,
    ReceivedLine,
    ReservationMadeV1,
    ReservationReducedV1,
    ReservationRenewedV1,
    ReservationToppedUpV1,
    ReservedLine,
)
from shared.published.withdrawn_goods import ReservationWithdrawnV1
from tests.unit.desk import DepartmentDesk

BUYER = ("purchasing.buyer",)
MANAGER = ("purchasing.manager",)
MONDAY = date(2026, 3, 2)


class Desk(DepartmentDesk):
    """What a test does in purchasing. The buyer is ben, the manager mia."""

    service = SERVICE
    person = "ben"
    roles = BUYER

    async def post(self, path: str, body: Mapping[str, Any] | None = None, *, by: str = "ben") -> str:
        """A write that succeeds, by the buyer or by the manager; answers with the document's id."""
        answer = await self.ask("POST", path, body, person=by, roles=MANAGER if by == "mia" else BUYER)
        assert answer.status_code in (200, 201), answer.text
        identity: str = answer.json()["id"]
        return identity

    async def put(self, path: str, body: Mapping[str, Any], *, by: str = "ben") -> None:
        """A setting that succeeds."""
        answer = await self.ask("PUT", path, body, person=by, roles=MANAGER if by == "mia" else BUYER)
        assert answer.status_code == 200, answer.text

    async def refused(
        self, path: str, body: Mapping[str, Any] | None = None, *, by: str = "ben", method: str = "POST"
    ) -> tuple[int, str]:
        """The status and code of a write that is refused."""
        answer = await self.ask(method, path, body, person=by, roles=MANAGER if by == "mia" else BUYER)
        return answer.status_code, answer.json()["code"]

    async def get(self, path: str) -> dict[str, Any]:
        """A read that succeeds."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def items(self, path: str) -> list[dict[str, Any]]:
        """The documents of a list or queue."""
        found: list[dict[str, Any]] = (await self.get(path))["items"]
        return found

    async def supplier(self, name: str, *, payment_days: int = 30) -> str:
        """A registered supplier."""
        return await self.post(
            "/suppliers", {"name": name, "country": "DE", "currency": "EUR", "payment_days": payment_days}
        )

    async def offer(self, sku: str, supplier_id: str, price: str, *, minimum: str = "0", days: int = 7) -> None:
        """An offer in euro that holds from Monday."""
        await self.put(
            f"/supply-sources/{sku}/offers/{supplier_id}",
            {
                "unit_price": price,
                "currency": "EUR",
                "minimum_quantity": minimum,
                "lead_time_days": days,
                "valid_from": "2026-03-02",
            },
        )

    async def order(self, supplier_id: str, quantity: str, price: str, sku: str = "PUMP-40") -> str:
        """A purchase order by hand."""
        return await self.post(
            "/purchase-orders",
            {
                "supplier_id": supplier_id,
                "warehouse": "MAIN",
                "currency": "EUR",
                "lines": [{"sku": sku, "quantity": quantity, "unit_price": price}],
            },
        )

    async def run_short(self, order_id: str, *short: tuple[str, str]) -> None:
        """The warehouse could reserve nothing of these (SKU, quantity) lines."""
        lines = tuple(
            ReservedLine(line_no=line_no, sku=sku, ordered=Decimal(quantity), parts=(), short=Decimal(quantity))
            for line_no, (sku, quantity) in enumerate(short, start=1)
        )
        made = ReservationMadeV1(
            order_id=order_id,
            contract_id="contract-1",
            customer_id="customer-1",
            lines=lines,
            short_in="MAIN",
            requested_on=date(2026, 3, 20),
            made_on=MONDAY,
        )
        await self.hear(made, key=order_id)

    async def need_less(self, order_id: str, *short: tuple[str, str]) -> None:
        """The order is for less: of these (SKU, quantity) lines so much is short now, and nothing is set aside."""
        reduced = ReservationReducedV1(
            order_id=order_id,
            contract_id="contract-1",
            reduction_id="reduction-1",
            lines=tuple(
                ReservedLine(line_no=line_no, sku=sku, ordered=Decimal(quantity), parts=(), short=Decimal(quantity))
                for line_no, (sku, quantity) in enumerate(short, start=1)
            ),
            reduced_on=MONDAY,
        )
        await self.hear(reduced, key=order_id)

    async def top_up(self, order_id: str, *short: tuple[str, str]) -> None:
        """The order got goods from wherever: of these (SKU, quantity) lines so much is short now."""
        topped_up = ReservationToppedUpV1(
            order_id=order_id,
            contract_id="contract-1",
            lines=tuple(
                ReservedLine(line_no=line_no, sku=sku, ordered=Decimal(10), parts=(), short=Decimal(quantity))
                for line_no, (sku, quantity) in enumerate(short, start=1)
            ),
            topped_up_on=MONDAY,
        )
        await self.hear(topped_up, key=order_id)

    async def run_short_again(self, order_id: str, *short: tuple[str, str]) -> None:
        """What came back is to go again: of these (SKU, quantity) lines so much is short now."""
        renewed = ReservationRenewedV1(
            order_id=order_id,
            contract_id="contract-1",
            customer_id="customer-1",
            request_id="again-1",
            lines=tuple(
                ReservedLine(line_no=line_no, sku=sku, ordered=Decimal(10), parts=(), short=Decimal(quantity))
                for line_no, (sku, quantity) in enumerate(short, start=1)
            ),
            short_in="MAIN",
            requested_on=date(2026, 3, 20),
            renewed_on=MONDAY,
        )
        await self.hear(renewed, key=order_id)

    async def withdraw(self, order_id: str, *short: tuple[str, str], owed_on: str = "") -> None:
        """Goods were taken from the order: of these (SKU, quantity) lines so much is short now.

        For another one; or they had not come, and are still owed on that purchase order.
        """
        withdrawn = ReservationWithdrawnV1(
            order_id=order_id,
            contract_id="contract-1",
            customer_id="customer-1",
            withdrawal_id="withdrawal-1",
            lines=tuple(
                ReservedLine(line_no=line_no, sku=sku, ordered=Decimal(10), parts=(), short=Decimal(quantity))
                for line_no, (sku, quantity) in enumerate(short, start=1)
            ),
            short_in="MAIN",
            requested_on=date(2026, 3, 20),
            reason="the hospital cannot wait",
            withdrawn_by="wanda.warehouse-manager",
            withdrawn_on=MONDAY,
            missing=bool(owed_on),
            purchase_order_id=owed_on,
        )
        await self.hear(withdrawn, key=order_id)

    async def run_short_of_replacement(self, grant_id: str, order_id: str, sku: str, quantity: str) -> None:
        """The warehouse could reserve nothing of what care granted for line 3 of the order."""
        line = ReservedLine(line_no=3, sku=sku, ordered=Decimal(quantity), parts=(), short=Decimal(quantity))
        reserved = ReplacementReservedV1(
            grant_id=grant_id,
            return_id="return-1",
            order_id=order_id,
            lines=(line,),
            short_in="MAIN",
            requested_on=date(2026, 3, 20),
            reserved_on=MONDAY,
        )
        await self.hear(reserved, key=grant_id)

    async def receive(
        self, purchase_order_id: str, accepted: str, rejected: str = "0", *, receipt_id: str = ""
    ) -> None:
        """The warehouse received so many of line 1, at what they cost by the order as it reads now."""
        line = ReceivedLine(
            purchase_line_no=1,
            sku="PUMP-40",
            accepted=Decimal(accepted),
            rejected=Decimal(rejected),
            reject_reason="broken" if rejected != "0" else "",
            accepted_value=await self._cost(purchase_order_id, accepted),
        )
        receipt = receipt_id or str(uuid4())
        received = GoodsReceivedV1(
            receipt_id=receipt,
            purchase_order_id=purchase_order_id,
            supplier_id="somebody",
            warehouse="MAIN",
            lines=(line,),
            received_on=MONDAY,
            received_by="w.clerk",
        )
        await self.hear(received, key=receipt)

    async def correct(self, purchase_order_id: str, receipt_id: str, accepted: str) -> None:
        """The warehouse says that only so many of line 1 came with that receipt."""
        line = ReceivedLine(
            purchase_line_no=1,
            sku="PUMP-40",
            accepted=Decimal(accepted),
            rejected=Decimal(0),
            reject_reason="",
            accepted_value=await self._cost(purchase_order_id, accepted),
        )
        corrected = GoodsReceiptCorrectedV1(
            receipt_id=receipt_id,
            purchase_order_id=purchase_order_id,
            supplier_id="somebody",
            warehouse="MAIN",
            lines=(line,),
            taken_off=(),
            reason="mistyped",
            corrected_by="w.boss",
            corrected_on=MONDAY,
        )
        await self.hear(corrected, key=receipt_id)

    async def _cost(self, purchase_order_id: str, units: str) -> Money:
        line = (await self.get(f"/purchase-orders/{purchase_order_id}"))["lines"][0]
        return price_of(Decimal(line["unit_price"]), Decimal(units), "EUR")

    async def call_off(self, order_id: str) -> None:
        """Sales cancelled the order."""
        cancelled = OrderCancelledV1(
            order_id=order_id,
            contract_id="contract-1",
            customer_id="customer-1",
            reason="customer changed plans",
            cancelled_on=MONDAY,
        )
        await self.hear(cancelled, key=order_id)

    def told(self) -> list[str]:
        """The types of what purchasing told the others, suppliers left out."""
        outbox = self.company.departments["purchasing"].store.outbox
        types = [row.type.removeprefix("purchasing.") for rows in outbox.values() for row in rows]
        return [kind for kind in types if not kind.startswith("supplier.")]

    def telling(self, kind: str) -> list[Any]:
        """What exactly was told under that type, decoded as JSON."""
        outbox = self.company.departments["purchasing"].store.outbox
        return [
            httpx2.Response(200, content=row.data).json()
            for rows in outbox.values()
            for row in rows
            if row.type == f"purchasing.{kind}"
        ]
