"""The five departments by name: the one place that names them all.

What is behind a name is loaded when it is asked for, so that a process of one department carries the code of no other.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from deploy.refusals import Refused

if TYPE_CHECKING:
    from shared.hosting.service import Service

NAMES: Final = ("sales", "purchasing", "warehouse", "accounting", "care")


class NoDepartment(Refused):
    """There is none of that name."""


def known(name: str) -> str:
    """The name, which is a department's. Raises NoDepartment."""
    if name not in NAMES:
        raise NoDepartment(f"there is no department {name}; there are {', '.join(NAMES)}")
    return name


def service_named(name: str) -> "Service":
    """The department of that name. Raises NoDepartment."""
    service: Service = import_module(f"services.{known(name)}.composition").SERVICE
    return service
