"""The import of a receivables file into PostgreSQL: what the file comes to by itself, whatever was killed meanwhile."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deploy.databases import company_databases
from deploy.imports.receivables.reading import read_file
from deploy.proof.report import prove, proven
from deploy.proof.verdict import Verdict
from deploy.registry import SERVICES
from tests.integration.imports.commanded import events_in, events_of, home_for_a_company, imported, python
from tests.unit.imports.small_receivables import File, paid
from tests.unit.imports.test_receivables_file import real_file

pytestmark = pytest.mark.slow

KIND = "receivables"
INVOICES = 25
KILLED_AFTER = 80
"""Requests of the days: invoices, disputes, letters, money and waivers interleave by then."""


VERY_LATE = paid("V-1", "VERA", invoiced="1/4/2012", due="1/20/2012", settled="4/30/2012", days="117", late="101")
REFUSED = paid("INV-2012-000001", "VERA", invoiced="1/5/2012", due="2/4/2012", settled="2/1/2012", days="27")
CONTRADICTING = paid("V-2", "VERA", invoiced="1/5/2012", due="2/4/2012", settled="2/1/2012", days="27", late="7")
UNKNOWN_WORD = paid("V-3", "VERA", disputed="Perhaps")


@dataclass(frozen=True)
class Companies:
    """One that was killed, finished and started once more, beside one that was imported in one go.

    What the command said at last, and how often each kind of event was recorded.
    """

    source: Path
    killed: dict[str, Any]
    again: dict[str, Any]
    undisturbed: dict[str, Any]
    events_of_killed: Counter[str]
    events_of_undisturbed: Counter[str]
    verdicts: Sequence[Verdict]


def _first_rows_and_odd_ones(folder: Path) -> Path:
    """The real file's first invoices, and four that were invented here."""
    lines = real_file().read_text(encoding="utf-8-sig").splitlines()
    first = [lines[invoice.line - 1] for invoice in read_file(real_file()).invoices[: INVOICES - 2]]
    return File(folder).write(*first, VERY_LATE, REFUSED, CONTRADICTING, UNKNOWN_WORD)


@pytest.fixture(scope="module")
async def companies(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Companies]:
    source = _first_rows_and_odd_ones(tmp_path_factory.mktemp("receivables"))
    with home_for_a_company() as one, home_for_a_company() as two:
        (killed, again), undisturbed = await asyncio.gather(
            _killed_and_finished(source, one), imported(KIND, source, two)
        )
        async with company_databases(SERVICES, one) as databases:
            verdicts, events = await prove(databases), await events_in(databases)
        yield Companies(source, killed, again, undisturbed, events, await events_of(two), verdicts)


async def _killed_and_finished(source: Path, home: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    doomed = (KIND, str(source), str(home), "1000", "playing days", str(KILLED_AFTER))
    status, _, err = await python("tests.integration.imports.doomed", *doomed)
    assert status == -signal.SIGKILL, err.decode()
    finished, again = [await imported(KIND, source, home) for _ in range(2)]
    return finished, again


def _counted(told: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["what"]: (one["in_file"], one["in_company"]) for one in told["counts"]}


def _as_numbers(sums: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in sums.items()}


async def test_it_comes_to_what_the_file_says(companies: Companies) -> None:
    told = companies.killed
    assert told["holds"]
    assert (told["differing"], told["parked"]) == ([], [])
    invoices = [one for one in read_file(companies.source).invoices if not one.number.startswith("INV-")]
    late = [one for one in invoices if one.settled_on > one.due_on]
    assert {what: both[1] for what, both in _counted(told).items()} == {
        "customers": len({one.customer_id for one in invoices}),
        "invoices": INVOICES,
        "invoices disputed": sum(one.disputed for one in invoices),
        "invoices paid": INVOICES,
        "invoices paid late": len(late),
        "days late": sum((one.settled_on - one.due_on).days for one in late),
        "cents invoiced": sum(one.minor for one in invoices),
        "times that a customer had something overdue: cases": told["dunning"]["cases opened"]
        - told["dunning"]["cases opened as others ended, about newer invoices"],
    }
    for one in (*told["customers"], *told["ageing"]):
        assert _as_numbers(one["file"]) == _as_numbers(one["company"]), one
    ages = [_as_numbers(one["company"]) for one in told["ageing"]]
    assert [step for step in ages[0] if any(aged[step] for aged in ages)] == [
        "not_due",
        "days_1_30",
        "days_31_60",
        "days_61_90",
    ]


async def test_dunning_ran_meanwhile_and_left_nothing_behind(companies: Companies) -> None:
    dunning = companies.killed["dunning"]
    running = ("reminders before due sent", "level 1, Reminder, raised", "fees claimed", "interest claimed")
    assert min(dunning[what] for what in running) > 0
    assert dunning["letters not sent"] == 0
    assert dunning["cents waived"] == dunning["cents charged"] > 0
    assert dunning["cases resolved"] == dunning["cases opened"] > 0


async def test_being_killed_doubles_and_loses_nothing(companies: Companies) -> None:
    """Each kind of event was recorded exactly as often as in an import that nobody disturbed."""
    assert companies.events_of_killed == companies.events_of_undisturbed
    assert {**companies.killed, "seconds": 0} == {**companies.undisturbed, "seconds": 0}


async def test_starting_it_again_changes_nothing(companies: Companies) -> None:
    assert {**companies.again, "seconds": 0} == {**companies.killed, "seconds": 0}


async def test_the_proof_is_green_afterwards(companies: Companies) -> None:
    assert [(verdict.id, verdict.breaches) for verdict in companies.verdicts if verdict.breaches] == []
    assert proven(companies.verdicts)


async def test_bad_rows_are_named_and_the_rest_goes_on(companies: Companies) -> None:
    told, last = companies.killed, INVOICES + 3
    assert [(one["line"], one["reason"].partition(":")[0]) for one in told["bad_rows"]] == [
        (last, "Disputed 'Perhaps' is neither Yes nor No"),
        (last - 2, "invoice INV-2012-000001 stops here"),
    ]
    assert "accounting.invoice.number-of-ours" in told["bad_rows"][1]["reason"]
    assert told["noticed"] == [
        {"file": "invoices.csv", "line": last - 1, "reason": "DaysLate is '7', by its dates 0: the dates are taken"}
    ]
