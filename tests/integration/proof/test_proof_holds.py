"""An honest company: every invariant holds, and none of them because there was nothing to look at."""

import json
from pathlib import Path

import pytest

from deploy.commands.proving import proof
from deploy.proof.report import is_empty, prove, proven
from tests.integration.proof.conftest import Traded

INVARIANTS = ("I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12", "I13", "I14", "I15", "I16", "I17")


async def test_every_invariant_holds_after_both_journeys_and_the_side_roads(traded: Traded) -> None:
    verdicts = await prove(traded.access)
    assert [(verdict.id, verdict.breaches) for verdict in verdicts if verdict.breaches] == []
    assert tuple(verdict.id for verdict in verdicts) == INVARIANTS
    assert [verdict.id for verdict in verdicts if verdict.looked_at < 5] == []
    assert proven(verdicts)


async def test_the_command_proves_a_company_that_runs_elsewhere(
    traded: Traded, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await proof(traded.home, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is True
    assert told["empty"] is False
    assert [one["id"] for one in told["invariants"]] == list(INVARIANTS)
    assert all(one["looked_at"] > 0 for one in told["invariants"])


async def test_of_a_company_where_nothing_happened_nothing_is_proven(
    server_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await proof(server_home, as_json=False) == 1
    assert "nothing has happened in this company yet" in capsys.readouterr().out
    assert await proof(server_home, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["empty"] is True
    assert told["holds"] is False
    assert is_empty([])
