"""The five departments by name: the one place that names them all.

What is behind a name is loaded when it is asked for, so that a process of one department carries the code of no other.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shared.hosting.service import Service

NAMES: Final = ("sales", "purchasing", "warehouse", "accounting", "care")


def service_named(name: str) -> "Service":
    """The department of that name. Raises KeyError when there is none."""
    if name not in NAMES:
        raise KeyError(name)
    service: Service = import_module(f"services.{name}.composition").SERVICE
    return service
