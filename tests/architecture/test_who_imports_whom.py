"""Each import contract of pyproject.toml, seen to fail on a planted import."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.small_company import build

PROJECT = Path(__file__).resolve().parents[2]
CONTRACTS: Mapping[str, str] = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}

QUOTATION = "services/sales/quotation"


class Planted(NamedTuple):
    """One import where it does not belong, the contract it breaks, and the words that name it."""

    contract: str
    file: str
    code: str
    named: str


VIOLATIONS = [
    Planted(
        "departments-are-independent",
        f"{QUOTATION}/sending.py",
        "import services.warehouse.shipment.events",
        "services.sales.quotation.sending -> services.warehouse.shipment.events",
    ),
    Planted(
        "shared-knows-no-department",
        "shared/web/app.py",
        "import services.sales.publishing",
        "shared.web.app -> services.sales.publishing",
    ),
    Planted(
        "shared-knows-no-department",
        "shared/web/app.py",
        "import deploy",
        "shared.web.app -> deploy",
    ),
    Planted(
        "departments-know-no-deployment",
        "services/sales/composition.py",
        "import deploy",
        "services.sales.composition -> deploy",
    ),
    *(
        Planted(
            "business-files-do-no-io",
            file,
            f"import {module}",
            f"{file.removesuffix('.py').replace('/', '.')} -> {module}",
        )
        for file, module in [
            (f"{QUOTATION}/events.py", "sqlalchemy"),
            (f"{QUOTATION}/state.py", "random"),
            (f"{QUOTATION}/sending.py", "asyncpg"),
            (f"{QUOTATION}/decider.py", "pydantic"),
            (f"{QUOTATION}/upcasters.py", "httpx2"),
            ("services/sales/publishing.py", "aiokafka"),
            ("services/sales/permissions.py", "fastapi"),
            ("services/sales/reactions/when_goods_delivered_note_progress.py", "structlog"),
        ]
    ),
    Planted(
        "business-files-do-no-io",
        f"{QUOTATION}/sending.py",
        "from shared.event_store import postgres",
        "services.sales.quotation.sending -> shared.event_store.postgres",
    ),
    Planted(
        "api-files-speak-http-only",
        f"{QUOTATION}/api.py",
        "import sqlalchemy",
        "services.sales.quotation.api -> sqlalchemy",
    ),
    Planted(
        "views-files-speak-sql-only",
        f"{QUOTATION}/views.py",
        "import fastapi",
        "services.sales.quotation.views -> fastapi",
    ),
    Planted(
        "api-files-are-mounted-by-composition",
        f"{QUOTATION}/sending.py",
        "from services.sales.quotation import api",
        "services.sales.quotation.sending -> services.sales.quotation.api",
    ),
    Planted(
        "views-are-read-at-the-edge",
        f"{QUOTATION}/sending.py",
        "from services.sales.quotation import views",
        "services.sales.quotation.sending -> services.sales.quotation.views",
    ),
    Planted(
        "the-shell-is-imported-by-the-shell",
        f"{QUOTATION}/sending.py",
        "from services.sales import settings",
        "services.sales.quotation.sending -> services.sales.settings",
    ),
    Planted(
        "kernel-is-stdlib-only",
        "shared/kernel/money.py",
        "import msgspec",
        "shared.kernel.money -> msgspec",
    ),
    Planted(
        "kernel-is-stdlib-only",
        "shared/kernel/money.py",
        "from shared.published import sales",
        "shared.kernel.money -> shared.published.sales",
    ),
    Planted(
        "published-is-kernel-and-stdlib-only",
        "shared/published/sales.py",
        "import pydantic",
        "shared.published.sales -> pydantic",
    ),
    Planted(
        "published-is-kernel-and-stdlib-only",
        "shared/published/sales.py",
        "from shared.web import app",
        "shared.published.sales -> shared.web.app",
    ),
]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the project's own contracts on another tree."""
    shutil.copy(PROJECT / "pyproject.toml", root)
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)


def test_a_clean_company_keeps_every_contract(tmp_path: Path) -> None:
    linted = lint_imports(build(tmp_path))
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in linted.stdout


def test_departments_that_are_still_empty_keep_every_contract(tmp_path: Path) -> None:
    build(tmp_path)
    shutil.rmtree(tmp_path / "services/sales")
    shutil.rmtree(tmp_path / "services/warehouse/shipment")
    (tmp_path / "deploy/cli.py").unlink()
    linted = lint_imports(tmp_path)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("planted", VIOLATIONS, ids=lambda planted: f"{planted.contract}: {planted.code}")
def test_a_planted_import_is_named(planted: Planted, tmp_path: Path) -> None:
    linted = lint_imports(build(tmp_path, {planted.file: planted.code}))
    assert linted.returncode == 1, linted.stdout + linted.stderr
    assert f"{CONTRACTS[planted.contract]} BROKEN" in linted.stdout
    assert planted.named in linted.stdout


def test_every_contract_is_seen_to_fail() -> None:
    assert {planted.contract for planted in VIOLATIONS} == CONTRACTS.keys()
