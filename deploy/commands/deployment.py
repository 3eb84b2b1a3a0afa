"""`o2c api | worker | migrate | topics | databases | secrets`: what a deployment starts; one image, many commands."""

import asyncio
from importlib import import_module
from pathlib import Path

from aiokafka.errors import KafkaError
from rich.console import Console

from deploy.departments import NAMES, known, service_named
from deploy.deployed.preparing import ADMIN_DSN, NotEntered, look_at_databases, make_databases
from deploy.deployed.secrets import make_secrets
from deploy.reaching import reaching_databases
from deploy.refusals import Refused
from shared.hosting.commands import run_department_command
from shared.hosting.settings import (
    DepartmentSettings,
    KafkaSettings,
    MigrationSettings,
    SettingsMissing,
    migration_settings_of,
    read_settings,
    setting,
)
from shared.messaging.kafka_topics import TopicsUnfit, ensure_topics
from shared.observability.logging import configure_logging
from shared.published.topics import ALL, PARTITIONS

console = Console(stderr=True)


def settings_of(department: str) -> type[DepartmentSettings]:
    """The settings of that department's processes."""
    module = import_module(f"services.{department}.settings")
    kind: type[DepartmentSettings] = getattr(module, f"{department.capitalize()}Settings")
    return kind


def run_process(department: str, kind: str) -> None:
    """Runs one process of one department until it is told to stop."""
    run_department_command(service_named(department), settings_of(department), [kind])


def migrate_all(department: str | None) -> None:
    """Migrates one department's database, or all: none of them while a setting of any is missing. Raises Refused."""
    names = NAMES if department is None else (known(department),)
    found: dict[str, MigrationSettings] = {}
    missing: list[str] = []
    for name in names:
        try:
            found[name] = migration_settings_of(name)
        except SettingsMissing as absent:
            missing.append(f"{name}: {absent}")
    if missing:
        raise Refused("\n".join(missing))
    configure_logging("migrate")
    from shared.hosting.migrating import migrate  # alembic: what serves starts without it

    with reaching_databases():
        for name, settings in found.items():
            migrate(name, settings.owner_dsn.get_secret_value(), settings.app_role)


def make_topics(bootstrap: str, replication: int) -> None:
    """Makes what is missing. Raises Refused when a topic is there with other partitions, or a setting is wrong."""
    try:
        settings = read_settings(KafkaSettings, kafka_bootstrap_servers=bootstrap)
        asyncio.run(ensure_topics(bootstrap, ALL, PARTITIONS, replication, security=settings.kafka_security))
    except (SettingsMissing, TopicsUnfit, KafkaError) as unfit:
        raise Refused(str(unfit)) from unfit
    console.print(f"{len(ALL)} topics with {PARTITIONS} partitions each")


def prepare_databases() -> None:
    """Makes databases and roles, or looks at those that were made by hand where there is no administrator.

    Raises Refused when a setting is missing, or when one that was made by hand cannot be entered.
    """
    try:
        if setting(ADMIN_DSN):
            with reaching_databases():
                there = asyncio.run(make_databases(NAMES))
        else:
            there = asyncio.run(look_at_databases(NAMES))
    except (SettingsMissing, NotEntered) as wrong:
        raise Refused(str(wrong)) from wrong
    console.print(f"there are {', '.join(there)}")


def write_secrets(folder: Path, postgres: str) -> None:
    """Writes what is missing, and says what; never a secret itself."""
    try:
        made = make_secrets(folder, postgres)
    except OSError as error:
        raise Refused(f"secrets cannot be kept in {folder}: {error.strerror}") from error
    console.print(f"made in {folder}: {', '.join(made)}", markup=False)
