"""`o2c migrate` of all departments begins with none while a setting of any is missing."""

from pathlib import Path

import pytest

from deploy.commands import deployment
from deploy.departments import NAMES, NoDepartment
from deploy.refusals import Refused
from shared.hosting.settings import SECRETS_DIR


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        for setting in ("OWNER_DSN", "APP_ROLE"):
            monkeypatch.delenv(f"{name.upper()}_{setting}", raising=False)
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))


def test_every_departments_missing_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing answers there: a migration that began would be refused, not named.
    monkeypatch.setenv("SALES_OWNER_DSN", "postgresql://o2c_sales_owner@127.0.0.1:1/o2c_sales")
    monkeypatch.setenv("SALES_APP_ROLE", "o2c_sales_app")
    with pytest.raises(Refused) as refused:
        deployment.migrate_all(None)
    told = str(refused.value)
    for name in NAMES:
        named = (f"{name.upper()}_OWNER_DSN" in told, f"{name.upper()}_APP_ROLE" in told)
        assert named == ((False, False) if name == "sales" else (True, True))


def test_a_department_that_there_is_not_is_named() -> None:
    with pytest.raises(NoDepartment, match="there is no department marketing"):
        deployment.migrate_all("marketing")
