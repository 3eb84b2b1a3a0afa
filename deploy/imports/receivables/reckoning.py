"""What a receivables file comes to, added up without the company: plain text, days and decimal numbers.

It reads the file by itself and knows neither the reader nor any department, so that what it says is a second opinion.
It is told which lines to count: a row that was named as bad is in neither sum.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

DAY = timedelta(days=1)
NOTHING = Decimal(0)


@dataclass
class CustomerSums:
    """What one customer was invoiced and paid, how often they disputed, and how late they were."""

    invoices: int = 0
    disputed: int = 0
    amount: Decimal = NOTHING
    late: int = 0
    days_late: int = 0


@dataclass
class Ages:
    """What was owed at the end of a day: not due yet, 1 to 30, 31 to 60, 61 to 90, and more days overdue."""

    not_due: Decimal = NOTHING
    days_1_30: Decimal = NOTHING
    days_31_60: Decimal = NOTHING
    days_61_90: Decimal = NOTHING
    over_90_days: Decimal = NOTHING

    def add(self, amount: Decimal, overdue: int) -> None:
        """So much more, so many days overdue."""
        if overdue < 1:
            self.not_due += amount
        elif overdue < 31:
            self.days_1_30 += amount
        elif overdue < 61:
            self.days_31_60 += amount
        elif overdue < 91:
            self.days_61_90 += amount
        else:
            self.over_90_days += amount


@dataclass
class Reckoning:
    """`overdue_times` counts the stretches of days on which a customer had something overdue: a dunning case each."""

    customers: dict[str, CustomerSums] = field(default_factory=dict)
    overdue_times: int = 0
    ageing: dict[date, dict[str, Ages]] = field(default_factory=dict)

    @property
    def total(self) -> CustomerSums:
        """Of all customers."""
        of = self.customers.values()
        return CustomerSums(
            invoices=sum(one.invoices for one in of),
            disputed=sum(one.disputed for one in of),
            amount=sum((one.amount for one in of), NOTHING),
            late=sum(one.late for one in of),
            days_late=sum(one.days_late for one in of),
        )


def reckon(path: Path, lines: Collection[int], at: Collection[date]) -> Reckoning:
    """The file's lines, added up, and what was owed at the end of each of those days."""
    found = Reckoning(ageing={day: {} for day in at})
    overdue: dict[str, list[tuple[date, date]]] = {}
    for row in _rows(path, lines):
        customer, amount = row["customerID"].strip(), Decimal(row["InvoiceAmount"].strip())
        invoiced, due, settled = (_day(row[name]) for name in ("InvoiceDate", "DueDate", "SettledDate"))
        sums = found.customers.setdefault(customer, CustomerSums())
        sums.invoices += 1
        sums.disputed += row["Disputed"].strip() == "Yes"
        sums.amount += amount
        if settled > due:
            sums.late += 1
            sums.days_late += (settled - due).days
            overdue.setdefault(customer, []).append((due + DAY, settled))
        for day, owed in found.ageing.items():
            if invoiced <= day < settled:
                owed.setdefault(customer, Ages()).add(amount, (day - due).days)
    found.overdue_times = sum(_stretches(times) for times in overdue.values())
    return found


def _rows(path: Path, lines: Collection[int]) -> Iterator[Mapping[str, str]]:
    """One record per line, so that a bad one can swallow no other."""
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    columns: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not columns and line.strip():
            columns = next(csv.reader([line.rstrip("\r")]))
        elif number in lines:
            yield dict(zip(columns, next(csv.reader([line.rstrip("\r")])), strict=True))


def _day(text: str) -> date:
    month, day, year = text.strip().split("/")
    return date(int(year), int(month), int(day))


def _stretches(times: list[tuple[date, date]]) -> int:
    """How many are left when those that share a day are one."""
    count, until = 0, date.min
    for begin, end in sorted(times):
        count += begin > until
        until = max(until, end)
    return count
