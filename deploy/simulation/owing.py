"""What a supplier bills, takes back of it and bills anew, and how that is paid: together, or cleared without money."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.shop import SHORT, amount
from deploy.simulation.case import Case, went_through
from deploy.simulation.shipping import HEARD_SECONDS

IN_WHOLE: Final = 0.5
DEARER: Final = (0, 0, 5_000_000)
CLEARED_IN_ERROR: Final = 0.3
PAYMENTS: Final = "/accounting/supplier-payments"
VARIANCES_CHANGED: Final = "purchasing.supplier-invoice.variances-changed"
HELD: Final = "accounting.payable.held"
CREDITED: Final = "accounting.payable.credited"
NOTHING_TO_PAY: Final = "accounting.supplier-payment.nothing-to-pay"


async def billed(case: Case, purchase: Mapping[str, Any], quantity: int) -> str:
    """Once all of it is received: matched as it is, or blocked for its price and released; what is owed for it."""
    identity = purchase["purchase_order_id"]
    price = SHORT.cost + case.chance.choice((0, 5_000_000))
    await case.staff.until(
        "bao.buyer",
        f"/purchasing/purchase-orders/{identity}",
        lambda one: all(float(line["received"]) == quantity for line in one["lines"]),
        "purchasing knows of the receipts",
    )
    return await _recorded(case, purchase, f"RE-{identity}", quantity, price)


async def _recorded(case: Case, purchase: Mapping[str, Any], reference: str, quantity: int, price: int) -> str:
    """What is owed for it, as soon as it is."""
    staff = case.staff
    invoice = await staff.post(
        "bao.buyer",
        "/purchasing/supplier-invoices",
        {
            "purchase_order_id": purchase["purchase_order_id"],
            "supplier_reference": reference,
            "lines": [{"purchase_line_no": 1, "quantity": str(quantity), "unit_price": str(price)}],
            "tax": amount(price * quantity // 10),
            "invoice_on": purchase["sent_on"],
        },
    )
    if price != SHORT.cost:
        await _released(case, invoice["id"], "price rise agreed by phone")
    return await _owed(case, invoice["id"])


async def _released(case: Case, invoice_id: str, reason: str) -> None:
    """As it is: where a receipt was corrected meanwhile, it is matched again, and may bill what has not come."""
    path = f"/purchasing/supplier-invoices/{invoice_id}"
    while not await went_through(
        case.staff.post("petra.purchasing-manager", f"{path}/release", {"reason": reason}), VARIANCES_CHANGED
    ):
        await case.staff.post("bao.buyer", f"{path}/rematch")


async def _owed(case: Case, invoice_id: str) -> str:
    await case.staff.until("anh.accountant", f"/accounting/payables/{invoice_id}", lambda _: True, "it is owed")
    return invoice_id


async def credited_and_paid_anew(
    case: Case, purchase: Mapping[str, Any], bill: str, luck: Random, paying: "asyncio.Task[None]"
) -> None:
    """Units of a bill, or all of it, while that is paid; then they are billed anew.

    What was paid before its credit came is off that bill.
    """
    credit = await _credited(case, purchase, bill, luck)
    again = await _billed_anew(case, purchase, credit, luck)
    await paying
    shown = await case.staff.get("anh.accountant", f"/accounting/payables/{credit}")
    await paid(case, purchase["supplier_id"], *((again,) if shown["status"] == "paid" else (again, credit)))


async def _credited(case: Case, purchase: Mapping[str, Any], bill: str, luck: Random) -> str:
    staff, identity = case.staff, purchase["purchase_order_id"]
    await staff.nap(luck.random() * HEARD_SECONDS)
    path = f"/purchasing/supplier-invoices/{bill}"
    (line,) = (await staff.get("bao.buyer", path))["lines"]
    whole, price = int(float(line["quantity"])), int(Decimal(line["unit_price"]))
    units = whole if luck.random() < IN_WHOLE else luck.randint(1, whole)
    credit = {
        "supplier_reference": f"GS-{identity}",
        "lines": [{"purchase_line_no": 1, "quantity": str(units)}],
        "tax": amount(price * units // 10),
        "invoice_on": purchase["sent_on"],
    }
    recorded = await staff.post("bao.buyer", f"{path}/credits", credit)
    await case.pause()
    await _released(case, recorded["id"], "as the supplier says")
    return await _owed(case, recorded["id"])


async def _billed_anew(case: Case, purchase: Mapping[str, Any], credit: str, luck: Random) -> str:
    """What was credited, at its price or dearer."""
    (line,) = (await case.staff.get("bao.buyer", f"/purchasing/supplier-invoices/{credit}"))["lines"]
    units, price = -int(float(line["quantity"])), int(Decimal(line["unit_price"])) + luck.choice(DEARER)
    return await _recorded(case, purchase, f"RN-{purchase['purchase_order_id']}", units, price)


async def paid(case: Case, supplier_id: str, *payables: str, hesitating: Random | None = None) -> None:
    """By two, now and then in their own time, not while they are held, and with what credits them by then."""
    if hesitating is not None:
        await case.staff.nap(hesitating.random() * HEARD_SECONDS)
    while (credit := await _lacked(_settled(case, supplier_id, payables, hesitating))) is not None:
        payables = (*payables, credit)


async def _lacked(settling: Coroutine[Any, Any, None]) -> str | None:
    """The credit without which they are not paid."""
    try:
        await settling
    except Refused as refused:
        if refused.code != CREDITED:
            raise
        return str(refused.problem["credit"])
    return None


async def _settled(case: Case, supplier_id: str, payables: Sequence[str], hesitating: Random | None) -> None:
    staff, body = case.staff, {"supplier_id": supplier_id, "payables": list(payables)}
    try:
        payment = await _once_released(case, payables, lambda: staff.post("anh.accountant", PAYMENTS, body))
    except Refused as refused:
        if refused.code != NOTHING_TO_PAY:
            raise
        await _cleared(case, payables, body)
        return
    path = f"{PAYMENTS}/{payment['id']}"
    await staff.post("chi.chief-accountant", f"{path}/approval")
    if hesitating is not None:
        await staff.nap(hesitating.random() * HEARD_SECONDS)
    try:
        await _once_released(case, payables, lambda: staff.post("anh.accountant", f"{path}/dispatch"))
    except Refused as refused:
        if refused.code == CREDITED:
            await staff.post("anh.accountant", f"{path}/refusal", {"reason": "it was credited"})
        raise


async def _cleared(case: Case, payables: Sequence[str], body: Mapping[str, Any]) -> None:
    """By one, who may have erred, and does it again."""
    staff, luck = case.staff, case.luck(f"cleared {payables[0]}")

    async def clear() -> dict[str, Any]:
        return await _once_released(case, payables, lambda: staff.post("anh.accountant", f"{PAYMENTS}/clearings", body))

    cleared = await clear()
    if luck.random() < CLEARED_IN_ERROR:
        await case.pause()
        path = f"{PAYMENTS}/{cleared['id']}/clearing/taking-back"
        await staff.post("anh.accountant", path, {"reason": "of another bill"})
        await clear()


async def _once_released(
    case: Case, payables: Sequence[str], doing: Callable[[], Awaitable[dict[str, Any]]]
) -> dict[str, Any]:
    """Leaves the payables alone while one is held, and does it then."""
    while True:
        try:
            return await doing()
        except Refused as refused:
            if refused.code != HELD:
                raise
        for payable in payables:
            path = f"/accounting/payables/{payable}"
            await case.staff.until("anh.accountant", path, lambda one: not one["held"], "it is not held any more")
