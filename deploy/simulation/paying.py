"""How customers of a run pay: in parts, too much, without a name, twice, or after a credit note, which may be wrong."""

from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.shop import amount
from deploy.journeys.straight import pay
from deploy.simulation.case import Case, went_through

EXTRA: Final = 1_000_000
A_LITTLE_SHORT: Final = 0.3
MISTYPED: Final = 0.2
REFUND_FAILS: Final = 0.3
TOLERANCE: Final = {"tolerances": [{"most": amount(5_000), "percent": "0.05"}]}
BOUNCES: Final = 0.3
LOOKS_AGAIN_SECONDS: Final = 0.5
CREDITED_IN_ERROR: Final = 0.3
CREDIT_IS_USED: Final = "accounting.payment.credit-is-used"
CREDIT_IS_REFUNDED: Final = "accounting.payment.credit-is-refunded"
EXCEEDS_INVOICE: Final = "accounting.invoice.exceeds-what-is-creditable"


async def pay_in_parts(case: Case, invoice: Mapping[str, Any]) -> None:
    """Two payments, both with the reference."""
    total = invoice["total"]["minor"]
    first = case.chance.randint(1, total - 1)
    for number, minor in enumerate((first, total - first), 1):
        await pay(case.staff, dict(invoice), minor, f"{case.bank}-{invoice['number']}-{number}")
        await case.pause()


async def pay_whole(case: Case, invoice: Mapping[str, Any]) -> None:
    """One payment with the reference, sometimes a little short of the total, sometimes mistyped first."""
    if case.luck(f"mistyped {invoice['number']}").random() < MISTYPED:
        body = {
            "amount": amount(invoice["total"]["minor"] + EXTRA),
            "reference": invoice["number"],
            "bank_reference": f"{case.bank}-{invoice['number']}",
        }
        payment = await case.staff.post("anh.accountant", "/accounting/payments", body)
        await case.pause()
        path = f"/accounting/payments/{payment['id']}/voiding"
        await case.staff.post("anh.accountant", path, {"reason": "one digit too many"})
    await pay(case.staff, dict(invoice), _about_all(case, invoice), f"{case.bank}-{invoice['number']}")


def _about_all(case: Case, invoice: Mapping[str, Any]) -> int:
    """The total, or as much less as is tolerated, or a little more than that."""
    whole = int(invoice["total"]["minor"])
    luck = case.luck(f"a little short of {invoice['number']}")
    if luck.random() >= A_LITTLE_SHORT:
        return whole
    return whole - luck.choice((1, whole // 4000, whole // 2000, min(5_000, whole // 1900)))


async def pay_too_much(case: Case, invoice: Mapping[str, Any]) -> None:
    """What is free of it goes back, by two people. Sometimes the bank then takes all of it back: it is paid again."""
    body = {
        "amount": amount(invoice["total"]["minor"] + EXTRA),
        "reference": invoice["number"],
        "bank_reference": f"{case.bank}-{invoice['number']}",
    }
    payment = await case.staff.post("anh.accountant", "/accounting/payments", body)
    path = f"/accounting/payments/{payment['id']}"
    try:
        await case.staff.post("anh.accountant", f"{path}/refunds", {"reason": "paid too much"})
    except Refused as refused:  # it settled what else they owe: nothing is free
        if refused.code != "accounting.payment.nothing-to-refund":
            raise
        return
    refund = (await case.staff.get("anh.accountant", path))["refunds"][0]["refund_id"]
    await case.staff.post("chi.chief-accountant", f"{path}/refunds/{refund}/approval")
    if case.luck(f"refund of {invoice['number']}").random() < REFUND_FAILS:
        await case.staff.post("anh.accountant", f"{path}/refunds/{refund}/failure", {"reason": "account closed"})
    if case.chance.random() < BOUNCES:
        await case.pause()
        await case.staff.post("anh.accountant", f"{path}/return", {"reason": "called back"})
        again = f"{body['bank_reference']}-again"
        await pay(case.staff, dict(invoice), invoice["total"]["minor"] + EXTRA, again)


async def pay_nameless(case: Case, invoice: Mapping[str, Any]) -> None:
    """The payer wrote nothing that helps; somebody finds out whose money it is."""
    body = {
        "amount": amount(invoice["total"]["minor"]),
        "reference": "thanks",
        "bank_reference": f"{case.bank}-{invoice['number']}",
    }
    payment = await case.staff.post("anh.accountant", "/accounting/payments", body)
    await case.pause()
    path = f"/accounting/payments/{payment['id']}/identification"
    await case.staff.post("anh.accountant", path, {"invoice_id": invoice["invoice_id"]})


async def pay_twice(case: Case, invoice: Mapping[str, Any]) -> None:
    """The bank takes the money back; it comes again."""
    body = {
        "amount": amount(_about_all(case, invoice)),
        "reference": invoice["number"],
        "bank_reference": f"{case.bank}-{invoice['number']}-bounced",
    }
    payment = await case.staff.post("anh.accountant", "/accounting/payments", body)
    await case.pause()
    path = f"/accounting/payments/{payment['id']}/return"
    await case.staff.post("anh.accountant", path, {"reason": "account closed"})
    await pay_whole(case, invoice)


async def credit_and_pay(case: Case, invoice: Mapping[str, Any]) -> None:
    """One unit is credited before or after the rest is paid."""
    is_first = case.chance.random() < 0.5
    if not is_first:
        await pay_whole(case, invoice)
    line = invoice["lines"][0]
    body = {"lines": [{"line_no": line["line_no"], "quantity": "1"}], "reason": "scratched"}
    path = f"/accounting/invoices/{invoice['invoice_id']}/credit-notes"
    try:
        note = f"/accounting/credit-notes/{(await case.staff.post('anh.accountant', path, body))['id']}"
    except Refused as refused:  # all units came back meanwhile, and are credited for that
        if refused.code != EXCEEDS_INVOICE:
            raise
    else:
        if not await went_through(case.staff.post("chi.chief-accountant", f"{note}/approval"), EXCEEDS_INVOICE):
            await case.staff.post("chi.chief-accountant", f"{note}/refusal", {"reason": "credited as returned"})
        elif case.luck(f"credited in error {invoice['number']}").random() < CREDITED_IN_ERROR:
            await cancelled(case, note)
    if is_first:
        left = await case.staff.get("anh.accountant", f"/accounting/invoices/{invoice['invoice_id']}")
        if left["open"]["minor"]:
            await pay(case.staff, left, left["open"]["minor"], f"{case.bank}-{invoice['number']}")


async def cancelled(case: Case, note: str) -> bool:
    """Whether it was: it was wrong, and two persons take it back, unless what it left the customer with is used by now.

    Or is to be given back in money.
    """
    await case.pause()
    path = f"{note}/cancellation"
    await case.staff.post("anh.accountant", path, {"reason": "it was another customer's"})
    await case.pause()
    approval = case.staff.post("chi.chief-accountant", f"{path}/approval")
    if await went_through(approval, CREDIT_IS_USED, CREDIT_IS_REFUNDED):
        return True
    await case.staff.post("chi.chief-accountant", f"{path}/refusal", {"reason": "they have used it"})
    return False


async def pay_up(case: Case, order_id: str) -> None:
    """Until the order is completed. Money for another order may have settled a part of this one, and bounced since."""
    for attempt in count(1):
        order = await case.staff.get("sara.rep", f"/sales/orders/{order_id}")
        if order["status"] == "completed":
            return
        await pay_what_is_open(case, order_id, f"rest-{attempt}")
        await case.staff.nap(LOOKS_AGAIN_SECONDS)


async def pay_what_is_open(case: Case, order_id: str, mark: str) -> None:
    """Of the order's invoices. An order that was cancelled too late has some as well: the goods are there."""
    listed = f"/accounting/invoices?order_id={order_id}&limit=200"
    for invoice in (await case.staff.get("anh.accountant", listed))["items"]:
        if left := invoice["open"]["minor"]:
            await pay(case.staff, invoice, left, f"{case.bank}-{invoice['number']}-{mark}")
