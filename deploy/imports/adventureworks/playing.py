"""The orders from quotation to cash, by business time: what happens to many orders interleaves as it did.

Each thing that happens is a task. When everybody has heard of it, a look at the department's own documents tells
what comes next and when: nothing is assumed that a department does not say.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, Final

from deploy.embedded.driven import DrivenCompany
from deploy.imports import BadRow
from deploy.imports.adventureworks import AdventureWorks, SalesOrder, files
from deploy.imports.adventureworks.buying import Buying
from deploy.imports.adventureworks.naming import at, customer_name, key_of, reference_of
from deploy.imports.adventureworks.selling import (
    Report,
    leaves_at,
    left_at,
    offer_of,
    opening_stock,
    reports_of,
    ship_from,
)
from deploy.imports.office import Office, said
from deploy.imports.schedule import Schedule, Step, Task
from deploy.journeys.people import Refused

CARRIER: Final = "Carrier of OrderTracking.csv"
PAYING_HOUR: Final = 12


class Play:
    """Plays orders until nothing is left to do. `closed` is told of each order that has come to its end."""

    def __init__(
        self,
        works: AdventureWorks,
        office: Office,
        company: DrivenCompany,
        customers: dict[int, str],
        closed: Callable[[int], None],
    ) -> None:
        self.works = works
        self.office = office
        self.company = company
        self.schedule = Schedule()
        self.orders: dict[str, SalesOrder] = {}
        self.refused: list[BadRow] = []
        self._customers = customers
        self._closed = closed
        self._stock = opening_stock(works)
        self._buying = Buying(self)

    @property
    def now(self) -> datetime:
        """The company's time."""
        return self.company.clock.now()

    def plan(self, moment: datetime, name: str, about: int, step: Step) -> None:
        """Schedules a step for a row of the orders' file; what should have been done before is done now."""
        self.schedule.add(max(moment, self.now), name, Task(about, step))

    def sell(self, order: SalesOrder) -> None:
        """Plays an order from its beginning."""
        self.plan(order.ordered_at, f"sell {order.order_id}", order.order_id, partial(self._sell, order))

    async def run(self) -> None:
        """Moment by moment, each to its end."""
        while (due := self.schedule.next_moment()) is not None:
            moment, tasks = due
            await self.company.pass_time_to(moment)
            await self.do(tasks)

    async def do(self, tasks: Iterable[Task]) -> None:
        """These tasks, and what follows from them at the same moment."""
        waiting = list(tasks)
        while waiting:
            following = await asyncio.gather(*(self._try(task) for task in waiting))
            await self.company.settle()
            waiting = [task for task in following if task is not None]
            if self._buying.goods_came:
                self._buying.goods_came = False
                waiting.append(Task(0, self.look_for_shipments))

    async def _try(self, task: Task) -> Task | None:
        """A refusal is named with the row that it is about, and the others go on."""
        try:
            following: Step | None = await task.step()
        except Refused as refused:
            self.complain(task.about, f"order {task.about} stops here: {said(refused)}")
            return None
        return None if following is None else Task(task.about, following)

    def complain(self, about: int, reason: str) -> None:
        """Names what could not go on."""
        line = self.works.places.get(files.ORDERS, {}).get(about, 0)
        self.refused.append(BadRow(files.ORDERS, line, reason))

    async def _sell(self, order: SalesOrder) -> Step | None:
        customer = self._customers.get(order.customer_id)
        if customer is None:
            self.complain(order.order_id, f"order {order.order_id}: its customer was refused")
            return None
        ask, key = partial(self.office.post, "sara.rep"), key_of("order", order.order_id)
        offer = offer_of(order, self.works, customer)
        quotation = (await ask("/sales/quotations", offer, key))["id"]
        person = customer_name(order.customer_id)
        await ask(f"/sales/quotations/{quotation}/dispatch", None, key)
        accepted = {"revision": 1, "accepted_by": person}
        await ask(f"/sales/quotations/{quotation}/acceptance", accepted, key)
        signing = {"quotation_id": quotation, "revision": 1, "signed_by": person}
        contract = (await ask("/sales/contracts", signing, key))["id"]
        call = {
            "contract_id": contract,
            "requested_on": order.due_on.isoformat(),
            "ship_from": ship_from(order, self.works, self._stock),
            "customer_reference": reference_of(order.order_id),
        }
        placed = (await ask("/sales/orders", call, key))["id"]
        self.orders[placed] = order
        return partial(self.look_at_reservation, placed)

    async def look_at_reservation(self, placed: str) -> None:
        """What the warehouse set aside goes with the carrier; what it is short of is bought."""
        order = self.orders[placed]
        reservation = await self.office.get("wim.storekeeper", f"/warehouse/reservations/{placed}")
        for shipment in reservation["shipments_to_go"]:
            self.plan_shipment(placed, shipment)
        if reservation["is_short"]:
            await self._buying.look_at_purchases(placed, order)
        if left_at(order) is None:
            self._closed(order.order_id)

    async def look_for_shipments(self) -> None:
        """Goods that came may complete any order that waited for them."""
        for shipment in await self.office.all("wim.storekeeper", "/warehouse/shipments/queues/to-pick"):
            if shipment["order_id"] in self.orders:
                self.plan_shipment(shipment["order_id"], shipment["shipment_id"])

    def plan_shipment(self, placed: str, shipment: str) -> None:
        """To leave with the carrier."""
        order = self.orders[placed]
        leaves = leaves_at(order, self.now)
        if leaves is not None:
            self.plan(leaves, f"ship {shipment}", order.order_id, partial(self._ship, placed, shipment))

    async def _ship(self, placed: str, shipment: str) -> None:
        order = self.orders[placed]
        ask, path = partial(self.office.post, "wim.storekeeper"), f"/warehouse/shipments/{shipment}"
        key = key_of("shipment", shipment)
        await ask(f"{path}/picking", None, key)
        await ask(f"{path}/packing", {"packages": 1}, key)
        tracked = {"carrier": CARRIER, "tracking_number": reference_of(order.order_id)}
        await ask(f"{path}/dispatch", tracked, key)
        self.plan_reports(placed, shipment, self.now)

    def plan_reports(self, placed: str, shipment: str, gone_at: datetime) -> None:
        """What the carrier says of it afterwards."""
        order = self.orders[placed]
        for report in reports_of(order, gone_at):
            step = partial(self._report, placed, shipment, report)
            self.plan(report.at, f"report {report.no} {shipment}", order.order_id, step)

    async def _report(self, placed: str, shipment: str, report: Report) -> Step | None:
        order = self.orders[placed]
        ask, path = partial(self.office.post, "wim.storekeeper"), f"/warehouse/shipments/{shipment}"
        key = key_of("report", shipment, report.no)
        if not report.delivered:
            await ask(f"{path}/delivery-failure", {"reason": "delivery error, says the carrier"}, key)
            if order.delivered_at is None:
                self._closed(order.order_id)
            return None
        if report.no > 1:
            await ask(f"{path}/redelivery", None, key)
        delivery = {
            "signed_by": f"{customer_name(order.customer_id)}, says the carrier",
            "proof_sha256": report.proof,
            "delivered_at": report.at.isoformat(),
        }
        await ask(f"{path}/delivery", delivery, key)
        return partial(self._look_at_invoices, placed, shipment)

    async def _look_at_invoices(self, placed: str, shipment: str) -> None:
        page = await self.office.get("anh.accountant", f"/accounting/invoices?order_id={placed}&limit=200")
        billed = [invoice for invoice in page["items"] if invoice["shipment_id"] == shipment]
        if not billed:
            self.complain(self.orders[placed].order_id, f"no invoice for shipment {shipment}")
        for invoice in billed:
            self.plan_payments(invoice)

    def plan_payments(self, invoice: dict[str, Any]) -> None:
        """Each instalment on its due day."""
        order = self.orders[invoice["order_id"]]
        if invoice["status"] == "withheld":
            self.complain(order.order_id, f"its invoice is withheld: {invoice['withheld_because']}")
        for instalment in invoice["instalments"]:
            if instalment["settlement"] != "paid":
                due = at(datetime.fromisoformat(instalment["due_on"]).date(), PAYING_HOUR)
                name = f"pay {invoice['invoice_id']} {instalment['instalment_no']}"
                self.plan(due, name, order.order_id, partial(self._pay, invoice, instalment))

    async def _pay(self, invoice: dict[str, Any], instalment: dict[str, Any]) -> Step:
        reference = f"{invoice['number']}/{instalment['instalment_no']}"
        payment = {
            "amount": instalment["amount"],
            "reference": invoice["number"],
            "payer": customer_name(self.orders[invoice["order_id"]].customer_id),
            "bank_reference": reference,
        }
        await self.office.post("anh.accountant", "/accounting/payments", payment, key_of("payment", reference))
        return partial(self._look_at_order, invoice["order_id"])

    async def _look_at_order(self, placed: str) -> None:
        shown = await self.office.get("sara.rep", f"/sales/orders/{placed}")
        if shown["status"] == "completed":
            self._closed(self.orders[placed].order_id)

    async def take_up(self) -> None:
        """After a run that was killed: everything that is under way, as the departments' work queues show it."""
        for shipment in await self.office.all("wim.storekeeper", "/warehouse/shipments"):
            self._take_up_shipment(shipment)
        for invoice in await self.office.all("anh.accountant", "/accounting/invoices/queues/open"):
            if invoice["order_id"] in self.orders:
                self.plan_payments(invoice)
        await self._buying.take_up()

    def _take_up_shipment(self, shipment: dict[str, Any]) -> None:
        placed, identity = shipment["order_id"], shipment["shipment_id"]
        if placed not in self.orders:
            return
        match shipment["status"]:
            case "planned" | "picked" | "packed":
                self.plan_shipment(placed, identity)
            case "shipped" | "delivery-failed":
                self.plan_reports(placed, identity, self._gone_at(placed, shipment["shipped_on"]))
            case _:
                pass  # delivered: from here on its invoice is what waits

    def _gone_at(self, placed: str, shipped_on: str) -> datetime:
        """With the tracking, or at noon of a later day: the warehouse keeps the day, not the hour."""
        left, day = left_at(self.orders[placed]), datetime.fromisoformat(shipped_on).date()
        return left if left is not None and left.date() == day else at(day, 12)
