"""What others wrote is printed as they wrote it: commands neither obey brackets in it nor fail on them."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from uuid import UUID

import pytest
from rich.console import Console
from typer.testing import CliRunner

from deploy import demo
from deploy.backup.reconciling import Forgotten, Pair
from deploy.cli import app
from deploy.commands import backup, deployment, health, identifying, importing, records, running, telling
from deploy.deployed.preparing import ADMIN_DSN
from deploy.embedded.ownership import FolderInUse
from deploy.imports.receivables.reckoning import CustomerSums
from deploy.imports.receivables.summary import CustomerCompared, Summary
from deploy.proof.report import print_proof
from deploy.proof.verdict import Verdict
from shared.hosting.settings import SettingsMissing
from shared.projections.rebuilding import Rebuilt

MARKUP: Final = "[/x] and [red]"
WIDTH: Final = 250


def _printed(module: ModuleType, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> str:
    """What a command says on its console until its end."""
    console = Console(record=True, width=WIDTH)
    monkeypatch.setattr(module, "console", console)
    with suppress(SystemExit):
        act()
    return console.export_text()


def _refused(error: Exception) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> Any:
        raise error

    return refuse


def _run(step: Coroutine[Any, Any, int]) -> None:
    with pytest.raises(StopIteration):
        step.send(None)


class TestRefusals:
    def test_of_a_backup(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(backup, "company_databases", _refused(OSError(MARKUP)))
        assert MARKUP in _printed(backup, monkeypatch, lambda: _run(backup.back_up(Path(), Path())))

    @pytest.mark.parametrize(
        ("command", "step"),
        [("databases", "make_databases"), ("databases", "look_at_databases"), ("migrate", "migration_settings_of")],
    )
    def test_of_settings(self, monkeypatch: pytest.MonkeyPatch, command: str, step: str) -> None:
        monkeypatch.setattr(deployment, step, _refused(SettingsMissing(MARKUP)))
        monkeypatch.setenv(ADMIN_DSN, "postgresql://" if step == "make_databases" else "")
        told = CliRunner().invoke(app, [command])
        assert (told.exit_code, MARKUP in told.stderr) == (2, True)

    def test_of_a_person(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        assert MARKUP in _printed(identifying, monkeypatch, lambda: identifying.token(tmp_path, MARKUP, []))

    @pytest.mark.parametrize(("step", "error"), [("taken", running.PortInUse), ("_serve", FolderInUse)])
    def test_of_a_place_to_run(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: str, error: type[Exception]
    ) -> None:
        monkeypatch.setattr(running, step, _refused(error(MARKUP)))
        assert MARKUP in _printed(running, monkeypatch, lambda: running.run(tmp_path, 0))


class TestTables:
    def test_of_what_a_source_forgot(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("COLUMNS", str(WIDTH))
        forgotten = Forgotten(UUID(int=1), "sales.order.placed.v1", MARKUP, "heard", datetime(2026, 3, 2, tzinfo=UTC))
        pair = Pair("sales", "care", 2, is_new_epoch=True, topics=["sales.order"], forgotten=[forgotten])
        backup._show([pair], as_json=False)
        assert MARKUP in capsys.readouterr().out

    def test_of_a_contracts_story(self) -> None:
        entry = dict.fromkeys(("department", "what", "who", "document"), MARKUP)
        told = {"entries": [{**entry, "occurred_at": "2026-03-02T08:00:00Z", "amount": None}]}
        console = Console(record=True, width=WIDTH)
        console.print(telling.story(MARKUP, told))
        assert console.export_text().count(MARKUP) == 5

    def test_of_a_machine(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("COLUMNS", str(WIDTH))
        monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", MARKUP)
        health.doctor(Path())
        assert MARKUP in capsys.readouterr().out

    def test_of_customers(self) -> None:
        console = Console(record=True, width=WIDTH)
        summary = Summary(customers=[CustomerCompared(MARKUP, CustomerSums(), CustomerSums())])
        importing._print_receivables(summary, console)
        assert MARKUP in console.export_text()


class TestSentences:
    def test_of_a_row_that_differs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        @asynccontextmanager
        async def only_sales(*_: object) -> AsyncIterator[dict[str, None]]:
            yield {"sales": None}

        async def rebuilt(*_: object, swap: bool) -> Rebuilt:
            return Rebuilt(view="order", events=1, rows=1, differing=1, examples=[MARKUP], swapped=swap)

        monkeypatch.setattr(records, "company_databases", only_sales)
        monkeypatch.setattr(records, "_rebuild_view", rebuilt)
        step = records.rebuild(Path(), "sales", "order", swap=False, as_json=False)
        assert MARKUP in _printed(records, monkeypatch, lambda: _run(step))

    def test_of_a_breach(self) -> None:
        console = Console(record=True, width=WIDTH)
        print_proof(console, [Verdict("I1", "a rule", 1, (MARKUP,), "")])
        assert MARKUP in console.export_text()

    def test_of_the_demo(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert MARKUP in _printed(demo, monkeypatch, lambda: demo.Teller()("sales", MARKUP))
