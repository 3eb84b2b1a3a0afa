"""An honest company: every invariant holds, and none of them because there was nothing to look at."""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

from deploy.databases import company_databases
from deploy.proof.report import as_json, prove, proven
from deploy.proof.verdict import Verdict
from deploy.registry import SERVICES
from tests.integration.proof.conftest import Traded

PAGE = Path(__file__).resolve().parents[3] / "docs" / "proof.md"
INVARIANTS = (*(f"I{number}" for number in range(3, 18)), "I21")


async def _o2c_proof(home: Path, *options: str) -> tuple[int, str]:
    """Exit status and standard output of the command."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "deploy.cli", "proof", "--home", str(home), *options, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


def test_the_page_lists_them() -> None:
    rows = re.findall(r"^\| (I\d+) \|", PAGE.read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(INVARIANTS)


async def test_every_invariant_holds_after_both_journeys_and_the_side_roads(traded: Traded) -> None:
    verdicts = await prove(traded.access)
    assert [(verdict.id, verdict.breaches) for verdict in verdicts if verdict.breaches] == []
    assert tuple(verdict.id for verdict in verdicts) == INVARIANTS
    assert [verdict.id for verdict in verdicts if verdict.looked_at < 5] == []
    assert proven(verdicts)


async def test_the_command_proves_a_company_whose_server_runs_elsewhere(traded: Traded) -> None:
    status, out = await _o2c_proof(traded.home, "--json")
    told: dict[str, Any] = json.loads(out)
    assert (status, told["holds"], told["empty"]) == (0, True, False)
    assert [one["id"] for one in told["invariants"]] == list(INVARIANTS)
    assert all(one["looked_at"] > 0 for one in told["invariants"])


async def test_of_a_company_where_nothing_happened_nothing_is_proven(server_home: Path) -> None:
    async with company_databases(SERVICES, server_home, may_make=True):
        pass
    status, out = await _o2c_proof(server_home)
    assert status == 1
    assert "nothing has happened in this company yet" in out


def test_that_nothing_was_there_is_told_to_machines_too() -> None:
    told = as_json([Verdict("I3", "every entry balances", 0, ())])
    assert (told["holds"], told["empty"]) == (False, True)
