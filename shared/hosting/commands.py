"""``python -m services.<department> api | worker | migrate``: a department's processes from the command line.

Each loads only what it runs with: an `api` starts without the client of the broker, and both without alembic.
"""

import sys
from typing import Final

import uvloop

from shared.hosting.service import Service
from shared.hosting.settings import DepartmentSettings, SettingsMissing, migration_settings_of, read_settings
from shared.observability.logging import configure_logging

USAGE: Final = "usage: python -m services.{name} api | worker | migrate\n"


def run_department_command(
    service: Service, kind: type[DepartmentSettings], arguments: list[str] | None = None
) -> None:
    """Runs one of the department's processes. Exits with 2 for an unknown one, and for missing settings."""
    asked = sys.argv[1:] if arguments is None else arguments
    if len(asked) != 1 or asked[0] not in ("api", "worker", "migrate"):
        sys.stderr.write(USAGE.format(name=service.name))
        sys.exit(2)
    try:
        if asked[0] == "migrate":
            _migrate(service)
        else:
            _serve(service, read_settings(kind), asked[0])
    except SettingsMissing as missing:
        sys.stderr.write(f"{service.name} {asked[0]}: {missing}\n")
        sys.exit(2)


def _serve(service: Service, settings: DepartmentSettings, process: str) -> None:
    configure_logging(f"{service.name}-{process}", level=settings.log_level)
    if process == "api":
        from shared.hosting.processes import serve_api

        uvloop.run(serve_api(service, settings))
    else:
        from shared.hosting.worker import run_worker

        uvloop.run(run_worker(service, settings))


def _migrate(service: Service) -> None:
    settings = migration_settings_of(service.name)
    configure_logging(f"{service.name}-migrate", level="info")
    from shared.hosting.migrating import migrate

    migrate(service.name, settings.owner_dsn.get_secret_value(), settings.app_role)
