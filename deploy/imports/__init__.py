"""Data of other companies and systems, read so that the departments' own commands can play it.

Here is what every reader shares: a row whose cells say what is wrong with them, and the name of a bad row.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

WHOLE = re.compile(r"-?[0-9]{1,10}")
NUMBER = re.compile(r"-?[0-9]{0,12}(\.[0-9]{0,10})?(?<=[0-9])")  # `.5` and `12` but no exponent, NaN or `1_000`


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row worth a person's look: its file, the line where it starts (from 1), the reason as a sentence."""

    file: str
    line: int
    reason: str


class SourceUnreadable(Exception):
    """What was named is not what the import reads; the message says what is missing."""


class Unusable(Exception):
    """Why one row cannot be used; its message becomes the reason of the BadRow."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record, its cells by column; each reader of a cell says what is wrong with it."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        if not (cell := self.cells[column].strip()):
            raise Unusable(f"{column} is empty")
        return cell

    def number(self, column: str) -> Decimal:
        """Not negative: nothing that is read here can be."""
        cell = self.text(column)
        if not NUMBER.fullmatch(cell):
            raise Unusable(f"{column} {cell!r} is not a plain number")
        if (number := Decimal(cell)) < 0:
            raise Unusable(f"{column} {cell} is negative")
        return number

    def integer(self, column: str, *, least: int = 0) -> int:
        cell = self.text(column)
        if not WHOLE.fullmatch(cell):
            raise Unusable(f"{column} {cell!r} is not a whole number")
        if int(cell) < least:
            raise Unusable(f"{column} {cell} is less than {least}")
        return int(cell)

    def flag(self, column: str) -> bool:
        if (cell := self.text(column)) not in ("0", "1"):
            raise Unusable(f"{column} {cell!r} is neither 0 nor 1")
        return cell == "1"

    def moment(self, column: str) -> datetime:
        cell = self.text(column)
        try:
            moment = datetime.fromisoformat(cell)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise Unusable(f"{column} {cell!r} is not a date") from None

    def known(self, column: str, among: Collection[int], where: str) -> int:
        """A reference to a row of another file."""
        if (number := self.integer(column)) not in among:
            raise Unusable(f"{column} {number} is not in {where}")
        return number
