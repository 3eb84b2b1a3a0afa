"""Journey 4, late payer: reminded, dunned by levels, promises kept and broken, a plan, a stop, an agency, a small loss.

Time passes from review to review of the dunning case, on whatever days those are.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PUMPS, amount, lines_of
from deploy.journeys.straight import (
    Travelled,
    agreed_contract,
    completed,
    deliver,
    pay,
    placed_order,
    planned_shipments,
    posted_invoices,
)
from deploy.journeys.time import Time
from shared.kernel.money import Money

CLERK: Final = "anh.accountant"
CHIEF: Final = "chi.chief-accountant"
WRITTEN_OFF: Final = 77_000
"""Đồng that nobody runs after any more."""
MOST_REVIEWS: Final = 20


def _level(
    name: str, in_vietnamese: str, days: int, *, fee: int = 0, interest: str = "0", stop: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "days_past_due": days,
        "gap_working_days": 5,
        "fees": [amount(fee)] if fee else [],
        "interest_percent": interest,
        "stops_credit": stop,
        "names": [{"language": "vi", "name": in_vietnamese}],
    }


POLICY: Final[dict[str, Any]] = {
    "remind_days_before": 3,
    "levels": [
        _level("Reminder", "Nhắc nợ", 5),
        _level("Second notice", "Nhắc nợ lần hai", 15, fee=200_000, interest="10"),
        _level("Final notice", "Thông báo cuối cùng", 25, fee=300_000, interest="10", stop=True),
    ],
    "minimum_amounts": [amount(50_000)],
    "clearing_order": ["costs", "interest", "principal"],
    "most_promises": 2,
    "promise_within_days": 14,
    "pay_within_days": 5,
    "holiday_country": "VN",
}
LETTERHEAD: Final[dict[str, Any]] = {
    "name": "Công ty Máy bơm Ví dụ",
    "address": ["12 Nguyễn Huệ", "Quận 1, Thành phố Hồ Chí Minh"],
    "accounts": [{"currency": CURRENCY, "number": "0071001234567", "bank": "Ngân hàng Ví dụ"}],
}


@dataclass(frozen=True)
class Dunned:
    """What came of it: the late contract, the order that was held meanwhile, and the case at its stages."""

    late_contract_id: str
    invoice: dict[str, Any]
    exhausted: dict[str, Any]
    resolved: dict[str, Any]
    held: Travelled


class Debtor:
    """A late customer's dunning case, as the staff see it while time passes."""

    def __init__(self, people: People, time: Time, customer_id: str) -> None:
        self.people = people
        self.time = time
        self.customer_id = customer_id
        self.path = f"/accounting/dunning-cases/{customer_id}:{CURRENCY}"

    async def case(self) -> dict[str, Any]:
        """As it is now."""
        return await self.people.get(CLERK, self.path)

    async def until(self, what: str, **expected: Any) -> dict[str, Any]:
        """Waits until the case is as expected."""
        return await self.people.until(
            CLERK, self.path, lambda case: all(case[name] == value for name, value in expected.items()), what
        )

    async def do(self, person: str, what: str, body: dict[str, Any] | None = None) -> None:
        """Somebody does something about the case."""
        await self.people.post(person, f"{self.path}/{what}", body)

    async def next_review(self) -> dict[str, Any]:
        """Lets time pass to the day on which the case looks at itself, until it has done so; the case after it."""
        before = await self.case()
        day = date.fromisoformat(before["next_review_on"])
        await self.time.pass_to(day)
        return await self.people.until(
            CLERK, self.path, lambda case: case["next_review_on"] != before["next_review_on"], f"the review of {day}"
        )

    async def level(self, number: int) -> dict[str, Any]:
        """Lets time pass until the case has come to that level."""
        for _ in range(MOST_REVIEWS):
            case = await self.case()
            if case["level"] >= number:
                return case
            await self.next_review()
        return await self.until(f"level {number} is reached", level=number)

    async def letter(self, level: int) -> dict[str, Any]:
        """The letter of a level, once the mail server took it."""
        page = await self.people.until(
            CLERK,
            f"/accounting/reminders?customer_id={self.customer_id}",
            lambda page: any(one["level"] == level and one["status"] == "sent" for one in page["items"]),
            f"the letter of level {level} is sent",
        )
        return next(one for one in page["items"] if one["level"] == level)

    def in_days(self, days: int) -> str:
        """So many days from today, as the APIs take it."""
        return (self.time.today() + timedelta(days=days)).isoformat()


async def late_payer(people: People, customer_id: str, time: Time) -> Dunned:
    """The whole journey for a customer who pays half at once and is late with the other half."""
    await people.put(CHIEF, "/accounting/dunning-policy", POLICY)
    await people.put(CHIEF, "/accounting/dunning-policy/letterhead", LETTERHEAD)
    people.say("accounting", "dunning policy: three days before due, then at 5, 15 and 25 days, on working days")
    debtor = Debtor(people, time, customer_id)
    contract, invoice = await _half_paid(people, customer_id)
    await _reminded(debtor, invoice)
    await _promised(debtor)
    await _charged(debtor)
    await _planned(debtor)
    exhausted = await _stopped(debtor)
    order_contract, order = await _held_order(people, customer_id)
    await _collected_by_others(debtor)
    resolved = await _settled(debtor)
    held = await _lifted(people, customer_id, order_contract, order)
    return Dunned(contract, invoice, exhausted, resolved, held)


async def _half_paid(people: People, customer_id: str) -> tuple[str, dict[str, Any]]:
    _, contract = await agreed_contract(people, customer_id, lines_of(PUMPS[:2], 2))
    order = await placed_order(people, contract)
    (shipment,) = await planned_shipments(people, order)
    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, order, 1)
    await pay(people, invoice, invoice["instalments"][0]["amount"]["minor"], f"BANK-{order}-1")
    people.say("accounting", f"the other half of {invoice['number']} is due on {invoice['instalments'][1]['due_on']}")
    return contract, invoice


async def _reminded(debtor: Debtor, invoice: dict[str, Any]) -> None:
    """Before it is due, and once it is late."""
    due_on = date.fromisoformat(invoice["instalments"][1]["due_on"])
    await debtor.time.pass_to(due_on - timedelta(days=13))
    await debtor.until("the instalment is watched", status="watched")
    await debtor.next_review()
    letter = await debtor.letter(0)
    debtor.people.say("accounting", f"{debtor.time.today()}: “{letter['subject']}” sent to {letter['email']}")
    await debtor.time.pass_to(due_on + timedelta(days=1))
    await debtor.until("the case runs", status="running")
    debtor.people.say("accounting", f"{debtor.time.today()}: unpaid, so a dunning case is opened")
    case = await debtor.level(1)
    await debtor.letter(1)
    debtor.people.say("accounting", f"{case['level_on']}: level 1, {case['level_name']}, free of charge")


async def _promised(debtor: Debtor) -> None:
    """One promise is broken, one is kept."""
    say = debtor.people.say
    await debtor.do(CLERK, "promises", {"due_on": debtor.in_days(2)})
    say("accounting", "the customer promises to pay within two days: the case is paused")
    broken = await debtor.next_review()
    say("accounting", f"{debtor.time.today()}: nothing came, promise {broken['promises_broken']} is broken")
    part = broken["open"]["minor"] // 4
    await debtor.do(CLERK, "promises", {"due_on": debtor.in_days(3), "amount": amount(part)})
    await _receive(debtor, part + (await debtor.case())["charged"]["minor"], "promised")
    await debtor.until("the promise is kept", promise_due_on=None)
    say("accounting", "the second promise, over a quarter of it, is kept")


async def _charged(debtor: Debtor) -> None:
    """A block of a person ends by itself; then the second level claims a fee and interest."""
    say = debtor.people.say
    await debtor.do(CLERK, "block", {"reason": "their bookkeeper is ill", "until": debtor.in_days(2)})
    say("accounting", "the clerk blocks the case for two days")
    await debtor.next_review()
    case = await debtor.level(2)
    claimed = ", ".join(f"{one['kind']} {Money(**one['amount'])}" for one in case["charges"])
    await debtor.letter(2)
    say("accounting", f"{case['level_on']}: level 2, {case['level_name']}, with charges of its own: {claimed}")


async def _planned(debtor: Debtor) -> None:
    """Two instalments are agreed; the first is paid, the second is not."""
    say = debtor.people.say
    case = await debtor.case()
    owed = case["open"]["minor"] + case["charged"]["minor"]
    first = owed // 2
    instalments = [
        {"due_on": debtor.in_days(2), "amount": amount(first)},
        {"due_on": debtor.in_days(5), "amount": amount(owed - first)},
    ]
    await debtor.do(CHIEF, "plans", {"instalments": instalments})
    say("accounting", f"the chief accountant agrees to two instalments over {Money(minor=owed, currency=CURRENCY)}")
    await _receive(debtor, first, "plan-1")
    paid = await debtor.case()
    say("accounting", "the first is paid: it clears costs, then interest, then principal")
    assert paid["charged"]["minor"] == 0
    broken = await debtor.next_review()
    say("accounting", f"{debtor.time.today()}: the second is not; plan {broken['plans_broken']} is broken")


async def _stopped(debtor: Debtor) -> dict[str, Any]:
    """The final level holds the customer's new orders."""
    case = await debtor.level(3)
    await debtor.letter(3)
    debtor.people.say("accounting", f"{case['level_on']}: level 3, {case['level_name']}: their credit is stopped")
    await debtor.people.until(
        CHIEF,
        f"/accounting/credit-accounts/{debtor.customer_id}",
        lambda account: account["standing"] == "stop",
        "the credit is stopped",
    )
    return case


async def _held_order(people: People, customer_id: str) -> tuple[str, str]:
    _, contract = await agreed_contract(people, customer_id, lines_of(PUMPS[1:2], 1))
    order = await placed_order(people, contract)
    await people.until("sara.rep", f"/sales/orders/{order}", lambda one: bool(one["is_held"]), "the order is held")
    people.say("sales", f"order {order[:8]} is held: the customer's credit is stopped")
    return contract, order


async def _collected_by_others(debtor: Debtor) -> None:
    """An agency has it for a while: nobody but them writes to the debtor."""
    say, agency = debtor.people.say, "Thu Nợ Sài Gòn"
    body = {"to": "agency", "name": agency, "reference": "2026/118", "reason": "no answer to the final notice"}
    await debtor.do(CLERK, "hand-over", body)
    theirs = await debtor.until("the agency has it", status="handed-over")
    say("accounting", f"handed over to {agency}: {Money(**theirs['open'])}, and we write no more")
    await debtor.do(CHIEF, "hand-over/recall", {"reason": "the debtor calls and wants to pay us"})
    await debtor.until("it is ours again", status="exhausted", hand_over=None)
    say("accounting", "the debtor calls: the chief accountant takes the case back")


async def _settled(debtor: Debtor) -> dict[str, Any]:
    """The fee is waived and a small rest written off, by two persons each; everything else is paid."""
    say, case = debtor.people.say, await debtor.case()
    fee = next(one for one in case["charges"] if one["kind"] == "fee" and one["open"]["minor"])
    waiver = f"charges/{fee['charge_id']}/waiver"
    await debtor.do(CLERK, waiver, {"reason": "a customer of many years"})
    await debtor.do(CHIEF, f"{waiver}/approval")
    say("accounting", "the last fee is waived: proposed by the clerk, approved by the chief accountant")
    case = await debtor.case()
    await _receive(debtor, case["open"]["minor"] + case["charged"]["minor"] - WRITTEN_OFF, "last")
    case = await debtor.case()
    assert case["status"] != "resolved"  # a rest of the principal is open
    await debtor.do(CLERK, "write-off", {"reason": "not worth running after"})
    await debtor.do(CHIEF, "write-off/approval")
    resolved = await debtor.until("the case is resolved", status="resolved")
    say(
        "accounting",
        f"{Money(minor=WRITTEN_OFF, currency=CURRENCY)} are written off: nothing is open, the case is resolved",
    )
    return resolved


async def _lifted(people: People, customer_id: str, contract_id: str, order_id: str) -> Travelled:
    """The stop stays until a person lifts it; then the order that it held goes on."""
    path = f"/accounting/credit-accounts/{customer_id}"
    await people.post(CHIEF, f"{path}/stop-lift", {"reason": "they have paid"})
    people.say("accounting", "the chief accountant lifts the stop; held orders are checked again")
    (shipment,) = await planned_shipments(people, order_id)
    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, order_id, 1)
    await pay(people, invoice, invoice["total"]["minor"], f"BANK-{order_id}-1")
    held = Travelled(customer_id, "", contract_id, order_id, (shipment,), (invoice["invoice_id"],))
    await completed(people, held)
    return held


async def _receive(debtor: Debtor, minor: int, what: str) -> None:
    """Money with the customer's id as its reference: it is allocated in the clearing order."""
    body = {
        "amount": amount(minor),
        "reference": debtor.customer_id,
        "bank_reference": f"BANK-{debtor.customer_id}-{what}",
    }
    await debtor.people.post(CLERK, "/accounting/payments", body)
    debtor.people.say("accounting", f"{Money(minor=minor, currency=CURRENCY)} received")
