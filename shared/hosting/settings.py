"""A department process's settings: read once at the start, every missing one named at once.

Each is a variable such as ``SALES_DATABASE_DSN``, or a file of that name in small letters in O2C_SECRETS_DIR: secrets
then never stand in the environment. A variable wins over a file.
"""

import os
import ssl
from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.hosting.address import fault_in
from shared.hosting.certificates import RenewedTls

S = TypeVar("S", bound=BaseSettings)

SECRETS_DIR: Final = "O2C_SECRETS_DIR"
WHERE_CONTAINERS_FIND_SECRETS: Final = "/run/secrets"


def _is_a_dsn(value: SecretStr) -> SecretStr:
    if fault := fault_in(value.get_secret_value()):
        raise ValueError(fault)
    return value


Dsn = Annotated[SecretStr, AfterValidator(_is_a_dsn)]


class SettingsMissing(Exception):
    """Settings are missing or not valid; the message names each variable."""


class KafkaSettings(BaseSettings):
    """How the brokers are reached: what the job `topics` needs, and part of what every department does."""

    model_config = SettingsConfigDict(extra="ignore")

    kafka_bootstrap_servers: str = Field(description="host:port of Kafka brokers, comma separated")
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT",
        description="what the brokers speak: PLAINTEXT, SSL (which is TLS), SASL_PLAINTEXT or SASL_SSL (with a log-in)",
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="SCRAM-SHA-512", description="how to log in: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"
    )
    kafka_sasl_username: str = Field(default="", description="the log-in at the brokers, with SASL")
    kafka_sasl_password: SecretStr | None = Field(default=None, description="its password")
    kafka_ca_file: Path | None = Field(
        default=None,
        description="whose signature on the brokers' certificates counts, as PEM; when not set, the system's",
    )

    @field_validator("kafka_sasl_username", "kafka_sasl_password")
    @classmethod
    def _is_there_with_sasl_only(cls, value: str | SecretStr | None, known: ValidationInfo) -> str | SecretStr | None:
        """Looks at each alone, so that it is named beside whatever else is wrong."""
        protocol = known.data.get("kafka_security_protocol")
        given = value.get_secret_value() if isinstance(value, SecretStr) else value
        if protocol in ("SASL_PLAINTEXT", "SASL_SSL") and not given:
            raise ValueError(f"{protocol} needs it")
        if protocol in ("PLAINTEXT", "SSL") and given:
            raise ValueError(f"{protocol} has no log-in")
        return value

    @field_validator("kafka_ca_file", mode="before")
    @classmethod
    def _nothing_is_none(cls, value: Any) -> Any:
        return value or None

    @field_validator("kafka_ca_file")
    @classmethod
    def _holds_certificates(cls, value: Path | None, known: ValidationInfo) -> Path | None:
        protocol = known.data.get("kafka_security_protocol")
        if value is None:
            return None
        if protocol in ("PLAINTEXT", "SASL_PLAINTEXT"):
            raise ValueError(f"{protocol} has no certificates")
        try:
            ssl.create_default_context(cafile=value)
        except OSError as error:
            raise ValueError(f"no certificates can be read from {value}: {error.strerror or error}") from None
        return value

    @cached_property
    def kafka_security(self) -> Mapping[str, Any]:
        """aiokafka's options for TLS and SASL: one context for all clients, which reads its file anew once renewed."""
        options: dict[str, Any] = {"security_protocol": self.kafka_security_protocol}
        if self.kafka_security_protocol in ("SSL", "SASL_SSL"):
            file = self.kafka_ca_file
            options["ssl_context"] = RenewedTls(
                partial(ssl.create_default_context, cafile=file), [file] if file else []
            )
        if self.kafka_sasl_password and self.kafka_security_protocol in ("SASL_PLAINTEXT", "SASL_SSL"):
            options["sasl_mechanism"] = self.kafka_sasl_mechanism
            options["sasl_plain_username"] = self.kafka_sasl_username
            options["sasl_plain_password"] = self.kafka_sasl_password.get_secret_value()
        return options


class DepartmentSettings(KafkaSettings):
    """What every department's processes need. Subclasses name the prefix of their variables, such as ``SALES_``."""

    model_config = SettingsConfigDict(extra="ignore")

    database_dsn: Dsn = Field(description="the application role's connection, postgresql://...")
    kafka_session_seconds: float = Field(
        default=10.0, ge=1.0, description="after so long the group gives a worker up that died"
    )
    kafka_member: str = Field(
        default="",
        description="this worker's lasting name among those of its department, such as 1: no two may have the same. "
        "A worker that comes back under its name within the session finds its partitions where they were",
    )
    jwks_file: Path = Field(description="the public keys that tokens are signed with, as a JWK set")
    service_token_file: Path | None = Field(default=None, description="the token for reading other departments' feeds")
    feed_urls: dict[str, str] = Field(default_factory=dict, description="department -> base URL of its API, as JSON")
    host: str = Field(default="127.0.0.1", description="the address that api and worker listen on")
    port: int = Field(default=8000, description="where api serves HTTP")
    worker_port: int | None = Field(
        default=None, description="where worker serves its health and its numbers; nowhere when not set"
    )
    clock_shift_file: Path | None = Field(
        default=None, description="for rehearsals only: a file with the seconds that the clock is ahead"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error"
    )


class MigrationSettings(BaseSettings):
    """What a migration needs, and an operator's commands; no process that serves has the owner's connection."""

    model_config = SettingsConfigDict(extra="ignore")

    owner_dsn: Dsn = Field(description="the owner's connection, for migrate, rebuild, backup, restore and reconcile")
    app_role: str = Field(min_length=1, description="the application role's name, for the grants of a migration")


def secrets_folder() -> Path | None:
    """Where secrets lie as files. Raises SettingsMissing when O2C_SECRETS_DIR names no folder."""
    named = os.environ.get(SECRETS_DIR)
    folder = Path(named or WHERE_CONTAINERS_FIND_SECRETS)
    if folder.is_dir():
        return folder
    if named:
        raise SettingsMissing(f"set {SECRETS_DIR} to a folder: {named} is none")
    return None


def setting(name: str) -> str | None:
    """One setting by its variable's name, for commands that need few. Raises SettingsMissing as above."""
    if value := os.environ.get(name):
        return value
    folder = secrets_folder()
    path = folder / name.lower() if folder else None
    return path.read_text().strip() if path and path.is_file() else None


def read_settings(kind: type[S], **overrides: Any) -> S:
    """The settings from the environment and files. Raises SettingsMissing with all that are missing or wrong."""
    prefix = overrides.get("_env_prefix") or kind.model_config.get("env_prefix", "")
    try:
        return kind(_secrets_dir=secrets_folder(), **overrides)
    except ValidationError as error:
        wrong = [f"{prefix}{'_'.join(map(str, one['loc']))}".upper() + f" ({one['msg']})" for one in error.errors()]
        raise SettingsMissing("set " + ", ".join(wrong)) from None


def migration_settings_of(department: str) -> MigrationSettings:
    """What migrating that department's database needs. Raises SettingsMissing."""
    return read_settings(MigrationSettings, _env_prefix=f"{department.upper()}_")
