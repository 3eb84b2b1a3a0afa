"""All five departments as services, for whoever deals with the whole company."""

from typing import Final

from deploy.departments import NAMES, service_named
from shared.hosting.service import Service

SERVICES: Final[tuple[Service, ...]] = tuple(service_named(name) for name in NAMES)
