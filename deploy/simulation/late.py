"""Customers who pay late: days pass, levels are raised, promises are kept or broken; in the end it is settled somehow.

Some are handed over to a lawyer or an agency first. As long as these have an invoice nobody else writes
to the debtor about it.

A customer has one dunning case for all their orders, so that several people of a run work on it at once, each for the
invoice that they care about: what one of them settles, another finds gone.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from deploy.journeys.late_payer import CHIEF, CLERK
from deploy.journeys.people import Refused
from deploy.journeys.shop import CURRENCY, amount
from deploy.journeys.straight import pay
from deploy.simulation.case import Case, went_through
from deploy.simulation.shipping import HEARD_SECONDS
from deploy.simulation.staff import SimulatedStaff

RUNNING: Final = ("running", "paused", "exhausted", "handed-over")
HIGHEST_LEVEL: Final = 3
MOST_REVIEWS: Final = 8
PAUSED_PER_REVIEW: Final = 0.3
COMES_AFTER_ALL: Final = 0.4
COLLECTED_BY_OTHERS: Final = 0.25
RECALLED: Final = 0.5
WAIVED_IN_PART: Final = 0.3
LEFT_TO_THEM_DAYS: Final = 30

_CASE: Final = "accounting.dunning-case"
RESOLVED: Final = f"{_CASE}.is-resolved"
NOTHING_OPEN: Final = f"{_CASE}.nothing-open-of-charge"
NOT_THAT_MUCH: Final = (
    f"{_CASE}.waiver-exceeds-charge",  # money came for it
    f"{_CASE}.open-of-charge-changed",
    f"{_CASE}.waiver-pending",  # somebody else waives another part
)
NOT_PROPOSED: Final = (f"{_CASE}.waiver-not-proposed", f"{_CASE}.write-off-not-proposed")
WAS_APPROVED: Final = (f"{_CASE}.waiver-was-approved", f"{_CASE}.write-off-was-approved")
CHANGED: Final = (f"{_CASE}.owed-amount-changed", "accounting.invoice.open-amount-changed")
IS_THEIRS: Final = f"{_CASE}.is-handed-over"
NOT_PROMISED: Final = (
    RESOLVED,
    IS_THEIRS,
    f"{_CASE}.day-has-passed",  # somebody let days pass meanwhile
    f"{_CASE}.too-many-promises",
    f"{_CASE}.paused-already",
    f"{_CASE}.plan-not-whole",  # something was paid or claimed meanwhile
    f"{_CASE}.promise-not-worth-it",  # all that is late is contested
)
NOT_HANDED_OVER: Final = (
    RESOLVED,
    IS_THEIRS,
    f"{_CASE}.final-level-not-reached",  # it was resolved meanwhile, and another one was opened
    f"{_CASE}.is-blocked",
    f"{_CASE}.paused-already",
    f"{_CASE}.write-off-pending",
    f"{_CASE}.nothing-to-collect",
)
LIES_HERE: Final = f"{_CASE}.final-letter-has-not-left"
NOT_THEIRS: Final = f"{_CASE}.not-handed-over"
NOT_GIVEN_UP: Final = (RESOLVED, f"{_CASE}.invoice-not-in-case", f"{_CASE}.write-off-pending")


class Debtor:
    """A customer's dunning case, and the invoice for which somebody looks at it."""

    def __init__(self, staff: SimulatedStaff, customer_id: str, bank: str, invoice: Mapping[str, Any]) -> None:
        self.staff = staff
        self.customer_id = customer_id
        self.path = f"/accounting/dunning-cases/{customer_id}:{CURRENCY}"
        self.invoice = invoice
        self._bank = bank
        self._payments = 0

    async def case(self) -> dict[str, Any] | None:
        """As it is now, while it runs."""
        try:
            found = await self.staff.get(CLERK, self.path)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None
        return found if found["status"] in RUNNING else None

    async def open(self) -> int:
        """What is open of the invoice: another's money may have settled it."""
        return int((await self._invoice())["open"]["minor"])

    async def _invoice(self) -> dict[str, Any]:
        return await self.staff.get(CLERK, f"/accounting/invoices/{self.invoice['invoice_id']}")

    async def do(self, person: str, what: str, body: Mapping[str, Any], *expected: str) -> bool:
        """Somebody does something about the case, unless it is refused for one of these reasons."""
        return await went_through(self.staff.post(person, f"{self.path}/{what}", body), *expected)

    async def falls_overdue(self) -> bool:
        """Lets days pass until the case runs; False when the invoice was paid with others' money."""
        while await self.case() is None:
            due = [one["due_on"] for one in (await self._invoice())["instalments"] if one["open"]["minor"]]
            if not due:
                return False
            self.staff.let_pass((date.fromisoformat(min(due)) - self.staff.today()).days + 1)
            await self.staff.nap(HEARD_SECONDS)
        return True

    async def review(self, case: Mapping[str, Any]) -> None:
        """Lets time pass to the day on which the case looks at itself, until it has done so."""
        before = case["next_review_on"]
        self.staff.let_pass((date.fromisoformat(before) - self.staff.today()).days)
        await self.staff.until(
            CLERK,
            self.path,
            lambda found: found["status"] not in RUNNING or found["next_review_on"] != before,
            "it is reviewed",
        )

    async def receive(self, minor: int) -> None:
        """Money of the customer for whatever they owe: it is allocated in the clearing order."""
        if minor > 0:
            self._payments += 1
            body = {
                "amount": amount(minor),
                "customer_id": self.customer_id,
                "bank_reference": f"{self._bank}-{self.invoice['number']}-late-{self._payments}",
            }
            await self.staff.post(CLERK, "/accounting/payments", body)

    def in_days(self, days: int) -> str:
        """So many days from today, as the APIs take it."""
        return (self.staff.today() + timedelta(days=days)).isoformat()


def owed(case: Mapping[str, Any]) -> int:
    """What is open of the case's invoices and charges."""
    return int(case["open"]["minor"] + case["charged"]["minor"])


async def pay_late(case: Case, invoice: Mapping[str, Any]) -> None:
    """Nothing comes, or a part, until a level is raised; then the customer pays, or somebody gives something up."""
    debtor = Debtor(case.staff, case.customer.id, case.bank, invoice)
    if case.chance.random() < 0.5:
        part = case.chance.randint(1, invoice["total"]["minor"] - 1)
        await pay(case.staff, dict(invoice), part, f"{case.bank}-{invoice['number']}-part")
    if not await debtor.falls_overdue():
        return
    await _comes_to_level(case, debtor, case.chance.randint(1, HIGHEST_LEVEL))
    luck = case.luck("collected by others")
    if luck.random() < COLLECTED_BY_OTHERS:
        await _collected_by_others(case, debtor, luck)
    await case.chance.choices(list(ENDINGS), list(ENDINGS.values()))[0](case, debtor)
    found = await debtor.case()
    if found is None or found["credit_stopped"]:
        path = f"/accounting/credit-accounts/{case.customer.id}/stop-lift"
        await case.staff.post(CHIEF, path, {"reason": "they are paying again"})


async def _comes_to_level(case: Case, debtor: Debtor, level: int) -> None:
    """Review by review, as long as there is something to look at; sometimes somebody puts it off."""
    for _ in range(MOST_REVIEWS):
        found = await debtor.case()
        if found is None or found["level"] >= level or found["next_review_on"] is None:
            return
        if case.chance.random() < PAUSED_PER_REVIEW:
            await case.chance.choice((_blocked, _promised, _planned))(case, debtor)
            found = await debtor.case()
        if found is None or found["next_review_on"] is None:
            return
        await debtor.review(found)


# What puts it off. A promise or a plan is kept when money comes before its day, and broken by the review after it.


async def _blocked(case: Case, debtor: Debtor) -> None:
    body = {"reason": "their bookkeeper is ill", "until": debtor.in_days(2)}
    if await debtor.do(CLERK, "block", body, *NOT_PROMISED) and case.chance.random() < 0.5:
        await debtor.do(CLERK, "unblock", {"reason": "she is back"}, RESOLVED)


async def _promised(case: Case, debtor: Debtor) -> None:
    body = {"due_on": debtor.in_days(case.chance.randint(1, 5))}
    if not await debtor.do(CLERK, "promises", body, *NOT_PROMISED):
        return
    await case.pause()
    match case.chance.choice(("keep it", "take it back", "break it", "break it")):
        case "keep it":
            await _pays_everything(case, debtor)
        case "take it back":
            await debtor.do(
                CLERK, "promises/taking-back", {"reason": "misheard"}, RESOLVED, f"{_CASE}.nothing-to-take-back"
            )
        case _:
            pass


async def _planned(case: Case, debtor: Debtor) -> None:
    """Over all that is late, in two instalments; of those, as many are paid as chance wants."""
    found = await debtor.case()
    late = sum(one["open"]["minor"] for one in found["invoices"] if _is_late(one, debtor)) if found else 0
    whole = late + found["charged"]["minor"] if found else 0
    if whole < 2:
        return
    first = case.chance.randint(1, whole - 1)
    instalments = [
        {"due_on": debtor.in_days(2), "amount": amount(first)},
        {"due_on": debtor.in_days(5), "amount": amount(whole - first)},
    ]
    if await debtor.do(CHIEF, "plans", {"instalments": instalments}, *NOT_PROMISED):
        for minor in (first, whole - first)[: case.chance.randint(0, 2)]:
            await case.pause()
            await debtor.receive(minor)


def _is_late(invoice: Mapping[str, Any], debtor: Debtor) -> bool:
    return any(date.fromisoformat(one["due_on"]) < debtor.staff.today() for one in invoice["instalments"])


async def _collected_by_others(case: Case, debtor: Debtor, luck: random.Random) -> None:
    """Handed over at the final level, and left to them for some days; recalled, or settled while they have it."""
    await _comes_to_level(case, debtor, HIGHEST_LEVEL)
    body = {
        "to": luck.choice(("legal", "agency")),
        "name": "Thu Nợ Sài Gòn",
        "reference": f"{case.bank}-{debtor.invoice['number']}",
        "reason": "no answer to the final notice",
    }
    if not await debtor.do(CLERK, "hand-over", body, *NOT_HANDED_OVER, LIES_HERE):
        body["without_letter_because"] = "there is no mail server in a simulation"
        if not await debtor.do(CLERK, "hand-over", body, *NOT_HANDED_OVER):
            return
    case.staff.let_pass(luck.randint(1, LEFT_TO_THEM_DAYS))
    await case.staff.nap(HEARD_SECONDS)
    _require_left_in_peace(await case.staff.get(CLERK, f"{debtor.path}/history"))
    if luck.random() < RECALLED:
        await debtor.do(CHIEF, "hand-over/recall", {"reason": "they want to pay us"}, RESOLVED, NOT_THEIRS)


def _require_left_in_peace(history: Any) -> None:
    """Nobody is dunned by two. Raises AssertionError."""
    collects, theirs = "", set[str]()
    for fact in history:
        match fact["type"]:
            case "dunning_case.handed-over":
                collects = fact["data"]["name"]
                theirs |= {*fact["data"]["invoice_ids"]}
            case "dunning_case.recalled" | "dunning_case.resolved":
                theirs.clear()
            case "dunning_case.reminder-issued":
                asked_for = {one["invoice_id"] for one in fact["data"]["instalments"]}
                if theirs & asked_for:
                    raise AssertionError(f"{collects} collects it, and we: version {fact['version']}")
            case _:
                pass


# How it ends. Whatever is open after it, the customer pays in the end.


async def _pays_everything(_: Case, debtor: Debtor) -> None:
    """What they owe at this moment, with all charges."""
    if (found := await debtor.case()) is not None:
        await debtor.receive(owed(found))


async def _charges_are_waived(case: Case, debtor: Debtor) -> None:
    """By two persons; one refuses now and then."""
    if (found := await debtor.case()) is not None:
        for charge in found["charges"]:
            if charge["open"]["minor"]:
                open_minor = charge["open"]["minor"]
                part = case.chance.randint(1, open_minor) if case.chance.random() < WAIVED_IN_PART else None
                await waive(debtor, charge["charge_id"], is_agreed=case.chance.random() < 0.8, part=part)
    await debtor.receive(await debtor.open())


async def waive(debtor: Debtor, charge_id: str, *, is_agreed: bool, part: int | None = None) -> None:
    """Proposed by one, decided by another, unless money comes first; all of it, or a part."""
    path = f"charges/{charge_id}/waiver"
    body = {"reason": "a customer of many years"} | ({} if part is None else {"amount": amount(part)})
    if not await debtor.do(CLERK, path, body, NOTHING_OPEN, *NOT_THAT_MUCH):
        return
    refusals = (NOTHING_OPEN, *NOT_THAT_MUCH, *NOT_PROPOSED)
    decided = is_agreed and await debtor.do(CHIEF, f"{path}/approval", {}, *refusals)
    if not decided:
        await debtor.do(CHIEF, f"{path}/refusal", {"reason": "they can pay"}, *NOT_PROPOSED, *WAS_APPROVED)


async def _is_written_off(case: Case, debtor: Debtor) -> None:
    """The invoice, with or without the charges: given up by two persons, and sometimes collected after all."""
    body = {
        "invoice_ids": [debtor.invoice["invoice_id"]],
        "with_charges": case.chance.random() < 0.5,
        "reason": "not worth running after",
    }
    if not await debtor.do(CLERK, "write-off", body, *NOT_GIVEN_UP):
        return
    await case.pause()
    if not await debtor.do(CHIEF, "write-off/approval", {}, RESOLVED, *NOT_PROPOSED, *CHANGED):
        reason = {"reason": "something has changed"}
        await debtor.do(CHIEF, "write-off/refusal", reason, RESOLVED, *NOT_PROPOSED, *WAS_APPROVED)
    elif case.chance.random() < COMES_AFTER_ALL:
        await case.pause()
        path = f"/accounting/invoices/{debtor.invoice['invoice_id']}/write-off-reversal"
        reason = {"reason": "they are heard of again"}
        if await went_through(case.staff.post(CHIEF, path, reason), "accounting.invoice.nothing-written-off"):
            await _pays_what_is_not_due_yet(case, debtor)


async def _pays_what_is_not_due_yet(case: Case, debtor: Debtor) -> None:
    """Of an invoice that is owed again: nobody is dunned for it, and sales may take its order for completed still."""
    await case.pause()
    if left := await debtor.open():
        await pay(case.staff, dict(debtor.invoice), left, f"{case.bank}-{debtor.invoice['number']}-after-all")


ENDINGS: Final[Mapping[Callable[[Case, Debtor], Awaitable[None]], int]] = {
    _pays_everything: 3,
    _promised: 2,
    _planned: 2,
    _charges_are_waived: 3,
    _is_written_off: 3,
}


async def settle_all(staff: SimulatedStaff, customer_id: str, round_no: int, *, waived: bool) -> None:
    """In the end of a run: what is still owed is paid, or waived as far as that goes, until the case is resolved.

    Then what is not due yet: nobody is dunned for that, and money that was meant for it may have gone to charges.
    """
    debtor = Debtor(staff, customer_id, f"end-{round_no}-{customer_id}", {"number": "all", "invoice_id": ""})
    while (found := await debtor.case()) is not None:
        if found["write_off"] is not None:
            await debtor.do(CHIEF, "write-off/refusal", {"reason": "they pay"}, RESOLVED)
        for charge in found["charges"]:
            if waived and charge["open"]["minor"]:
                await waive(debtor, charge["charge_id"], is_agreed=True)
        if not waived or found["open"]["minor"]:
            await debtor.receive(owed(found))
        await staff.nap(HEARD_SECONDS)
    for status in ("open", "part-paid"):
        path = f"/accounting/invoices?customer_id={customer_id}&settlement={status}&limit=200"
        for invoice in (await staff.get(CLERK, path))["items"]:
            if not invoice["overdue"] and not invoice["disputed"]["minor"]:
                await pay(staff, invoice, invoice["open"]["minor"], f"end-{round_no}-{invoice['number']}")
