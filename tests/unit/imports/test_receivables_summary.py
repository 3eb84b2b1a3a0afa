"""The summary of a receivables import: accounting's lists held against the file, and every difference by name."""

from pathlib import Path
from typing import Any, cast

import pytest

from deploy.commands import importing
from deploy.imports.office import Office
from deploy.imports.receivables.reading import read_file
from deploy.imports.receivables.summary import Summary, ageing_days, summary_of
from tests.unit.imports.small_receivables import ANNA_EARLY, ANNA_LATE, File

AMOUNT = {"currency": "USD"}
LATE = "2031-05-02"


class Lists:
    """What accounting would answer for two invoices of one customer; a test changes some of it."""

    def __init__(self) -> None:
        self.found: dict[str, list[dict[str, Any]]] = {
            "/sales/customers": [{"customer_id": "c", "name": "Customer ANNA"}],
            "/accounting/invoices": [_invoice("1", 1_050), _invoice("2", 2_000)],
            "/accounting/payments": [_payment("1", "2031-03-20"), _payment("2", LATE)],
            "/accounting/disputes": [{"invoice_id": "2"}],
            "/accounting/reminders": [{"level": 0, "status": "sent"}, {"level": 1, "status": "sent"}],
            "/accounting/dunning-cases": [{"id": "c:USD", "case_no": 1, "status": "resolved", "charges": []}],
        }
        self.history: list[dict[str, Any]] = []
        self.ageing: dict[str, list[dict[str, Any]]] = {
            "2031-03-14": [_owed(not_due=3_050)],
            "2031-03-26": [_owed(not_due=2_000)],
            "2031-04-07": [_owed(days_1_30=2_000)],
            "2031-04-19": [_owed(days_1_30=2_000)],
        }

    async def all(self, _: str, path: str, **where: str) -> list[dict[str, Any]]:
        return self.ageing[where["as_of"]] if path == "/accounting/ageing" else self.found[path]

    async def get(self, _: str, path: str) -> list[dict[str, Any]]:
        assert path == "/accounting/dunning-cases/c:USD/history"
        return self.history


def _invoice(number: str, minor: int, settlement: str = "paid") -> dict[str, Any]:
    return {
        "invoice_id": number,
        "customer_id": "c",
        "settlement": settlement,
        "total": {"minor": minor, **AMOUNT},
        "instalments": [{"due_on": "2031-04-01"}],
    }


def _payment(number: str, day: str) -> dict[str, Any]:
    return {"received_on": day, "allocations": [{"invoice_id": number}]}


def _owed(*, not_due: int = 0, days_1_30: int = 0) -> dict[str, Any]:
    steps = {"days_31_60_minor": 0, "days_61_90_minor": 0, "over_90_days_minor": 0}
    return {"customer_id": "c", "not_due_minor": not_due, "days_1_30_minor": days_1_30, **steps}


async def _summed_up(folder: Path, lists: Lists) -> Summary:
    path = File(folder).write(ANNA_EARLY, ANNA_LATE)
    invoices = read_file(path).invoices
    assert [str(day) for day in ageing_days(invoices)] == list(lists.ageing)
    return await summary_of(path, invoices, cast("Office", lists))


async def test_nothing_differs(tmp_path: Path) -> None:
    found = await _summed_up(tmp_path, Lists())
    assert (found.differing, found.holds) == ([], True)
    assert found.dunning["reminders before due sent"] == found.dunning["level 1, Reminder, raised"] == 1


def _happened(what: str, command_id: str) -> dict[str, Any]:
    return {"type": f"dunning_case.{what}", "command_id": command_id}


@pytest.mark.parametrize(("opened_by", "differs"), [("a payment", 0), ("a day that passed", 1)])
async def test_a_case_that_goes_on_with_newer_invoices_is_the_same_time_of_being_overdue(
    tmp_path: Path, opened_by: str, differs: int
) -> None:
    lists = Lists()
    lists.found["/accounting/dunning-cases"][0]["case_no"] = 2
    lists.history = [_happened("resolved", "a payment"), _happened("opened", opened_by)]
    summary = await _summed_up(tmp_path, lists)
    assert len(summary.differing) == differs
    assert summary.dunning["cases opened"] == 2


DIFFERENCES: dict[str, tuple[str, list[dict[str, Any]], list[str]]] = {
    "an amount": (
        "/accounting/invoices",
        [_invoice("1", 1_050), _invoice("2", 2_001)],
        ["customer ANNA: amount is 30.51, the file says 30.50", "cents invoiced: 3,051, the file says 3,050"],
    ),
    "an invoice that nobody paid": (
        "/accounting/invoices",
        [_invoice("1", 1_050), _invoice("2", 2_000, "open")],
        [
            "customer ANNA: late is 0, the file says 1",
            "customer ANNA: days late is 0, the file says 31",
            "invoices paid: 1, the file says 2",
            "invoices paid late: 0, the file says 1",
            "days late: 0, the file says 31",
        ],
    ),
    "a day": (
        "/accounting/payments",
        [_payment("1", "2031-03-20"), _payment("2", "2031-05-03")],
        ["customer ANNA: days late is 32, the file says 31", "days late: 32, the file says 31"],
    ),
    "a dispute": (
        "/accounting/disputes",
        [],
        ["customer ANNA: disputed is 0, the file says 1", "invoices disputed: 0, the file says 1"],
    ),
    "a case that goes on": (
        "/accounting/dunning-cases",
        [{"id": "c:USD", "case_no": 1, "status": "running", "charges": []}],
        ["case c:USD is running"],
    ),
}


@pytest.mark.parametrize(("path", "found", "named"), DIFFERENCES.values(), ids=DIFFERENCES)
async def test_what_differs_is_named(tmp_path: Path, path: str, found: list[dict[str, Any]], named: list[str]) -> None:
    lists = Lists()
    lists.found[path] = found
    summary = await _summed_up(tmp_path, lists)
    assert (summary.differing, summary.holds) == (named, False)


async def test_what_was_owed_on_a_day_is_compared_by_age(tmp_path: Path) -> None:
    lists = Lists()
    lists.ageing["2031-04-07"] = [_owed(not_due=2_000)]
    summary = await _summed_up(tmp_path, lists)
    assert summary.differing == [
        "customer ANNA at the end of 2031-04-07: not due is 20.00, the file says 0.00",
        "customer ANNA at the end of 2031-04-07: days 1 30 is 0.00, the file says 20.00",
    ]


def test_the_command_says_what_is_wrong_with_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importing, "configure_logging", lambda *_, **__: None)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("invoiceNumber,InvoiceDate\n")
    assert importing.receivables(wrong, tmp_path / "home", limit=None, as_json=True) == 2
    assert capsys.readouterr().out == ""
