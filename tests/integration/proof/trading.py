"""What a company has been through when its proof is tested: both journeys, and every side road that is open today."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.journeys.late_payer import CHIEF, CLERK, POLICY
from deploy.journeys.out_of_warranty import OutOfWarranty, out_of_warranty
from deploy.journeys.people import People
from deploy.journeys.return_of_goods import Returned, return_of_goods
from deploy.journeys.shop import (
    CURRENCY,
    PUMPS,
    SHORT,
    amount,
    customer,
    lines_of,
    opening_stock,
    supplier_of,
    tax_and_prices,
)
from deploy.journeys.short_of_stock import short_of_stock
from deploy.journeys.straight import (
    Travelled,
    agreed_contract,
    deliver,
    pay,
    placed_order,
    planned_shipments,
    posted_invoices,
    straight,
)

LOW_LIMIT = 100_000_000
REFUNDED = 500_000
LOST = 77_000
SHORT_OF = 2_000_000
LET_OFF = 200


@dataclass(frozen=True)
class Story:
    """The documents that the tests lie about."""

    straight: Travelled
    short_of_stock: Travelled
    waiting_order: str
    under_way_order: str
    part_paid_invoice: str
    released_order: str
    held_order: str
    reduced_order: str
    returned: Returned
    charged: OutOfWarranty
    watched_case: str
    late_case: str
    lost_invoice: str
    short_invoice: str
    lost_parcel: str


async def both_journeys(people: People) -> tuple[Travelled, Travelled]:
    """A shop is set up, and a customer walks both ways through it."""
    await tax_and_prices(people, (*PUMPS, SHORT))
    await opening_stock(people, PUMPS)
    await supplier_of(people, SHORT)
    buyer = await customer(people, 1)
    return await straight(people, buyer), await short_of_stock(people, buyer)


async def trade(people: People) -> Story:
    """Both journeys, then orders that wait, are under way, held, released, reduced, cancelled, paid; and lost debts."""
    first, second = await both_journeys(people)
    buyer = await customer(people, 2)
    waiting = await _ordered(people, buyer, 3)
    await planned_shipments(people, waiting)
    under_way = await _ordered(people, buyer, 4)
    await _shipped(people, under_way)
    reduced = await _reduced(people, buyer)
    await _cancelled(people, buyer)
    await _sent_back(people, buyer)
    lost_parcel = await _lost_on_the_way(people, buyer)
    invoice = await _part_paid_and_credited(people, buyer)
    await _money_that_settles_nothing(people, first.customer_id)
    released, held = await _over_the_limit(people)
    returned = await return_of_goods(people, await customer(people, 4))
    charged = await out_of_warranty(people, await customer(people, 9))
    watched = await _nearly_due(people, await customer(people, 5))
    late, lost = await _late_and_lost(people, await customer(people, 6))
    short = await _a_little_short(people, await customer(people, 7))
    return Story(
        straight=first,
        short_of_stock=second,
        waiting_order=waiting,
        under_way_order=under_way,
        part_paid_invoice=invoice,
        released_order=released,
        held_order=held,
        reduced_order=reduced,
        returned=returned,
        charged=charged,
        watched_case=watched,
        late_case=late,
        lost_invoice=lost,
        short_invoice=short,
        lost_parcel=lost_parcel,
    )


async def _ordered(people: People, buyer: str, quantity: int) -> str:
    _, contract = await agreed_contract(people, buyer, lines_of(PUMPS[:2], quantity))
    return await placed_order(people, contract)


async def _shipped(people: People, order_id: str) -> str:
    (shipment,) = await planned_shipments(people, order_id)
    path = f"/warehouse/shipments/{shipment}"
    await people.post("wim.storekeeper", f"{path}/picking")
    await people.post("wim.storekeeper", f"{path}/packing", {"packages": 1})
    await people.post("wim.storekeeper", f"{path}/dispatch", {"carrier": "Viettel Post", "tracking_number": "VTP-78"})
    return path


async def _reduced(people: People, buyer: str) -> str:
    order = await _ordered(people, buyer, 6)
    await planned_shipments(people, order)
    fewer = {"lines": [{"line_no": 2, "quantity": "5"}], "reason": "one site less"}
    await people.post("sara.rep", f"/sales/orders/{order}/reductions", fewer)
    path = f"/accounting/billings/{order}"
    await people.until(
        "anh.accountant", path, lambda shown: shown["lines"][1]["quantity"] == "5", "less is to be billed"
    )
    return order


async def _cancelled(people: People, buyer: str) -> None:
    order = await _ordered(people, buyer, 1)
    await planned_shipments(people, order)
    await people.post("sara.rep", f"/sales/orders/{order}/cancellation", {"reason": "ordered by mistake"})
    path = f"/warehouse/reservations/{order}"
    await people.until("wim.storekeeper", path, lambda held: held["status"] == "released", "the stock is free")


async def _sent_back(people: People, buyer: str) -> None:
    path = await _shipped(people, await _ordered(people, buyer, 2))
    await people.post("wim.storekeeper", f"{path}/delivery-failure", {"reason": "nobody there"})
    await people.post("wim.storekeeper", f"{path}/return", {"reason": "the customer has moved"})
    seen = {"line_no": 1, "good": "1", "scrap": "1", "finding": "one is crushed"}
    await people.post("wim.storekeeper", f"{path}/inspections", {"lines": [seen]})


async def _lost_on_the_way(people: People, buyer: str) -> str:
    """A parcel of one unit of each that nobody has any more; its order waits for a decision. The order."""
    order = await _ordered(people, buyer, 1)
    path = await _shipped(people, order)
    await people.post("wanda.warehouse-manager", f"{path}/loss", {"reason": "the carrier looked for a week"})
    return order


async def _part_paid_and_credited(people: People, buyer: str) -> str:
    order = await _ordered(people, buyer, 5)
    (shipment,) = await planned_shipments(people, order)
    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, order, 1)
    await pay(people, invoice, 1_000_000, f"BANK-{order}")
    path = f"/accounting/invoices/{invoice['invoice_id']}/credit-notes"
    credit: dict[str, Any] = {"lines": [{"line_no": 1, "quantity": "1"}], "reason": "one arrived scratched"}
    note = await people.post("anh.accountant", path, credit)
    await people.post("chi.chief-accountant", f"/accounting/credit-notes/{note['id']}/approval")
    return str(invoice["invoice_id"])


async def _money_that_settles_nothing(people: People, buyer: str) -> None:
    nobody = {"amount": amount(777_000), "reference": "thank you", "bank_reference": "BANK-UNKNOWN"}
    await people.post("anh.accountant", "/accounting/payments", nobody)
    for mistyped in (7_770_000, 77_700_000):
        path = f"/accounting/payments/{await _mistyped(people, buyer, mistyped)}/voiding"
        await people.post("anh.accountant", path, {"reason": "one digit too many"})
    await _mistyped(people, buyer, 777_000)
    ahead = {"amount": amount(900_000), "reference": "", "bank_reference": "BANK-AHEAD", "customer_id": buyer}
    payment = (await people.post("anh.accountant", "/accounting/payments", ahead))["id"]
    path = f"/accounting/payments/{payment}"
    await people.post("anh.accountant", f"{path}/refunds", {"amount": amount(400_000), "reason": "paid ahead in error"})
    refund = (await people.get("anh.accountant", path))["refunds"][0]["refund_id"]
    await people.post("chi.chief-accountant", f"{path}/refunds/{refund}/approval")
    await people.post("anh.accountant", f"{path}/refunds", {"amount": amount(1_000), "reason": "paid ahead in error"})
    refund = (await people.get("anh.accountant", path))["refunds"][1]["refund_id"]
    await people.post("chi.chief-accountant", f"{path}/refunds/{refund}/approval")
    await people.post("anh.accountant", f"{path}/refunds/{refund}/failure", {"reason": "account closed"})
    await _refunded_and_taken_back(people, buyer)


async def _mistyped(people: People, buyer: str, minor: int) -> str:
    body = {"amount": amount(minor), "reference": "", "bank_reference": "BANK-MISTYPED", "customer_id": buyer}
    return str((await people.post("anh.accountant", "/accounting/payments", body))["id"])


async def _refunded_and_taken_back(people: People, buyer: str) -> None:
    for owner in ({"customer_id": buyer}, {}):
        body = {"amount": amount(REFUNDED), "reference": "", "bank_reference": f"BANK-TAKEN-BACK-{len(owner)}"}
        payment = (await people.post("anh.accountant", "/accounting/payments", body | owner))["id"]
        path = f"/accounting/payments/{payment}"
        await people.post("anh.accountant", f"{path}/refunds", {"reason": "not meant for us"})
        refund = (await people.get("anh.accountant", path))["refunds"][0]["refund_id"]
        await people.post("chi.chief-accountant", f"{path}/refunds/{refund}/approval")
        await people.post("anh.accountant", f"{path}/return", {"reason": "called back"})


async def _over_the_limit(people: People) -> tuple[str, str]:
    buyer = await customer(people, 3, limit=LOW_LIMIT)
    orders = []
    for quantity in (9, 8):
        order = await _ordered(people, buyer, quantity)
        await people.until(
            "sara.rep", f"/sales/orders/{order}", lambda shown: bool(shown["is_held"]), "the order is held"
        )
        orders.append(order)
    released, held = orders
    path = f"/accounting/credit-accounts/{buyer}/holds/{released}/release"
    await people.post("chi.chief-accountant", path, {"reason": "their bank confirmed the transfer"})
    await planned_shipments(people, released)
    return released, held


async def _nearly_due(people: People, debtor: str) -> str:
    """An invoice that is due in ten days, whatever day it is: a dunning case watches it, and is not to write yet."""
    await people.put(CHIEF, "/accounting/dunning-policy", POLICY)
    await _taken_over(people, debtor, "R-10492", amount(5_000_000), due_in_days=10)
    path = f"/accounting/dunning-cases/{debtor}:{CURRENCY}"
    await people.until(CLERK, path, lambda shown: bool(shown["invoices"]), "a dunning case watches the invoice")
    return f"{debtor}:{CURRENCY}"


async def _late_and_lost(people: People, debtor: str) -> tuple[str, str]:
    """Two late invoices: a part of one is contested, the other given up, the customer stopped. The case, the loss."""
    contested = await _taken_over(people, debtor, "R-20001", amount(3_000_000), due_in_days=-2)
    lost = await _taken_over(people, debtor, "R-20002", amount(LOST), due_in_days=-2)
    path = f"/accounting/dunning-cases/{debtor}:{CURRENCY}"
    await people.until(CLERK, path, lambda shown: len(shown["invoices"]) == 2, "a dunning case runs about both")
    claim = {"invoice_id": contested, "reason_code": "price", "note": "10 % less", "amount": amount(300_000)}
    await people.post(CLERK, "/accounting/disputes", claim)
    await people.post(CLERK, f"{path}/write-off", {"invoice_ids": [lost], "reason": "not worth running after"})
    await people.post(CHIEF, f"{path}/write-off/approval")
    await people.post(CHIEF, f"/accounting/credit-accounts/{debtor}/stop", {"reason": "they were late"})
    return f"{debtor}:{CURRENCY}", lost


async def _a_little_short(people: People, debtor: str) -> str:
    """Two invoices that are paid 0.01 % short, and tolerated; the money of one does not stay. The other one."""
    tolerance = {"tolerances": [{"most": amount(500), "percent": "0.05"}]}
    await people.put(CHIEF, "/accounting/settlement-policy", tolerance)
    invoices, payments = [], []
    for number in ("R-30001", "R-30002"):
        invoices.append(await _taken_over(people, debtor, number, amount(SHORT_OF), due_in_days=30))
        body = {"amount": amount(SHORT_OF - LET_OFF), "reference": number, "bank_reference": f"BANK-{number}"}
        payments.append(await people.post(CLERK, "/accounting/payments", body))
    await people.post(CLERK, f"/accounting/payments/{payments[1]['id']}/return", {"reason": "called back"})
    return invoices[0]


async def _taken_over(people: People, debtor: str, number: str, owed: dict[str, Any], *, due_in_days: int) -> str:
    today = datetime.now(UTC).date()
    item = {
        "number": number,
        "customer_id": debtor,
        "amount": owed,
        "invoiced_on": (today - timedelta(days=20)).isoformat(),
        "due_on": (today + timedelta(days=due_in_days)).isoformat(),
    }
    return str((await people.post(CHIEF, "/accounting/open-items", item))["id"])
