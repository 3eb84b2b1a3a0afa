"""The invoices day by day, as the accounting office would have worked: dunning runs on every day between.

Each day has its hours: invoices of the day, disputes, letters of the night's reviews, money, and at the end waivers for
debtors who have nothing overdue any more. What was done before, by a run that was killed, is seen in the
department's own lists and not asked for again; the day on which the record ends is gone through once more.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

from deploy.embedded.driven import DrivenCompany
from deploy.imports import BadRow
from deploy.imports.office import Office, said
from deploy.imports.receivables import PaidInvoice, Receivables
from deploy.imports.receivables.disputing import course_of
from deploy.imports.receivables.policy import CURRENCY
from deploy.journeys.people import Refused
from shared.mail.room import MailRoom

CLERK: Final = "anh.accountant"
CHIEF: Final = "chi.chief-accountant"
INVOICES_AT, DISPUTES_AT, LETTERS_AT, MONEY_AT, WAIVERS_AT = (time(hour, tzinfo=UTC) for hour in (8, 9, 10, 12, 16))
DAY: Final = timedelta(days=1)
AFTERMATH: Final = timedelta(days=30)
"""Until the last review of any case has found nothing to do."""

ByDay = Mapping[date, Sequence[PaidInvoice]]
Step = Callable[[PaidInvoice], Awaitable[None]]


def key_of(*parts: object) -> str:
    """An idempotency key of the import."""
    return "receivables/" + "/".join(str(part) for part in parts)


def at(day: date, hour: time) -> datetime:
    """That hour of a business day."""
    return datetime.combine(day, hour)


class Play:
    """Plays invoices until all of them are paid and nobody is dunned any more."""

    def __init__(
        self,
        receivables: Receivables,
        invoices: Sequence[PaidInvoice],
        office: Office,
        company: DrivenCompany,
        mail: MailRoom,
        customers: Mapping[str, str],
    ) -> None:
        self.refused: list[BadRow] = []
        self.too_late: list[BadRow] = []
        self._file = receivables.file
        self._invoices = invoices
        self._office = office
        self._company = company
        self._mail = mail
        self._customers = customers
        self._taken: dict[str, str] = {}
        self._paid: set[str] = set()
        self._disputes: dict[str, str] = {}
        self._ended: set[str] = set()

    def days(self) -> list[date]:
        """From the first invoice to the last payment."""
        first, last = self._invoices[0].invoiced_on, max(one.settled_on for one in self._invoices)
        return [first + DAY * number for number in range((last - first).days + 1)]

    async def take_up(self) -> None:
        """What an earlier run has done, as accounting shows it."""
        for invoice in await self._office.all(CLERK, "/accounting/invoices"):
            self._taken[invoice["number"]] = invoice["invoice_id"]
            if invoice["settlement"] == "paid":
                self._paid.add(invoice["number"])
        for dispute in await self._office.all(CLERK, "/accounting/disputes"):
            self._disputes[dispute["invoice_number"]] = dispute["id"]
            if dispute["status"] == "settled":
                self._ended.add(dispute["invoice_number"])
        await self._ask_again(self._company.clock.now().date())

    async def _ask_again(self, today: date) -> None:
        """What an earlier run asked for in vain, so that it is named by its reason again.

        It asked in the order of the file's days. What comes after the last invoice that is there was not asked for, as
        with a smaller limit: its day has passed, and it is not taken over on another.
        """
        missing = [one for one in self._invoices if one.invoiced_on < today and one.number not in self._taken]
        places = {one.number: place for place, one in enumerate(self._invoices)}
        last = max((places[number] for number in self._taken if number in places), default=-1)
        for invoice in missing:
            if places[invoice.number] < last:
                await self._try(self._take_over, invoice)
            else:
                reason = (
                    f"invoice {invoice.number}: its day has passed here without it; choose a home without a company"
                )
                self.too_late.append(BadRow(self._file, invoice.line, reason))

    async def run(self, told: Callable[[], None]) -> None:
        """Day by day from where the record ends. `told` is called for each day that is done."""
        written, disputed, answered, paid = self._by_day()
        today = self._company.clock.now().date()
        for day in self.days():
            if day < today:
                continue
            await self._at(day, INVOICES_AT, self._take_over, written.get(day, ()))
            await self._at(day, DISPUTES_AT, self._dispute, disputed.get(day, ()))
            await self._at(day, DISPUTES_AT, self._reject, answered.get(day, ()))
            await self._company.pass_time_to(at(day, LETTERS_AT))
            await self._mail.send_waiting()
            await self._at(day, MONEY_AT, self._pay, paid.get(day, ()))
            await self._waive(day)
            told()
        await self._company.pass_time_to(self._company.clock.now() + AFTERMATH)
        await self._company.settle()

    def _by_day(self) -> tuple[ByDay, ByDay, ByDay, ByDay]:
        """By the day on which they are written, contested, rejected and paid."""
        written, disputed, answered, paid = (defaultdict[date, list[PaidInvoice]](list) for _ in range(4))
        for one in self._invoices:
            written[one.invoiced_on].append(one)
            paid[one.settled_on].append(one)
            if one.disputed:
                course = course_of(one)
                disputed[course.opened_on].append(one)
                if course.rejected:
                    answered[course.ended_on].append(one)
        return written, disputed, answered, paid

    async def _at(self, day: date, hour: time, step: Step, invoices: Iterable[PaidInvoice]) -> None:
        """All of one hour together, and everybody hears of it."""
        waiting = list(invoices)
        if not waiting:
            return
        await self._company.pass_time_to(at(day, hour))
        await asyncio.gather(*(self._try(step, invoice) for invoice in waiting))
        await self._company.settle()

    async def _try(self, step: Step, invoice: PaidInvoice) -> None:
        """A refusal is named with the row that it is about, and the others go on."""
        try:
            await step(invoice)
        except Refused as refused:
            self._complain(invoice, f"invoice {invoice.number} stops here: {said(refused)}")

    def _complain(self, invoice: PaidInvoice, reason: str) -> None:
        self.refused.append(BadRow(self._file, invoice.line, reason))

    async def _take_over(self, invoice: PaidInvoice) -> None:
        if invoice.number in self._taken:
            return
        if (customer := self._customers.get(invoice.customer_id)) is None:
            self._complain(invoice, f"invoice {invoice.number}: its customer was refused")
            return
        item = {
            "number": invoice.number,
            "customer_id": customer,
            "amount": {"minor": invoice.minor, "currency": CURRENCY},
            "invoiced_on": invoice.invoiced_on.isoformat(),
            "due_on": invoice.due_on.isoformat(),
        }
        taken = await self._office.post(CHIEF, "/accounting/open-items", item, key_of("invoice", invoice.number))
        self._taken[invoice.number] = taken["id"]

    async def _dispute(self, invoice: PaidInvoice) -> None:
        if invoice.number in self._disputes or invoice.number not in self._taken:
            return
        claim = {
            "invoice_id": self._taken[invoice.number],
            "reason_code": "other",
            "note": f"disputed, says line {invoice.line} of {self._file}",
        }
        opened = await self._office.post(CLERK, "/accounting/disputes", claim, key_of("dispute", invoice.number))
        self._disputes[invoice.number] = opened["id"]

    async def _reject(self, invoice: PaidInvoice) -> None:
        await self._end_dispute(invoice, CHIEF, "rejection", "the invoice is right, and due today")

    async def _end_dispute(self, invoice: PaidInvoice, person: str, how: str, reason: str) -> None:
        dispute = self._disputes.get(invoice.number)
        if dispute is None or invoice.number in self._ended:
            return
        path, key = f"/accounting/disputes/{dispute}/{how}", key_of(how, invoice.number)
        await self._office.post(person, path, {"reason": reason}, key)
        self._ended.add(invoice.number)

    async def _pay(self, invoice: PaidInvoice) -> None:
        if invoice.number in self._paid or invoice.number not in self._taken:
            return
        await self._end_dispute(invoice, CLERK, "withdrawal", "the customer pays it in full")
        money = {
            "amount": {"minor": invoice.minor, "currency": CURRENCY},
            "reference": invoice.number,
            "payer": invoice.customer_id,
            "bank_reference": f"settled {invoice.number}",
        }
        await self._office.post(CLERK, "/accounting/payments", money, key_of("payment", invoice.number))
        self._paid.add(invoice.number)

    async def _waive(self, day: date) -> None:
        """Charges of debtors who have nothing overdue any more: proposed by the clerk, approved by the chief."""
        charged = [
            case
            for case in await self._office.all(CLERK, "/accounting/dunning-cases/queues/running")
            if case["charged"]["minor"] and not _is_overdue(case, day)
        ]
        if not charged:
            return
        await self._company.pass_time_to(at(day, WAIVERS_AT))
        await asyncio.gather(*(self._waive_charges(case) for case in charged))
        await self._company.settle()

    async def _waive_charges(self, case: Mapping[str, Any]) -> None:
        """One after the other: they are of one case."""
        for charge in case["charges"]:
            if charge["settlement"] == "settled":
                continue
            path = f"/accounting/dunning-cases/{case['id']}/charges/{charge['charge_id']}/waiver"
            ask = partial(self._office.post, key=key_of("waiver", case["id"], charge["charge_id"]))
            await ask(CLERK, path, {"reason": "each invoice was paid as it was written"})
            await ask(CHIEF, f"{path}/approval", None)


def _is_overdue(case: Mapping[str, Any], day: date) -> bool:
    instalments = (one for invoice in case["invoices"] for one in invoice["instalments"])
    return any(date.fromisoformat(one["due_on"]) < day for one in instalments)
