"""The five departments, as services: the one place that names them all."""

from typing import Final

from services.accounting.composition import SERVICE as ACCOUNTING
from services.care.composition import SERVICE as CARE
from services.purchasing.composition import SERVICE as PURCHASING
from services.sales.composition import SERVICE as SALES
from services.warehouse.composition import SERVICE as WAREHOUSE
from shared.hosting.service import Service

SERVICES: Final[tuple[Service, ...]] = (SALES, PURCHASING, WAREHOUSE, ACCOUNTING, CARE)
NAMES: Final = tuple(service.name for service in SERVICES)


def service_named(name: str) -> Service:
    """The department of that name. Raises KeyError when there is none."""
    return {service.name: service for service in SERVICES}[name]
