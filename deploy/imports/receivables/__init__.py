"""Invoices of many customers with the days on which they were written, due and paid: what a receivables file says.

`reading.py` reads the file, `playing.py` plays it day by day, `reckoning.py` adds it up without the company, and
`summary.py` holds the two against each other. The file names no currency; its amounts are taken as US dollars.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from deploy.imports import BadRow


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """One row: an invoice, whether it was disputed, and the day on which all of it was paid."""

    line: int
    number: str
    customer_id: str
    invoiced_on: date
    due_on: date
    settled_on: date
    amount: Decimal
    disputed: bool

    @property
    def minor(self) -> int:
        """The amount in cents."""
        return int(self.amount * 100)


@dataclass(frozen=True)
class Receivables:
    """What one file says: invoices by day and number, rows that cannot be used, rows that are odd but used."""

    file: str
    invoices: tuple[PaidInvoice, ...]
    rejected: list[BadRow]
    noticed: list[BadRow]
