"""What a process needs is said all at once, and secrets may lie in files."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.sales.settings import SalesSettings
from shared.hosting.address import fault_in
from shared.hosting.settings import (
    SECRETS_DIR,
    KafkaSettings,
    MigrationSettings,
    SettingsMissing,
    read_settings,
    setting,
)

DSN = "postgresql://o2c_sales_app:s3cret@postgres:5432/o2c_sales"
SOCKET = "postgresql://o2c_sales_app:s3cret@/o2c_sales"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No variable of sales or of the brokers, and an empty folder for secrets."""
    for name in SalesSettings.model_fields:
        for variable in (name, f"sales_{name}"):
            monkeypatch.delenv(variable.upper(), raising=False)
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    return tmp_path


def test_every_missing_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsMissing) as missing:
        read_settings(SalesSettings)
    for name in ("SALES_DATABASE_DSN", "SALES_KAFKA_BOOTSTRAP_SERVERS", "SALES_JWKS_FILE"):
        assert name in str(missing.value)
    assert "SALES_OWNER_DSN" not in str(missing.value)


def test_a_wrong_setting_is_named_beside_the_missing_ones_and_its_value_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SALES_DATABASE_DSN", "mysql://root:s3cret@db")
    with pytest.raises(SettingsMissing) as missing:
        read_settings(SalesSettings)
    assert "SALES_DATABASE_DSN (Value error, must begin with postgresql://)" in str(missing.value)
    assert "SALES_JWKS_FILE" in str(missing.value)
    assert "s3cret" not in str(missing.value)


def test_a_secret_is_read_from_a_file_without_its_line_end(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nothing_set / "sales_database_dsn").write_text(f"{DSN}\n")
    monkeypatch.setenv("SALES_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
    monkeypatch.setenv("SALES_JWKS_FILE", "/run/secrets/jwks")
    settings = read_settings(SalesSettings)
    assert settings.database_dsn.get_secret_value() == DSN
    assert "s3cret" not in repr(settings)
    assert setting("SALES_DATABASE_DSN") == DSN


def test_a_variable_wins_over_a_file(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nothing_set / "sales_database_dsn").write_text("postgresql://file")
    monkeypatch.setenv("SALES_DATABASE_DSN", "postgresql://variable")
    assert setting("SALES_DATABASE_DSN") == "postgresql://variable"
    assert setting("SALES_OWNER_DSN") is None


def test_a_folder_of_secrets_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRETS_DIR, "/nowhere/at/all")
    with pytest.raises(SettingsMissing, match=SECRETS_DIR):
        read_settings(SalesSettings)


def test_a_migration_needs_the_owner_and_nothing_that_serving_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsMissing) as missing:
        read_settings(MigrationSettings, _env_prefix="SALES_")
    assert "SALES_OWNER_DSN" in str(missing.value)
    assert "SALES_APP_ROLE" in str(missing.value)
    monkeypatch.setenv("SALES_OWNER_DSN", DSN)
    monkeypatch.setenv("SALES_APP_ROLE", "o2c_sales_app")
    assert read_settings(MigrationSettings, _env_prefix="SALES_").app_role == "o2c_sales_app"


@pytest.mark.parametrize(
    ("dsn", "fault"),
    [
        (f"{DSN}?sslmode=on", "`sslmode` parameter must be one of: disable, allow, prefer, require, verify-ca"),
        (f"{DSN}?sslmod=require&connect_timeout=3", "there is no parameter sslmod)"),
        (f"{DSN}?password=new&s3cret=1", "there is no parameter password)"),
        (f"{DSN}?new-s3cret=1", "has a parameter that there is not)"),
        (DSN.replace("o2c_sales_app:s3cret@", "") + "?s3cret=1", "has a parameter that there is not)"),
        (f"{DSN}?sslmode", "is no address that can be read"),
        (f"{DSN}?sslmode=verify-full&sslrootcert=/no/ca.pem", "sslrootcert: there is no file /no/ca.pem"),
        (f"{DSN}?sslmode=require&sslrootcert={__file__}", "its certificates cannot be read"),
        (
            DSN.replace("s3cret", "s3cret/4"),
            "is no address that can be read: a password's @ / ? # [ and ] are written %40 %2F %3F %23 %5B and %5D",
        ),
        (DSN.replace("s3cret", "Kx7?s3cret=4z"), "is no address that can be read"),
        (DSN.replace("s3cret", "Kx7?s3cret=4&sslmode=no"), "is no address that can be read"),
        (DSN.replace("s3cret", "Kx7@9?s3cret=4"), "is no address that can be read"),
        (DSN.replace("s3cret", "s3cret[4"), "is no address that can be read"),
        (DSN.replace("s3cret", "s3cret#4"), "is no address that can be read"),
        (DSN.replace("s3cret", "s3cret@4"), "is no address that can be read"),
        (DSN.replace("5432", "s3cret"), "is no address that can be read"),
        (DSN.replace("5432", "5432,replica:5432"), "must name exactly one server"),
        (f"{SOCKET}?host=db,replica", "must name exactly one server)"),
        (f"{SOCKET}?host=db&port=5432,5433", "must name exactly one server)"),
        (f"{DSN}?host=/run/postgresql", "must name its server before the question mark or behind it, not both)"),
        (f"{DSN}?port=6432", "must name its server before the question mark or behind it, not both)"),
        (f"{DSN}?sslmode=", "sslmode has no value)"),
        (f"{SOCKET}?host=", "host has no value)"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_at_the_start_without_its_password(
    monkeypatch: pytest.MonkeyPatch, dsn: str, fault: str
) -> None:
    monkeypatch.setenv("SALES_DATABASE_DSN", dsn)
    with pytest.raises(SettingsMissing) as missing:
        read_settings(SalesSettings)
    assert f"SALES_DATABASE_DSN (Value error, {fault}" in str(missing.value)
    assert "SALES_JWKS_FILE" in str(missing.value)
    assert "s3cret" not in str(missing.value)


def test_certificates_that_are_closed_to_us_are_named_with_their_setting(
    nothing_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, who may read all, has no such folder: so the file system is played."""
    closed = nothing_set / "certificates" / "ca.pem"
    real = os.stat

    def stat(path: Any, *others: Any, **named: Any) -> os.stat_result:
        if str(path) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *others, **named)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setenv("SALES_DATABASE_DSN", f"{DSN}?sslmode=verify-full&sslrootcert={closed}")
    with pytest.raises(SettingsMissing) as missing:
        read_settings(SalesSettings)
    assert f"SALES_DATABASE_DSN (Value error, sslrootcert: {closed} cannot be read: Permission" in str(missing.value)


@pytest.mark.parametrize("where", ["", "?host=/run/postgresql&port=6432", "?port=6432", "?host=db&sslmode=require"])
def test_an_address_may_leave_its_server_out_or_name_it_behind_the_question_mark(where: str) -> None:
    assert fault_in(f"{SOCKET}{where}") is None


@pytest.mark.parametrize("mode", ["disable", "prefer", "require"])
def test_an_address_may_say_how_it_is_reached(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("SALES_OWNER_DSN", f"{DSN}?sslmode={mode}&application_name=o2c")
    monkeypatch.setenv("SALES_APP_ROLE", "o2c_sales_app")
    assert mode in read_settings(MigrationSettings, _env_prefix="SALES_").owner_dsn.get_secret_value()


class TestKafka:
    @pytest.fixture
    def wrong(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
        """What is said of these settings, each without its `KAFKA_`; nothing where nothing is wrong."""

        def ask(**settings: str) -> str:
            for name, value in settings.items():
                monkeypatch.setenv(f"KAFKA_{name}", value)
            try:
                read_settings(KafkaSettings, kafka_bootstrap_servers="kafka:9093")
            except SettingsMissing as missing:
                return str(missing)
            return ""

        return ask

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            ({}, []),
            ({"SECURITY_PROTOCOL": "SSL", "CA_FILE": "", "SASL_USERNAME": ""}, []),
            ({"SECURITY_PROTOCOL": "SASL_SSL", "SASL_USERNAME": "ada", "SASL_PASSWORD": "s3cret"}, []),
            ({"SECURITY_PROTOCOL": "SASL_SSL"}, ["SASL_USERNAME", "SASL_SSL needs it", "SASL_PASSWORD"]),
            ({"SECURITY_PROTOCOL": "SASL_SSL", "SASL_USERNAME": "ada"}, ["SASL_PASSWORD (Value error, SASL_SSL needs"]),
            ({"SASL_USERNAME": "ada"}, ["SASL_USERNAME (Value error, PLAINTEXT has no log-in)"]),
            ({"SASL_PASSWORD": "s3cret"}, ["SASL_PASSWORD (Value error, PLAINTEXT has no log-in)"]),
            ({"CA_FILE": __file__}, ["CA_FILE (Value error, PLAINTEXT has no certificates)"]),
            ({"SECURITY_PROTOCOL": "TLS", "CA_FILE": "/no"}, ["SECURITY_PROTOCOL (Input should be", "from /no"]),
            ({"SECURITY_PROTOCOL": "SSL", "CA_FILE": __file__}, ["no certificates can be read from"]),
            ({"SASL_MECHANISM": "GSSAPI", "SASL_USERNAME": "ada"}, ["SASL_MECHANISM (Input should", "has no log-in"]),
        ],
    )
    def test_what_does_not_go_together_is_named_at_once(
        self, wrong: Callable[..., str], settings: dict[str, str], said: list[str]
    ) -> None:
        told = wrong(**settings)
        assert bool(told) == bool(said)
        for words in said:
            assert words in told
        assert "s3cret" not in told

    def test_the_password_is_read_from_a_file_and_given_to_every_client(
        self, nothing_set: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (nothing_set / "sales_kafka_sasl_password").write_text("s3cret\n")
        for name, value in {"SECURITY_PROTOCOL": "SASL_PLAINTEXT", "SASL_USERNAME": "ada"}.items():
            monkeypatch.setenv(f"SALES_KAFKA_{name}", value)
        monkeypatch.setenv("SALES_DATABASE_DSN", DSN)
        monkeypatch.setenv("SALES_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
        monkeypatch.setenv("SALES_JWKS_FILE", "/run/secrets/jwks")
        settings = read_settings(SalesSettings)
        assert "s3cret" not in repr(settings)
        assert settings.kafka_security == {
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": "ada",
            "sasl_plain_password": "s3cret",
        }

    def test_an_empty_file_is_no_password(self, nothing_set: Path, wrong: Callable[..., str]) -> None:
        (nothing_set / "kafka_sasl_password").write_text("")
        assert wrong(SECURITY_PROTOCOL="SSL") == ""
        assert "KAFKA_SASL_PASSWORD" in wrong(SECURITY_PROTOCOL="SASL_SSL", SASL_USERNAME="ada")
