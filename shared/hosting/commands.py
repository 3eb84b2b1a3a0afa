"""``python -m services.<department> api | worker | migrate``: a department's processes from the command line."""

import sys
from typing import Final

import uvloop

from shared.hosting.processes import run_worker, serve_api
from shared.hosting.service import Service
from shared.hosting.settings import DepartmentSettings, SettingsMissing, read_settings
from shared.observability.logging import configure_logging

USAGE: Final = "usage: python -m services.{name} api | worker | migrate\n"


def run_department_command(
    service: Service, kind: type[DepartmentSettings], arguments: list[str] | None = None
) -> None:
    """Runs one of the department's processes. Exits with 2 for an unknown one, with 1 for missing settings."""
    asked = sys.argv[1:] if arguments is None else arguments
    if len(asked) != 1 or asked[0] not in ("api", "worker", "migrate"):
        sys.stderr.write(USAGE.format(name=service.name))
        sys.exit(2)
    try:
        settings = read_settings(kind)
    except SettingsMissing as missing:
        sys.stderr.write(f"{service.name} {asked[0]}: {missing}\n")
        sys.exit(1)
    configure_logging(f"{service.name}-{asked[0]}", level=settings.log_level)
    if asked[0] == "api":
        uvloop.run(serve_api(service, settings))
    elif asked[0] == "worker":
        uvloop.run(run_worker(service, settings))
    else:
        if settings.owner_dsn is None or not settings.app_role:
            prefix = service.name.upper()
            sys.stderr.write(f"{service.name} migrate: set {prefix}_OWNER_DSN and {prefix}_APP_ROLE\n")
            sys.exit(1)
        from shared.hosting.migrating import migrate  # alembic: the other two start without it

        migrate(service.name, settings.owner_dsn.get_secret_value(), settings.app_role)
