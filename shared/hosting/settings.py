"""A department process's settings: read once at the start from the environment, every missing one named at once."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

S = TypeVar("S", bound="DepartmentSettings")


class SettingsMissing(Exception):
    """Settings are missing or not valid; the message names each variable."""


class DepartmentSettings(BaseSettings):
    """What every department's processes need. Subclasses name the prefix of their variables, such as ``SALES_``."""

    model_config = SettingsConfigDict(extra="ignore", secrets_dir=None)

    database_dsn: SecretStr = Field(description="the application role's connection, postgresql://...")
    owner_dsn: SecretStr | None = Field(
        default=None, description="the owner's connection: for migrate and rebuild only"
    )
    app_role: str = Field(default="", description="the application role's name, for the grants of a migration")
    kafka_bootstrap_servers: str = Field(description="host:port of Kafka brokers, comma separated")
    kafka_session_seconds: float = Field(
        default=10.0, ge=1.0, description="after so long the group gives a worker up that died"
    )
    jwks_file: Path = Field(description="the public keys that tokens are signed with, as a JWK set")
    service_token_file: Path | None = Field(default=None, description="the token for reading other departments' feeds")
    feed_urls: dict[str, str] = Field(default_factory=dict, description="department -> base URL of its API, as JSON")
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: str = "info"

    @field_validator("database_dsn", "owner_dsn")
    @classmethod
    def _is_a_dsn(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("postgresql://"):
            raise ValueError("begins with postgresql://")
        return value


def read_settings(kind: type[S], **overrides: Any) -> S:
    """The settings from the environment. Raises SettingsMissing with every variable that is missing or wrong."""
    prefix = kind.model_config.get("env_prefix", "")
    try:
        return kind(**overrides)
    except ValidationError as error:
        wrong = [f"{prefix}{'_'.join(map(str, one['loc']))}".upper() + f" ({one['msg']})" for one in error.errors()]
        raise SettingsMissing("set " + ", ".join(wrong)) from None
