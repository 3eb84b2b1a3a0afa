"""Do the company's lists say what the file says? Counted and added up from accounting's own documents, and compared."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from deploy.imports.findings import Counted, Findings
from deploy.imports.office import Office
from deploy.imports.receivables import PaidInvoice
from deploy.imports.receivables.playing import CLERK
from deploy.imports.receivables.policy import NOTES, POLICY
from deploy.imports.receivables.reckoning import Ages, CustomerSums, Reckoning, reckon

AGEINGS: Final = 4
STEPS: Final = ("not_due", "days_1_30", "days_31_60", "days_61_90", "over_90_days")
PREFIX: Final = "Customer "


@dataclass(frozen=True)
class CustomerCompared:
    """One customer's sums, of the file and of the company."""

    customer: str
    file: CustomerSums
    company: CustomerSums


@dataclass(frozen=True)
class AgeingCompared:
    """What all customers owed at the end of a day, by age, of the file and of the company."""

    day: date
    file: Ages
    company: Ages


@dataclass
class Summary(Findings):
    """What the import came to."""

    customers: list[CustomerCompared] = field(default_factory=list)
    ageing: list[AgeingCompared] = field(default_factory=list)
    dunning: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = NOTES

    def remarks(self) -> Iterator[str]:
        """Also what dunning did meanwhile."""
        for what, count in self.dunning.items():
            yield f"dunning: {what}: {count:,}"
        yield from super().remarks()


@dataclass
class _Company:
    """What the company's lists say, by the names that the file uses.

    `continued` counts the cases that were opened in the moment in which the one before was resolved: about invoices
    that no level had been raised about, of a customer who was overdue before and after.
    """

    sums: dict[str, CustomerSums]
    paid: int
    cases: Sequence[Mapping[str, Any]]
    continued: int
    letters: Sequence[Mapping[str, Any]]
    names: Mapping[str, str]


async def summary_of(path: Path, invoices: Sequence[PaidInvoice], office: Office) -> Summary:
    """Asks accounting, reckons from the file, and names every difference. `invoices` are those that were played."""
    days = ageing_days(invoices)
    reckoned = reckon(path, {invoice.line for invoice in invoices}, days)
    company = await _told(office)
    summary = Summary(dunning=_dunning(company))
    _compare_customers(summary, reckoned, company)
    for day in days:
        await _compare_ageing(summary, day, reckoned.ageing[day], company.names, office)
    _count(summary, reckoned, company)
    summary.differing += [f"case {case['id']} is {case['status']}" for case in company.cases if _is_running(case)]
    return summary


def ageing_days(invoices: Collection[PaidInvoice]) -> list[date]:
    """Four days that part the time from the first invoice to the last payment into five."""
    first = min((one.invoiced_on for one in invoices), default=date.min)
    last = max((one.settled_on for one in invoices), default=date.min)
    return [first + (last - first) * number // (AGEINGS + 1) for number in range(1, AGEINGS + 1)]


async def _told(office: Office) -> _Company:
    names = {
        one["customer_id"]: one["name"].removeprefix(PREFIX) for one in await office.all("sara.rep", "/sales/customers")
    }
    paid_on = {
        allocation["invoice_id"]: date.fromisoformat(payment["received_on"])
        for payment in await office.all(CLERK, "/accounting/payments")
        for allocation in payment["allocations"]
    }
    disputed = Counter(one["invoice_id"] for one in await office.all(CLERK, "/accounting/disputes"))
    sums: dict[str, CustomerSums] = {}
    paid = 0
    for invoice in await office.all(CLERK, "/accounting/invoices"):
        sum_up = sums.setdefault(names[invoice["customer_id"]], CustomerSums())
        sum_up.invoices += 1
        sum_up.disputed += disputed[invoice["invoice_id"]]
        sum_up.amount += dollars(invoice["total"]["minor"])
        if invoice["settlement"] == "paid":
            paid += 1
            (instalment,) = invoice["instalments"]
            days = (paid_on[invoice["invoice_id"]] - date.fromisoformat(instalment["due_on"])).days
            sum_up.late += days > 0
            sum_up.days_late += max(days, 0)
    cases = await office.all(CLERK, "/accounting/dunning-cases")
    letters = await office.all(CLERK, "/accounting/reminders")
    histories: list[Any] = await asyncio.gather(
        *(office.get(CLERK, f"/accounting/dunning-cases/{case['id']}/history") for case in cases)
    )
    continued = sum(_continued(history) for history in histories)
    return _Company(sums, paid, cases, continued, letters, names)


def _continued(history: Sequence[Mapping[str, Any]]) -> int:
    return sum(
        (before["type"], after["type"]) == ("dunning_case.resolved", "dunning_case.opened")
        and before["command_id"] == after["command_id"]
        for before, after in pairwise(history)
    )


def dollars(minor: int) -> Decimal:
    """Cents as dollars."""
    return Decimal(minor).scaleb(-2)


def _is_running(case: Mapping[str, Any]) -> bool:
    return case["status"] not in ("watched", "resolved")


def _dunning(company: _Company) -> dict[str, int]:
    """What happened between the invoices and the money, which the file knows nothing of."""
    sent = Counter(letter["level"] for letter in company.letters if letter["status"] == "sent")
    levels = {f"level {number}, {one['name']}, raised": sent[number] for number, one in enumerate(POLICY["levels"], 1)}
    charges = [charge for case in company.cases for charge in case["charges"]]
    opened = _opened(company)
    running = sum(_is_running(case) for case in company.cases)
    return {
        "reminders before due sent": sent[0],
        **levels,
        "letters not sent": len(company.letters) - sent.total(),
        "fees claimed": sum(charge["kind"] == "fee" for charge in charges),
        "interest claimed": sum(charge["kind"] == "interest" for charge in charges),
        "cents charged": sum(charge["amount"]["minor"] for charge in charges),
        "cents waived": sum(charge["waived"]["minor"] for charge in charges),
        "cases opened": opened,
        "cases opened as others ended, about newer invoices": company.continued,
        "cases resolved": opened - running,
    }


def _compare_customers(summary: Summary, reckoned: Reckoning, company: _Company) -> None:
    for customer in sorted(reckoned.customers.keys() | company.sums.keys()):
        expected = reckoned.customers.get(customer, CustomerSums())
        found = company.sums.get(customer, CustomerSums())
        summary.customers.append(CustomerCompared(customer, expected, found))
        summary.differing += _differences(f"customer {customer}", asdict(expected), asdict(found))


async def _compare_ageing(
    summary: Summary, day: date, expected: Mapping[str, Ages], names: Mapping[str, str], office: Office
) -> None:
    found: dict[str, Ages] = {}
    for owed in await office.all(CLERK, "/accounting/ageing", as_of=day.isoformat()):
        found[names[owed["customer_id"]]] = Ages(**{step: dollars(owed[f"{step}_minor"]) for step in STEPS})
    for customer in sorted(expected.keys() | found.keys()):
        of_file, of_company = expected.get(customer, Ages()), found.get(customer, Ages())
        what = f"customer {customer} at the end of {day}"
        summary.differing += _differences(what, asdict(of_file), asdict(of_company))
    summary.ageing.append(AgeingCompared(day, _summed(expected.values()), _summed(found.values())))


def _summed(ages: Collection[Ages]) -> Ages:
    return Ages(**{step: sum((getattr(one, step) for one in ages), Decimal(0)) for step in STEPS})


def _differences(what: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for name, of_file in expected.items():
        if found[name] != of_file:
            yield f"{what}: {name.replace('_', ' ')} is {shown(found[name])}, the file says {shown(of_file)}"


def shown(value: int | Decimal) -> str:
    """A count, or dollars and cents."""
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"


def _count(summary: Summary, reckoned: Reckoning, company: _Company) -> None:
    of_file = reckoned.total
    of_company = Reckoning(customers=company.sums).total
    summary.counts = [
        Counted("customers", len(reckoned.customers), len(company.sums)),
        Counted("invoices", of_file.invoices, of_company.invoices),
        Counted("invoices disputed", of_file.disputed, of_company.disputed),
        Counted("invoices paid", of_file.invoices, company.paid),
        Counted("invoices paid late", of_file.late, of_company.late),
        Counted("days late", of_file.days_late, of_company.days_late),
        Counted("cents invoiced", int(of_file.amount * 100), int(of_company.amount * 100)),
        Counted(
            "times that a customer had something overdue: cases",
            reckoned.overdue_times,
            _opened(company) - company.continued,
        ),
    ]
    summary.differing += [
        f"{counted.what}: {counted.in_company:,}, the file says {counted.in_file:,}"
        for counted in summary.counts
        if counted.in_company != counted.in_file
    ]


def _opened(company: _Company) -> int:
    return sum(case["case_no"] for case in company.cases)
