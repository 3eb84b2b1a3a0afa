"""The receivables reader: every bad row is named with file, line and reason, and the rest goes on.

The small files are invented here. One test reads the real file, which stands beside the project.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from deploy.imports import BadRow
from deploy.imports.receivables.reading import FileUnreadable, read_file
from tests.unit.imports.small_receivables import ALL, HEADER, File, paid
from tests.unit.imports.test_adventureworks_files import real_folder


def real_file() -> Path:
    (found,) = (real_folder() / "ibm-accounts-receivable").glob("*.csv")
    return found


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path)


class TestASoundFile:
    def test_each_row_is_an_invoice(self, file: File) -> None:
        found = file.read(paid("X-9", "CARL", amount="10.5", disputed="Yes"))
        (only,) = found.invoices
        assert (only.number, only.customer_id, only.line, only.disputed) == ("X-9", "CARL", 2, True)
        assert (only.invoiced_on, only.due_on, only.settled_on) == (
            date(2031, 3, 2),
            date(2031, 4, 1),
            date(2031, 3, 20),
        )
        assert (only.amount, only.minor) == (Decimal("10.5"), 1050)
        assert (found.file, found.rejected, found.noticed) == ("invoices.csv", [], [])

    def test_they_come_by_day_and_number(self, file: File) -> None:
        assert [one.number for one in file.read(*reversed(ALL)).invoices] == ["A-1", "A-2", "B-1", "B-2", "A-3"]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_encodings_and_line_ends_of_windows(self, file: File, encoding: str) -> None:
        found = file.read(*ALL, end="\r\n", encoding=encoding)
        assert (len(found.invoices), found.rejected, found.noticed) == (5, [], [])

    def test_columns_in_any_order_and_blank_lines(self, file: File) -> None:
        names, cells = HEADER.split(","), paid("A-1").split(",")
        found = file.read("", ",".join(reversed(cells)), header=",".join(reversed(names)))
        assert [(one.number, one.line) for one in found.invoices] == [("A-1", 3)]


BAD: Sequence[tuple[str, str]] = (
    (paid("X-1", invoiced="2/30/2031"), "InvoiceDate '2/30/2031' is not a day like 1/31/2013"),
    (paid("X-1", due="2031-04-01"), "DueDate '2031-04-01' is not a day like 1/31/2013"),
    (paid("X-1", settled=""), "SettledDate is empty"),
    (paid("X-1", settled="3/1/2031"), "SettledDate 2031-03-01 is before InvoiceDate 2031-03-02"),
    (paid("X-1", due="3/1/2031"), "DueDate 2031-03-01 is before InvoiceDate 2031-03-02"),
    (paid("X-1", amount="0.00"), "InvoiceAmount is 0"),
    (paid("X-1", amount="-5"), "InvoiceAmount -5 is negative"),
    (paid("X-1", amount="1e3"), "InvoiceAmount '1e3' is not a plain number"),
    (paid("X-1", amount="5.005"), "InvoiceAmount 5.005 is not whole cents"),
    (paid("X-1", disputed="Maybe"), "Disputed 'Maybe' is neither Yes nor No"),
    (paid("X 1"), "invoiceNumber 'X 1' is not 3 to 64 letters, digits, dots, colons and dashes"),
    (paid("X-1", "A;B"), "customerID 'A;B' is not 3 to 64 letters, digits, dots, colons and dashes"),
    (paid("A-1"), "repeats invoiceNumber A-1 of line 2"),
    (paid("X-1") + ",more", "has 13 fields, not 12"),
    ("X-1", "has 1 fields, not 12"),
    (paid('"X-1'), "is not comma-separated text: unexpected end of data"),
    (paid("X\x001"), "holds a NUL or bytes that are no text in the file's encoding"),
)


class TestBadRows:
    @pytest.mark.parametrize(("row", "reason"), BAD, ids=[reason for _, reason in BAD])
    def test_each_is_named_and_the_rest_goes_on(self, file: File, row: str, reason: str) -> None:
        found = file.read(paid("A-1"), row, paid("A-9"))
        assert found.rejected == [BadRow("invoices.csv", 3, reason)]
        assert [one.number for one in found.invoices] == ["A-1", "A-9"]

    def test_counted_days_that_contradict_the_dates_are_noticed_and_the_dates_taken(self, file: File) -> None:
        found = file.read(paid("A-1", days="17", late="3"), paid("A-2", days=""))
        assert found.noticed == [
            BadRow("invoices.csv", 2, "DaysToSettle is '17', by its dates 18: the dates are taken"),
            BadRow("invoices.csv", 2, "DaysLate is '3', by its dates 0: the dates are taken"),
            BadRow("invoices.csv", 3, "DaysToSettle is '', by its dates 18: the dates are taken"),
        ]
        assert len(found.invoices) == 2


class TestNoSuchFile:
    def test_columns_that_are_missing_are_named(self, file: File) -> None:
        with pytest.raises(FileUnreadable, match="its first line lacks DueDate, SettledDate"):
            file.read(header=HEADER.replace("DueDate,", "").replace("SettledDate,", ""))

    def test_a_file_of_something_else(self, file: File) -> None:
        file.path.write_bytes(b"\x00\x01\x02")
        with pytest.raises(FileUnreadable, match="not a receivables file: its first line holds a NUL"):
            read_file(file.path)

    def test_an_empty_file(self, file: File) -> None:
        file.path.write_bytes(b"\n\n")
        with pytest.raises(FileUnreadable, match="it is empty"):
            read_file(file.path)

    def test_no_file_at_all(self, tmp_path: Path) -> None:
        for path in (tmp_path / "absent.csv", tmp_path):
            with pytest.raises(FileUnreadable, match="cannot be read"):
                read_file(path)


def test_the_real_file_is_what_its_sources_say() -> None:
    found = read_file(real_file())
    assert (found.rejected, found.noticed) == ([], [])
    assert (len(found.invoices), len({one.customer_id for one in found.invoices})) == (2_466, 100)
    assert {one.invoiced_on.year for one in found.invoices} == {2012, 2013}
