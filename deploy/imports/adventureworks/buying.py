"""What orders are short of: bought, received, billed and paid, each when its day comes."""

from datetime import date, datetime
from functools import partial
from typing import Any, Final, Protocol

from deploy.imports.adventureworks import SalesOrder
from deploy.imports.adventureworks.naming import CURRENCY, at, key_of
from deploy.imports.office import Office
from deploy.imports.schedule import Step

RECEIVING_HOUR: Final = 8
PAYING_HOUR: Final = 10
OPEN: Final = ("open", "due", "in-payment")


class Stage(Protocol):
    """What buying needs of the play it belongs to."""

    office: Office
    orders: dict[str, SalesOrder]

    @property
    def now(self) -> datetime:
        """The company's time."""
        ...

    def plan(self, moment: datetime, name: str, about: int, step: Step) -> None:
        """Schedules a step."""
        ...

    def complain(self, about: int, reason: str) -> None:
        """Names what could not go on."""
        ...


class Buying:
    """The supply side of the play. `goods_came` says that shipments may have become possible."""

    def __init__(self, play: Stage) -> None:
        self._play = play
        self.goods_came = False

    async def look_at_purchases(self, placed: str, order: SalesOrder) -> None:
        """The purchase orders that a shortage led to, and whether they cover it."""
        requisition = await self._play.office.get("bao.buyer", f"/purchasing/requisitions/{placed}")
        for line in requisition["lines"]:
            if line["purchase_order_id"] is None:
                self._play.complain(order.order_id, f"order {order.order_id}: nobody offers {line['sku']}")
        path = f"/purchasing/purchase-orders?requisition_id={placed}&limit=200"
        for purchase in (await self._play.office.get("bao.buyer", path))["items"]:
            await self._take_on(purchase, order.order_id)

    async def take_up(self) -> None:
        """After a run that was killed."""
        office = self._play.office
        for queue in ("approval", "to-send", "to-receive", "to-bill"):
            for purchase in await office.all("bao.buyer", f"/purchasing/purchase-orders/queues/{queue}"):
                await self._take_on(purchase, self._about(purchase))
        for status in OPEN:
            for payable in await office.all("anh.accountant", "/accounting/payables", status=status):
                self._plan_payment(payable, 0)

    def _about(self, purchase: dict[str, Any]) -> int:
        order = self._play.orders.get(purchase["sales_order_id"] or "")
        return 0 if order is None else order.order_id

    async def _take_on(self, purchase: dict[str, Any], about: int) -> None:
        """Gets it to the supplier, if it is not there, and expects the goods on the day that was promised."""
        office, identity = self._play.office, purchase["purchase_order_id"]
        path, key = f"/purchasing/purchase-orders/{identity}", key_of("purchase", identity)
        if purchase["status"] == "in-approval":
            await office.post("petra.purchasing-manager", f"{path}/approval", None, key)
        if purchase["status"] in ("in-approval", "approved"):
            await office.post("bao.buyer", f"{path}/dispatch", None, key)
            purchase = await office.get("bao.buyer", path)
        expected = at(_day(purchase["expected_on"]), RECEIVING_HOUR)
        if purchase["received"] == "full":
            self._play.plan(expected, f"bill {identity}", about, partial(self._bill, purchase, about))
        else:
            self._play.plan(expected, f"receive {identity}", about, partial(self._receive, purchase, about))

    async def _receive(self, purchase: dict[str, Any], about: int) -> Step:
        identity = purchase["purchase_order_id"]
        body = {
            "purchase_order_id": identity,
            "supplier_delivery_note": f"DN-{identity[:8]}",
            "lines": [
                {"purchase_line_no": line["line_no"], "accepted": line["quantity"]} for line in purchase["lines"]
            ],
        }
        await self._play.office.post("wim.storekeeper", "/warehouse/goods-receipts", body, key_of("receipt", identity))
        self.goods_came = True
        return partial(self._bill, purchase, about)

    async def _bill(self, purchase: dict[str, Any], about: int) -> Step | None:
        """The supplier bills what came, at the price that was ordered."""
        identity = purchase["purchase_order_id"]
        body = {
            "purchase_order_id": identity,
            "supplier_reference": f"RE-{identity}",
            "lines": [
                {
                    "purchase_line_no": line["line_no"],
                    "quantity": line["quantity"],
                    "unit_price": line["unit_price"],
                }
                for line in purchase["lines"]
            ],
            "tax": {"minor": 0, "currency": CURRENCY},
            "invoice_on": purchase["expected_on"],
        }
        key = key_of("supplier-invoice", identity)
        invoice = (await self._play.office.post("bao.buyer", "/purchasing/supplier-invoices", body, key))["id"]
        owes = any(line["net"]["minor"] for line in purchase["lines"])
        return partial(self._look_at_payable, invoice, about) if owes else None  # nothing to pay for what costs nothing

    async def _look_at_payable(self, invoice: str, about: int) -> None:
        payable = await self._play.office.get("anh.accountant", f"/accounting/payables/{invoice}")
        self._plan_payment(payable, about)

    def _plan_payment(self, payable: dict[str, Any], about: int) -> None:
        due = at(_day(payable["due_on"]), PAYING_HOUR)
        self._play.plan(due, f"owe {payable['id']}", about, partial(self._pay, payable))

    async def _pay(self, payable: dict[str, Any]) -> None:
        office, key = self._play.office, key_of("payable", payable["id"])
        proposal = {"supplier_id": payable["supplier_id"], "payables": [payable["id"]]}
        proposed = await office.post("anh.accountant", "/accounting/supplier-payments", proposal, key)
        path = f"/accounting/supplier-payments/{proposed['id']}"
        await office.post("chi.chief-accountant", f"{path}/approval", None, key)
        await office.post("anh.accountant", f"{path}/dispatch", None, key)
        await office.post("anh.accountant", f"{path}/confirmation", None, key)


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
