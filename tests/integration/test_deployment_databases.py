"""The databases of a deployment: made from its secrets, twice without harm, and closed to each other's roles."""

from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from deploy.commands import deployment
from deploy.departments import NAMES
from deploy.deployed.preparing import ADMIN_DSN, NotEntered, look_at_databases, make_databases
from deploy.deployed.secrets import make_secrets
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.refusals import Refused
from shared.hosting.settings import SECRETS_DIR, SettingsMissing, setting

DEPARTMENTS = ("sales", "accounting", "care")


async def test_each_department_has_a_database_that_no_other_can_enter(
    server_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres = EmbeddedPostgres(server_home, port=0)
    server = await postgres.start()
    try:
        monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
        make_secrets(tmp_path, f"127.0.0.1:{server.port}")
        monkeypatch.setenv(
            ADMIN_DSN, f"postgresql://postgres:{server.passwords.of('postgres')}@127.0.0.1:{server.port}/postgres"
        )
        for _ in range(2):
            assert await make_databases(DEPARTMENTS) == [f"o2c_{name}" for name in DEPARTMENTS]
        for name in DEPARTMENTS:
            for kind in ("OWNER", "DATABASE"):
                own = setting(f"{name.upper()}_{kind}_DSN")
                assert own is not None
                for other in DEPARTMENTS:
                    dsn = f"{own.rpartition('/')[0]}/o2c_{other}"
                    if other == name:
                        await (await asyncpg.connect(dsn)).close()
                    else:
                        with pytest.raises(asyncpg.InsufficientPrivilegeError):
                            await asyncpg.connect(dsn)
        monkeypatch.delenv(ADMIN_DSN)
        (tmp_path / "postgres_admin_dsn").write_text("")
        assert await look_at_databases(DEPARTMENTS) == [f"o2c_{name}" for name in DEPARTMENTS]
        wrong = str(setting("CARE_DATABASE_DSN")).replace("o2c_care_app:", "o2c_care_app:not-")
        monkeypatch.setenv("CARE_DATABASE_DSN", wrong)
        monkeypatch.setenv("SALES_OWNER_DSN", "postgresql://o:p@127.0.0.1:1/o2c_sales")
        with pytest.raises(NotEntered) as told:
            await look_at_databases(DEPARTMENTS)
        assert "CARE_DATABASE_DSN: password authentication failed" in str(told.value)
        assert "SALES_OWNER_DSN: " in str(told.value)
        assert "CARE_OWNER_DSN" not in str(told.value)
    finally:
        await postgres.stop()


async def test_all_that_is_missing_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    with pytest.raises(SettingsMissing) as missing:
        await make_databases(["sales", "care"])
    for name in (ADMIN_DSN, "SALES_OWNER_DSN", "SALES_DATABASE_DSN", "CARE_OWNER_DSN", "CARE_DATABASE_DSN"):
        assert name in str(missing.value)
    with pytest.raises(SettingsMissing, match=f"CARE_OWNER_DSN.*without {ADMIN_DSN} they are looked at only"):
        await look_at_databases(["sales", "care"])


def test_the_job_fails_where_databases_that_are_made_by_hand_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_secrets(tmp_path, "127.0.0.1:1")
    (tmp_path / "postgres_admin_dsn").write_text("")
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    with pytest.raises(Refused) as refused:
        deployment.prepare_databases()
    said = str(refused.value)
    for name in NAMES:
        for kind in ("OWNER", "DATABASE"):
            assert f"{name.upper()}_{kind}_DSN: " in said
            assert str(make_url((tmp_path / f"{name}_{kind.lower()}_dsn").read_text()).password) not in said


def test_secrets_are_kept_and_each_is_another(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first = make_secrets(folder, "postgres:5432")
    kept = {path.name: path.read_text() for path in folder.iterdir() if path.name != "service_token"}
    assert make_secrets(folder, "elsewhere:1") == ["service_token"]
    assert {path.name: path.read_text() for path in folder.iterdir() if path.name != "service_token"} == kept
    assert set(first) <= {path.name for path in folder.iterdir()}
    said_by_others = {"accounting_smtp_password", "care_smtp_password", "kafka_sasl_password"}
    assert {name for name, secret in kept.items() if not secret} == said_by_others
    made = [secret for secret in kept.values() if secret]
    assert len(set(made)) == len(made)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "signing-key.json").stat().st_mode & 0o077 == 0
    (folder / "signing-key.json").unlink()  # an identity provider signs from now on
    token = (folder / "service_token").read_text()
    assert make_secrets(folder, "postgres:5432") == []
    assert (folder / "service_token").read_text() == token
