"""The other departments, as sales hears them: published facts in envelopes, each told in its place."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.kernel.money import Money
from shared.published.accounting import (
    CreditDeliveryBlockedV1,
    CreditDeliveryUnblockedV1,
    CreditHeldV1,
    CreditReservedV1,
    Instalment,
    InvoiceDisputedV1,
    InvoiceDisputeEndedV1,
    InvoicedLine,
    InvoiceFellOverdueV1,
    InvoicePaidV1,
    InvoicePartPaidV1,
    InvoicePostedV1,
    InvoiceReopenedV1,
    InvoiceWrittenOffV1,
)
from shared.published.care import SurveySentV1, WarrantedLine, WarrantyStartedV1
from shared.published.purchasing import (
    Peg,
    PurchaseLine,
    PurchaseOrderCancelledV1,
    PurchaseOrderClosedShortV1,
    PurchaseOrderSentV1,
)
from shared.published.warehouse import (
    GoodsReceivedV1,
    MeantFor,
    ReceivedLine,
    ReservationMadeV1,
    ReservationRenewedV1,
    ReservedLine,
    ReservedPart,
    ShipmentDeliveredV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
    ShippedLine,
)
from tests.unit.sales.desk import Desk

TODAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    """So many cents."""
    return Money(minor=minor, currency="USD")


class Others:
    """Accounting, the warehouse and care, for one order of two pumps for 398.00."""

    def __init__(self, desk: Desk, contract_id: str, order_id: str) -> None:
        self.desk = desk
        self.order_id = order_id
        self.person: str | None = None
        self._case = {"order_id": order_id, "customer_id": "C1"}
        self._goods = {**self._case, "contract_id": contract_id}

    async def tell(self, fact: Any, key: str, *, times: int = 1) -> str:
        """Sales hears the fact, perhaps several times; the id of the message."""
        event_id = await self.desk.company.tell("sales", fact, key=key, times=times, person=self.person)
        await self.desk.company.settle()
        return str(event_id)

    async def hold_credit(self) -> None:
        """Accounting: over the limit."""
        held = CreditHeldV1(
            **self._case, amount=usd(39_800), exposure=usd(90_000), limit=usd(100_000), standing="hold", held_on=TODAY
        )
        await self.tell(held, "C1")

    async def reserve_credit(self, *, times: int = 1) -> str:
        """Accounting: it fits."""
        reserved = CreditReservedV1(
            **self._case,
            amount=usd(39_800),
            exposure=usd(39_800),
            limit=None,
            released_by=None,
            reserved_on=TODAY,
        )
        return await self.tell(reserved, "C1", times=times)

    async def block_delivery(self) -> None:
        """Accounting: nothing leaves any more."""
        blocked = CreditDeliveryBlockedV1(
            **self._case, amount=usd(39_800), exposure=usd(90_000), limit=usd(100), standing="hold", blocked_on=TODAY
        )
        await self.tell(blocked, "C1")

    async def unblock_delivery(self) -> None:
        """Accounting: it may leave."""
        unblocked = CreditDeliveryUnblockedV1(**self._case, exposure=usd(39_800), unblocked_by=None, unblocked_on=TODAY)
        await self.tell(unblocked, "C1")

    async def reserve_stock(self, there: str = "2", short: str = "0") -> None:
        """The warehouse: so many are set aside."""
        line = ReservedLine(
            line_no=1,
            sku="PUMP",
            ordered=Decimal(2),
            parts=(ReservedPart(warehouse="main", quantity=Decimal(there)),),
            short=Decimal(short),
        )
        made = ReservationMadeV1(**self._goods, lines=(line,), short_in="main", requested_on=TODAY, made_on=TODAY)
        await self.tell(made, self.order_id)

    def _peg(self, quantity: str, *, grant: str = "") -> Peg:
        replaced = self.order_id if grant else ""
        return Peg(
            order_id=grant or self.order_id, order_line_no=1, quantity=Decimal(quantity), replacement_for=replaced
        )

    async def buy(self, quantity: str = "2", *, grant: str = "", times: int = 1) -> None:
        """Purchasing: so many are ordered for the order, or for what care granted in its place, and one for stock."""
        pumps = PurchaseLine(
            line_no=1,
            sku="PUMP",
            quantity=Decimal(quantity),
            unit_price=Decimal(100),
            net=usd(20_000),
            pegs=(self._peg(quantity, grant=grant),),
        )
        valves = PurchaseLine(line_no=2, sku="VALVE", quantity=Decimal(1), unit_price=Decimal(5), net=usd(500), pegs=())
        sent = PurchaseOrderSentV1(
            purchase_order_id="P1",
            supplier_id="V1",
            warehouse="main",
            lines=(pumps, valves),
            net=usd(20_500),
            sent_on=TODAY,
            expected_on=date(2026, 3, 9),
            supplier_name="Nord",
        )
        await self.tell(sent, "P1", times=times)

    async def receive(self, accepted: str, rejected: str = "0", *, receipt_id: str = "R1", times: int = 1) -> None:
        """The warehouse: the supplier brought them, some of them cracked."""
        line = ReceivedLine(
            purchase_line_no=1,
            sku="PUMP",
            accepted=Decimal(accepted),
            rejected=Decimal(rejected),
            reject_reason="cracked" if Decimal(rejected) else "",
            accepted_value=usd(10_000),
            accepted_for=self._meant_for(accepted),
            rejected_for=self._meant_for(rejected),
        )
        received = GoodsReceivedV1(
            receipt_id=receipt_id,
            purchase_order_id="P1",
            supplier_id="V1",
            warehouse="main",
            lines=(line,),
            received_on=TODAY,
            received_by="w.clerk",
        )
        await self.tell(received, receipt_id, times=times)

    def _meant_for(self, quantity: str) -> tuple[MeantFor, ...]:
        so_many = Decimal(quantity)
        return (MeantFor(order_id=self.order_id, order_line_no=1, quantity=so_many),) if so_many else ()

    async def close_short(self, quantity: str) -> None:
        """Purchasing: what has not come will not come."""
        closed = PurchaseOrderClosedShortV1(
            purchase_order_id="P1",
            supplier_id="V1",
            reason="sold out",
            closed_on=TODAY,
            not_coming=(self._peg(quantity),),
            supplier_name="Nord",
        )
        await self.tell(closed, "P1")

    async def cancel_purchase(self, quantity: str, *, is_told_for_whom: bool = True) -> None:
        """Purchasing: nothing of it will come. A sender of before does not say for whom it was."""
        cancelled = PurchaseOrderCancelledV1(
            purchase_order_id="P1",
            supplier_id="V1",
            reason="too dear",
            cancelled_on=TODAY,
            not_coming=(self._peg(quantity),) if is_told_for_whom else (),
        )
        await self.tell(cancelled, "P1")

    async def come_back(self) -> None:
        """The warehouse: nobody took them."""
        returned = ShipmentReturnedV2(
            shipment_id="S1",
            **self._goods,
            lines=self._lines(),
            reason="nobody there",
            returned_on=TODAY,
            to_inspect=True,
            was_lost=False,
        )
        await self.tell(returned, "S1")

    async def renew(self, request_id: str) -> None:
        """The warehouse: both are set aside again."""
        line = ReservedLine(
            line_no=1,
            sku="PUMP",
            ordered=Decimal(2),
            parts=(ReservedPart(warehouse="main", quantity=Decimal(2)),),
            short=Decimal(0),
            resolved=Decimal(2),
        )
        renewed = ReservationRenewedV1(
            **self._goods, request_id=request_id, lines=(line,), short_in="main", requested_on=TODAY, renewed_on=TODAY
        )
        await self.tell(renewed, self.order_id, times=2)

    async def ship(self, shipment_id: str = "S1") -> None:
        """The warehouse: both are gone."""
        shipped = ShipmentShippedV1(
            shipment_id=shipment_id,
            **self._goods,
            warehouse="main",
            lines=self._lines(),
            carrier="DHL",
            tracking_number="JD01",
            shipped_on=TODAY,
        )
        await self.tell(shipped, shipment_id)

    async def deliver(self, shipment_id: str = "S1") -> None:
        """The warehouse: both are there."""
        delivered = ShipmentDeliveredV1(
            shipment_id=shipment_id,
            **self._goods,
            lines=self._lines(),
            warranty_months=12,
            signed_by="Hoa",
            proof_sha256="",
            delivered_at=self.desk.company.clock.now(),
            service_months=0,
            was_lost=False,
        )
        await self.tell(delivered, shipment_id)

    @staticmethod
    def _lines() -> tuple[ShippedLine, ...]:
        return (ShippedLine(line_no=1, sku="PUMP", quantity=Decimal(2), cost=usd(20_000)),)

    async def bill(self) -> None:
        """Accounting: both are billed, with tax."""
        line = InvoicedLine(line_no=1, sku="PUMP", quantity=Decimal(2), net=usd(39_800), tax=usd(3_980))
        posted = InvoicePostedV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._goods,
            shipment_id="S1",
            lines=(line,),
            charges=(),
            net=usd(39_800),
            tax=usd(3_980),
            total=usd(43_780),
            instalments=(Instalment(instalment_no=1, due_on=date(2026, 4, 1), amount=usd(43_780)),),
            posted_on=TODAY,
        )
        await self.tell(posted, "I1")

    async def pay_a_part(self) -> None:
        """Accounting: some money came."""
        part = InvoicePartPaidV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._case,
            amount=usd(10_000),
            open=usd(33_780),
            paid_on=TODAY,
            overdue=None,
        )
        await self.tell(part, "I1")

    async def pay(self) -> None:
        """Accounting: nothing is open."""
        paid = InvoicePaidV1(invoice_id="I1", number="INV-2026-000001", **self._case, amount=usd(33_780), paid_on=TODAY)
        await self.tell(paid, "I1")

    async def bounce(self) -> None:
        """Accounting: the bank took the last payment back."""
        reopened = InvoiceReopenedV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._case,
            amount=usd(33_780),
            open=usd(33_780),
            reason="no funds",
            reopened_on=TODAY,
            overdue=None,
        )
        await self.tell(reopened, "I1")

    async def fall_overdue(self) -> None:
        """Accounting: the day of the invoice has passed."""
        fell = InvoiceFellOverdueV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._case,
            instalment_no=1,
            amount=usd(33_780),
            open=usd(33_780),
            overdue=usd(33_780),
            due_on=date(2026, 4, 1),
        )
        await self.tell(fell, "I1")

    async def contest(self, overdue: int = 0) -> None:
        """Accounting: the customer contests what is open, but for so much."""
        disputed = InvoiceDisputedV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._case,
            dispute_id="D1",
            amount=usd(33_780 - overdue),
            open=usd(33_780),
            overdue=usd(overdue),
            disputed_on=TODAY,
        )
        await self.tell(disputed, "I1")

    async def settle_dispute(self) -> None:
        """Accounting: it is owed after all."""
        ended = InvoiceDisputeEndedV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._case,
            dispute_id="D1",
            open=usd(33_780),
            overdue=usd(33_780),
            ended_on=TODAY,
        )
        await self.tell(ended, "I1")

    async def give_up(self) -> None:
        """Accounting: what is open is written off."""
        written_off = InvoiceWrittenOffV1(
            invoice_id="I1",
            number="INV-2026-000001",
            **self._case,
            amount=usd(33_780),
            open=usd(0),
            reason="insolvent",
            written_off_on=TODAY,
            overdue=None,
        )
        await self.tell(written_off, "I1")

    async def care(self) -> None:
        """Care: the warranty runs, and the customer was asked."""
        line = WarrantedLine(line_no=1, sku="PUMP", quantity=Decimal(2), until=date(2027, 3, 2))
        started = WarrantyStartedV1(**self._goods, shipment_id="S1", lines=(line,), started_on=TODAY)
        await self.tell(started, "S1")
        await self.tell(SurveySentV1(survey_id="V1", **self._case, sent_on=TODAY), "V1")


async def signed_contract(desk: Desk, quantity: str = "2", **offer: Any) -> str:
    """A contract over so many pumps at 199.00, agreed and signed today; its id."""
    await desk.retail()
    body = {
        "customer_id": await desk.customer(),
        "price_list": "RETAIL",
        "currency": "USD",
        "lines": [{"sku": "PUMP", "quantity": quantity}],
        "deliver_to": "12 Lê Lợi",
        **offer,
    }
    quotation_id = (await desk.write("/quotations", body))["id"]
    await desk.write(f"/quotations/{quotation_id}/dispatch")
    await desk.write(f"/quotations/{quotation_id}/acceptance", {"revision": 1, "accepted_by": "Hoa"})
    signing = {"quotation_id": quotation_id, "revision": 1, "signed_by": "Hoa"}
    found: str = (await desk.write("/contracts", signing))["id"]
    return found


async def placed_order(desk: Desk, **placement: Any) -> Others:
    """An order of two pumps under a contract of its own, and those who tell of it."""
    contract_id = await signed_contract(desk)
    order_id = (await desk.write("/orders", {"contract_id": contract_id, **placement}))["id"]
    return Others(desk, contract_id, order_id)
