"""Read a receivables file, row by row, before any of it is played.

Comma-separated text with a header line, one record per line; days are written like 1/31/2013. A row that cannot be
used is named and the rest goes on; one whose counted days contradict its dates is named and used, by its dates.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from deploy.imports import BadRow, Row, SourceUnreadable, Unusable
from deploy.imports.receivables import PaidInvoice, Receivables
from deploy.imports.texts import comma_separated, decoded, records

COLUMNS: Final = (
    "customerID",
    "invoiceNumber",
    "InvoiceDate",
    "DueDate",
    "InvoiceAmount",
    "Disputed",
    "SettledDate",
    "DaysToSettle",
    "DaysLate",
)
"""Those that must be there, in any order; others are passed over."""

DAY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{1,62}[A-Za-z0-9]")
"""What a payment's reference can name, and what a customer can be called by."""
WORDS: Final = {"Yes": True, "No": False}


class FileUnreadable(SourceUnreadable):
    """The file is not a receivables file."""


def read_file(path: str | Path) -> Receivables:
    """All that the file says; raises FileUnreadable when it cannot be read or columns are missing."""
    found = Path(path)
    try:
        text = decoded(found.read_bytes())
    except OSError as error:
        raise FileUnreadable(f"{found} cannot be read: {error.strerror or error}") from None
    reading = _Reading(found.name)
    for row in reading.rows(text):
        reading.take(row)
    invoices = sorted(reading.invoices.values(), key=lambda one: (one.invoiced_on, one.number))
    return Receivables(found.name, tuple(invoices), reading.rejected, reading.noticed)


class _Reading:
    """The invoices by number, and the rows that were named so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.invoices: dict[str, PaidInvoice] = {}
        self.rejected: list[BadRow] = []
        self.noticed: list[BadRow] = []

    def rows(self, text: str) -> Iterator[Row]:
        """The records below the header, each with its cells by column."""
        columns: list[str] | None = None
        for line, record in records(text):
            try:
                cells = comma_separated(record)
            except Unusable as problem:
                if columns is None:
                    raise FileUnreadable(f"{self.file} is not a receivables file: its first line {problem}") from None
                self.rejected.append(BadRow(self.file, line, str(problem)))
                continue
            if columns is None:
                columns = self._header(cells)
            elif len(cells) != len(columns):
                self.rejected.append(BadRow(self.file, line, f"has {len(cells)} fields, not {len(columns)}"))
            else:
                yield Row(self.file, line, dict(zip(columns, cells, strict=True)))
        if columns is None:
            raise FileUnreadable(f"{self.file} is not a receivables file: it is empty")

    def _header(self, columns: list[str]) -> list[str]:
        absent = [column for column in COLUMNS if column not in columns]
        if absent:
            lacking = f"its first line lacks {', '.join(absent)}"
            raise FileUnreadable(f"{self.file} is not a receivables file: {lacking}")
        return columns

    def take(self, row: Row) -> None:
        """A good row, or the reason why it is none; and what is odd about it."""
        try:
            invoice = _invoice(row)
            if (before := self.invoices.get(invoice.number)) is not None:
                raise Unusable(f"repeats invoiceNumber {invoice.number} of line {before.line}")
        except Unusable as problem:
            self.rejected.append(BadRow(self.file, row.line, str(problem)))
            return
        self.invoices[invoice.number] = invoice
        self.noticed += [BadRow(self.file, row.line, oddity) for oddity in _oddities(row, invoice)]


def _invoice(row: Row) -> PaidInvoice:
    invoice = PaidInvoice(
        line=row.line,
        number=_name(row, "invoiceNumber"),
        customer_id=_name(row, "customerID"),
        invoiced_on=_day(row, "InvoiceDate"),
        due_on=_day(row, "DueDate"),
        settled_on=_day(row, "SettledDate"),
        amount=_amount(row),
        disputed=_disputed(row),
    )
    for column, day in (("DueDate", invoice.due_on), ("SettledDate", invoice.settled_on)):
        if day < invoice.invoiced_on:
            raise Unusable(f"{column} {day} is before InvoiceDate {invoice.invoiced_on}")
    return invoice


def _name(row: Row, column: str) -> str:
    cell = row.text(column)
    if not NAME.fullmatch(cell):
        raise Unusable(f"{column} {cell!r} is not 3 to 64 letters, digits, dots, colons and dashes")
    return cell


def _day(row: Row, column: str) -> date:
    cell = row.text(column)
    written = DAY.fullmatch(cell)
    try:
        if written is None:
            raise ValueError(cell)
        return date(int(written[3]), int(written[1]), int(written[2]))
    except ValueError:
        raise Unusable(f"{column} {cell!r} is not a day like 1/31/2013") from None


def _amount(row: Row) -> Decimal:
    amount = row.number("InvoiceAmount")
    if not amount:
        raise Unusable("InvoiceAmount is 0")
    if amount != amount.quantize(Decimal("0.01")):
        raise Unusable(f"InvoiceAmount {amount} is not whole cents")
    return amount


def _disputed(row: Row) -> bool:
    cell = row.text("Disputed")
    if cell not in WORDS:
        raise Unusable(f"Disputed {cell!r} is neither Yes nor No")
    return WORDS[cell]


def _oddities(row: Row, invoice: PaidInvoice) -> Iterator[str]:
    """Counted days that contradict the dates, which are what is played."""
    counted = {
        "DaysToSettle": (invoice.settled_on - invoice.invoiced_on).days,
        "DaysLate": max((invoice.settled_on - invoice.due_on).days, 0),
    }
    for column, days in counted.items():
        if (cell := row.cells[column].strip()) != str(days):
            yield f"{column} is {cell!r}, by its dates {days}: the dates are taken"
