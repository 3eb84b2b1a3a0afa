"""The import of a receivables file, whole: set up, played to the end, compared. Start it again after any end."""

import asyncio
import re
import time as clocks
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.embedded.driven import DrivenCompany
from deploy.imports import BadRow
from deploy.imports.office import Office, said
from deploy.imports.opening import NothingToPlay, Watcher, company_for_import
from deploy.imports.receivables import PaidInvoice, Receivables
from deploy.imports.receivables.playing import CHIEF, DAY, INVOICES_AT, Play, at, key_of
from deploy.imports.receivables.policy import COUNTRY, CURRENCY, POLICY
from deploy.imports.receivables.reading import read_file
from deploy.imports.receivables.summary import Summary, summary_of
from deploy.journeys.people import Refused
from shared.mail.port import Mail, message_id_of
from shared.mail.room import MailRoom

POLICY_PATH: Final = "/accounting/dunning-policy"
SENDER: Final = "receivables@company.example"


class Archive:
    """Takes letters whose day has passed. Nobody gets one any more."""

    async def send(self, mail: Mail) -> str:
        """Filed."""
        return message_id_of(mail, SENDER)


async def import_file(path: Path, home: Path, watcher: Watcher, *, limit: int | None = None) -> Summary:
    """Plays the file's invoices, or the first so many of them, into the company in `home`."""
    started = clocks.monotonic()
    receivables = read_file(path)
    invoices = receivables.invoices[:limit]
    if not invoices:
        raise NothingToPlay(f"there is no usable invoice in {path}")
    begin = at(invoices[0].invoiced_on - DAY, INVOICES_AT)
    async with company_for_import(home, begin, _is_ours) as (company, office):
        setting_up = _SettingUp(receivables, invoices, office, watcher)
        customers = await setting_up.run()
        await company.settle()
        play = Play(receivables, invoices, office, company, _mail_room(company), customers)
        await play.take_up()
        days = play.days()
        watcher.stage("playing days", len(days), sum(day < company.clock.now().date() for day in days))
        await play.run(watcher.advance)
        await company.remember()
        refused = [*setting_up.refused, *play.refused]
        summary = await summary_of(path, _left(invoices, refused), office)
        summary.parked = await company.parked()
    summary.bad_rows = [*receivables.rejected, *refused, *play.too_late]
    summary.noticed = list(receivables.noticed)
    summary.seconds = round(clocks.monotonic() - started, 1)
    return summary


async def _is_ours(office: Office) -> bool:
    """An import sets its dunning policy before anything else."""
    policy = await office.get(CHIEF, POLICY_PATH)
    return [level["name"] for level in policy["levels"]] == [level["name"] for level in POLICY["levels"]]


def _mail_room(company: DrivenCompany) -> MailRoom:
    accounting = company.company.departments["accounting"]
    outgoing = accounting.service.mail
    assert outgoing is not None  # reminders are mail
    return MailRoom(accounting.runtime, outgoing, Archive())


def _left(invoices: Sequence[PaidInvoice], refused: Sequence[BadRow]) -> list[PaidInvoice]:
    """Those that no department refused: only these are compared."""
    lines = {row.line for row in refused}
    return [invoice for invoice in invoices if invoice.line not in lines]


class _SettingUp:
    """The dunning policy, and everybody who is invoiced. Entering it again changes nothing."""

    def __init__(
        self, receivables: Receivables, invoices: Sequence[PaidInvoice], office: Office, watcher: Watcher
    ) -> None:
        self.refused: list[BadRow] = []
        self._file = receivables.file
        self._first = {invoice.customer_id: invoice for invoice in reversed(invoices)}
        self._office = office
        self._watcher = watcher
        self._customers: dict[str, str] = {}

    async def run(self) -> Mapping[str, str]:
        """The company's ids of the customers by the file's."""
        self._watcher.stage("setting up", 1 + len(self._first))
        await self._office.put(CHIEF, POLICY_PATH, POLICY, key_of("dunning-policy"))
        self._watcher.advance()
        await asyncio.gather(*(self._register(invoice) for invoice in self._first.values()))
        return self._customers

    async def _register(self, first: PaidInvoice) -> None:
        """With the terms of their first invoice."""
        customer = first.customer_id
        mailbox = re.sub(r"[^a-z0-9]+", "-", customer.lower())
        body: dict[str, Any] = {
            "name": f"Customer {customer}",
            "country": COUNTRY,
            "currency": CURRENCY,
            "billing_email": f"customer-{mailbox}@receivables.example",
            "terms": [{"percent": "100", "due_in_days": (first.due_on - first.invoiced_on).days}],
        }
        try:
            registered = await self._office.post("sara.rep", "/sales/customers", body, key_of("customer", customer))
            self._customers[customer] = str(registered["id"])
        except Refused as refused:
            self.refused.append(BadRow(self._file, first.line, f"customer {customer} was refused: {said(refused)}"))
        self._watcher.advance()
